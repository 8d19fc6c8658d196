import { expect, test } from 'vitest';
import { adapter as kie } from '../providers/kie/adapter.ts';
import { adapter as openai } from '../providers/openai/adapter.ts';
import { adapter as replicate } from '../providers/replicate/adapter.ts';
import { CallbackAddresses } from './callback-addresses.ts';

const key = Buffer.alloc(32, 7);
const row = { id: 'task_1', attempt: 1, ai_provider: 'replicate' };
const plain = new CallbackAddresses({ origin: 'http://studio.example', key });
const secure = new CallbackAddresses({ origin: 'https://studio.example', key });

test('a vendor that takes https alone is given no other address', () => {
  expect(plain.offeredTo(replicate, row, false)).toBeNull();
  expect(secure.offeredTo(replicate, row, false)).toBe(secure.addressFor(row));
});

test('its stand-in on this machine, and vendors that take any address, are given it', () => {
  expect(plain.offeredTo(replicate, row, true)).toBe(plain.addressFor(row));
  expect(plain.offeredTo(kie, row, false)).toBe(plain.addressFor(row));
});

test('nothing is given to a vendor that never calls, nor where nobody can reach us', () => {
  expect(secure.offeredTo(openai, row, false)).toBeNull();
  expect(new CallbackAddresses({ origin: undefined, key }).offeredTo(replicate, row, false)).toBeNull();
});
