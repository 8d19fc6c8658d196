/** Whether something in a vendor's answer is an address that a result could lie at. */
export function isResultLink(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);
}
