import request from 'supertest';
import { expect, test } from 'vitest';
import { openTestStudio } from './test-studio.ts';

const aboutOf = async (environment: Record<string, string>) => {
  const studio = await openTestStudio({ environment });
  return (await request(studio.app).get('/api/about').expect(200)).body.data;
};

test('everybody may know how accounts come about and whom to ask', async () => {
  expect(await aboutOf({})).toEqual({ demo: false, registration: 'open', contact: null });
  const settings = { REGISTRATION: 'closed', SUPPORT_CONTACT: 'help@shop.example' };
  expect(await aboutOf(settings)).toEqual({
    demo: false,
    registration: 'closed',
    contact: 'mailto:help@shop.example',
  });
});
