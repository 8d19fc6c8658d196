import type { FieldProblem } from '@atelier/shared/contracts/envelope';
import type { z } from 'zod';

/** One problem per broken rule, with the path of the field in dots. */
export function fieldProblemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.map((issue) => ({ field: issue.path.map(String).join('.'), message: issue.message }));
}
