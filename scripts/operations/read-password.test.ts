import { PassThrough, Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { readNewPassword } from './read-password.ts';

function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  let shown = '';
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      shown += String(chunk);
      done();
    },
  });
  return { input, output, shown: () => shown };
}

const piped = (text: string) => ({ input: Readable.from([Buffer.from(text)]), output: terminal().output });

test('a piped password is taken whole, without the end of its line', async () => {
  expect(await readNewPassword(piped('correct horse 电池\n'))).toBe('correct horse 电池');
  expect(await readNewPassword(piped('  spaces stay \r\n'))).toBe('  spaces stay ');
});

test('the rule for passwords holds, and nothing is no password', async () => {
  await expect(readNewPassword(piped('short\n'))).rejects.toThrow('8 to 128 characters');
  await expect(readNewPassword(piped('x'.repeat(129)))).rejects.toThrow('8 to 128 characters');
  await expect(readNewPassword(piped(''))).rejects.toThrow('No password was given');
});

test('on a terminal it is asked for twice, can be corrected, and is never shown', async () => {
  const { input, output, shown } = terminal();
  const password = readNewPassword({ input, output });
  input.write('correct horsf\u007fe\n');
  input.write('correct horse\n');
  expect(await password).toBe('correct horse');
  expect(shown()).toBe('Password: \nThe same again: \n');
});

test('two that differ make no password, nor does Ctrl-C', async () => {
  const first = terminal();
  const differing = readNewPassword(first);
  first.input.write('correct horse\ncorrect house\n');
  await expect(differing).rejects.toThrow('differ');
  const second = terminal();
  const broken = readNewPassword(second);
  second.input.write('correct ho\u0003');
  await expect(broken).rejects.toThrow('No password was given');
});
