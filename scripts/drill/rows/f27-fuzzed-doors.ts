import { fuzzApi } from '../../fuzz/fuzz-api.ts';
import { pictureOf } from '../client.ts';
import { defineRow, expectEqual } from '../row.ts';

const ROUNDS = { short: 6, full: 150 } as const;
const OPERATOR = 'operator';

export default defineRow({
  id: 'F27',
  title: 'requests made from the API document, fitting and not',
  target: 'no failure of ours, no answer outside its documented statuses and schemas, the ledger stays whole',
  engines: ['sqlite'],
  sabotage: 'answer-raw-rows',
  async run(context) {
    const installation = await context.open({ script: { jobMs: [5, 50] } });
    const server = await installation.start();
    const client = await installation.client(server).join();
    // Lists that are empty would show nothing.
    await client.upload();
    const operator = await installation.client(server).join();
    await installation.withDatabase((database) =>
      database.transaction(({ query }) =>
        query.updateTable('users').set({ role: OPERATOR }).where('id', '=', operator.userId).execute(),
      ),
    );
    const { key, secret } = await makeKey(server.url, client.headers);
    const report = await fuzzApi({
      url: server.url,
      callers: {
        user: client.headers,
        operator: operator.headers,
        key: { authorization: `Bearer ${secret}` },
      },
      seed: Math.floor(context.random.between(1, 2 ** 31)),
      rounds: ROUNDS[context.profile],
      spared: [key.id],
      picture: await pictureOf(),
    });
    const problems = [...report.problems];
    expectEqual(problems, 'server alive', (await fetch(`${server.url}/healthz`)).status, 200);
    if (report.successes < report.operations / 3)
      problems.push(`only ${report.successes} operations ever succeeded: nothing was proved`);
    problems.push(...(await installation.problems()));
    const { requests, operations, successes } = report;
    return {
      figure: `${requests} requests to ${operations} operations, ${successes} of them with success: ${report.problems.length} answers outside the document`,
      problems,
    };
  },
});

async function makeKey(
  url: string,
  headers: Record<string, string>,
): Promise<{ key: { id: string }; secret: string }> {
  const response = await fetch(`${url}/api/keys`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'fuzzer', scopes: ['read', 'create'] }),
  });
  const { data } = (await response.json()) as { data: { key: { id: string }; secret: string } };
  return data;
}
