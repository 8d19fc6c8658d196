import { expect, test } from 'vitest';
import { afterAnswer, type Circuit, CLOSED, stateOf } from './circuit.ts';

const at = (seconds: number): Date => new Date(Date.parse('2026-11-25T10:00:00Z') + seconds * 1000);

function afterFailures(count: number, kind: Parameters<typeof afterAnswer>[1] = 'unavailable'): Circuit {
  let circuit = CLOSED;
  for (let index = 0; index < count; index += 1) circuit = afterAnswer(circuit, kind, at(0));
  return circuit;
}

test('four failures in a row are bad luck, five mean that the provider is down', () => {
  expect(stateOf(afterFailures(4), at(0))).toBe('closed');
  expect(stateOf(afterFailures(5), at(0))).toBe('open');
  expect(afterFailures(5)).toMatchObject({ reason: 'unavailable', openedAt: at(0).toISOString() });
});

test('a key that is refused opens it at once', () => {
  expect(stateOf(afterFailures(1, 'bad_key'), at(0))).toBe('open');
  expect(stateOf(afterFailures(1, 'insufficient_vendor_credit'), at(0))).toBe('open');
});

test.each(['rejected', 'content_refused', 'rate_limited'] as const)(
  'an answer such as %s shows that it lives',
  (kind) => {
    expect(afterAnswer(afterFailures(4), kind, at(0))).toEqual(CLOSED);
  },
);

test('after a pause one trial decides: success closes, failure doubles the pause', () => {
  const open = afterFailures(5);
  expect(stateOf(open, at(59))).toBe('open');
  expect(stateOf(open, at(60))).toBe('half_open');
  expect(afterAnswer(open, null, at(60))).toEqual(CLOSED);
  const again = afterAnswer(open, 'unavailable', at(60));
  expect(stateOf(again, at(60 + 119))).toBe('open');
  expect(stateOf(again, at(60 + 120))).toBe('half_open');
  expect(again.openedAt).toBe(open.openedAt);
});

test('late failures of work that was under way do not lengthen the pause, and it never grows above fifteen minutes', () => {
  const open = afterFailures(5);
  expect(afterAnswer(open, 'unavailable', at(1))).toBe(open);
  let circuit = open;
  let now = 0;
  for (let index = 0; index < 20; index += 1) {
    now = (Date.parse(circuit.retryAt ?? '') - at(0).getTime()) / 1000;
    circuit = afterAnswer(circuit, 'unavailable', at(now));
  }
  expect(Date.parse(circuit.retryAt ?? '') - at(now).getTime()).toBe(15 * 60_000);
});

test('an answer that changes nothing gives the same object, so that nothing is written', () => {
  expect(afterAnswer(CLOSED, null, at(0))).toBe(CLOSED);
});
