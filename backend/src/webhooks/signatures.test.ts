import { expect, test } from 'vitest';
import { makeWebhookSecret, signatureHeaders } from './signatures.ts';

test('a known message has the signature that the reference library gives it', () => {
  const headers = signatureHeaders({
    id: 'msg_atelier_0001',
    sentAt: new Date(1_767_323_045_678),
    payload: '{"type":"task.finished","timestamp":"2026-01-02T03:04:05Z","data":{"taskId":"t1"}}',
    secrets: ['whsec_YXRlbGllci1zdGFuZGFyZC13ZWJob29rcy1zZWNyZXQ='],
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_atelier_0001',
    'webhook-timestamp': '1767323045',
    'webhook-signature': 'v1,T1FmAELA0WnY6veWmMyDYpSW3fnGblYeoJ3ouItbIVA=',
  });
});

test('secrets are 32 random bytes behind their prefix', () => {
  const secrets = Array.from({ length: 100 }, makeWebhookSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  }
});
