import type { InputRule, InputRules } from './models.ts';

const MEMBERS = ['version', 'input', 'webhook', 'webhook_events_filter', 'stream'];

export interface InvalidField {
  readonly type: string;
  readonly field: string;
  readonly description: string;
}

/** What Replicate would complain about: unknown members, missing ones, and values outside the published schema. */
export function problemsOf(body: Readonly<Record<string, unknown>>, rules: InputRules): InvalidField[] {
  const strangers = Object.keys(body).filter((name) => !MEMBERS.includes(name));
  const input: Record<string, unknown> = Object(body['input']);
  const found: InvalidField[] = [...strangers, ...Object.keys(input).filter((name) => !rules[name])].map(
    (name) => ({
      type: 'additional_property_not_allowed',
      field: 'input',
      description: `Additional property ${name} is not allowed`,
    }),
  );
  for (const [name, rule] of Object.entries(rules)) {
    const value = input[name];
    if (value === undefined || value === '') {
      if (rule.required) found.push({ type: 'required', field: 'input', description: `${name} is required` });
      continue;
    }
    const problem = problemOf(value, rule);
    if (problem) found.push({ ...problem, field: `input.${name}` });
  }
  return found;
}

function problemOf(value: unknown, rule: InputRule): Omit<InvalidField, 'field'> | undefined {
  const isFit = rule.type === 'integer' ? Number.isInteger(value) : typeof value === rule.type;
  if (!isFit) return { type: 'invalid_type', description: `Invalid type. Expected: ${rule.type}` };
  if (rule.values && !rule.values.includes(String(value))) {
    return { type: 'enum', description: `must be one of the following: ${rule.values.join(', ')}` };
  }
  if (rule.maximum !== undefined && Number(value) > rule.maximum) {
    return { type: 'number_lte', description: `Must be less than or equal to ${rule.maximum}` };
  }
  if (rule.minimum !== undefined && Number(value) < rule.minimum) {
    return { type: 'number_gte', description: `Must be greater than or equal to ${rule.minimum}` };
  }
  return undefined;
}
