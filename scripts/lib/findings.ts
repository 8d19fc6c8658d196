/** One fault a check found. */
export interface Finding {
  /** The place to look at, e.g. `backend/src/http/routes/tasks.ts:12`. */
  readonly place: string;
  readonly problem: string;
  /** One sentence: what to do instead. */
  readonly advice: string;
}

/** A check of the repository at `root`; no findings means it passed. */
export type Check = (root: string) => readonly Finding[] | Promise<readonly Finding[]>;

/** Runs a check and prints its outcome. A check that throws has failed. Resolves to what is wrong; undefined when nothing is. */
export async function runCheck(name: string, check: Check, root: string): Promise<string | undefined> {
  const findings = await check(root);
  if (findings.length === 0) {
    console.log(`ok   ${name}`);
    return undefined;
  }
  const faults = findings.map(({ place, problem, advice }) => `${place}\n  ${problem}\n  ${advice}`);
  const failure = [`${name}: ${findings.length} finding(s)`, ...faults].join('\n');
  console.error(`FAIL ${failure}`);
  return failure;
}
