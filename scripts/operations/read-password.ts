import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { newPasswordSchema } from '@atelier/shared/contracts/session';
import { MAX_PASSWORD_CHARACTERS, MIN_PASSWORD_CHARACTERS } from '@atelier/shared/limits';

/** Where a password is asked for: standard input and standard error, or what a test puts in their place. */
export interface PasswordSource {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
}

/**
 * A new password: the line that is piped in, or asked for twice on a terminal, where it is not shown. Never from the
 * command line, which other users of the machine can read.
 * @throws Error when there is none, the two differ, or it breaks the rule for passwords.
 */
export async function readNewPassword({ input, output }: PasswordSource): Promise<string> {
  const password = input.isTTY === true ? await askTwice({ input, output }) : await readPiped(input);
  if (password === '') throw new Error('No password was given: pipe it in, or type it when asked.');
  if (!newPasswordSchema.safeParse(password).success) {
    throw new Error(
      `The password needs ${MIN_PASSWORD_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} characters.`,
    );
  }
  return password;
}

async function readPiped(input: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}

/** Line editing works as usual; only nothing of it is drawn. */
async function askTwice({ input, output }: PasswordSource): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const editor = createInterface({ input, output: nowhere, terminal: true });
  const lines = editor[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    output.write(question);
    const { value, done } = await lines.next();
    output.write('\n');
    // Ctrl-C, Ctrl-D, or the end of the input.
    if (done === true) throw new Error('No password was given.');
    return value;
  };
  try {
    const first = await ask('Password: ');
    if ((await ask('The same again: ')) !== first) throw new Error('The two passwords differ.');
    return first;
  } finally {
    editor.close();
  }
}
