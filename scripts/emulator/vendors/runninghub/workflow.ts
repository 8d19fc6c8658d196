// The one workflow this stand-in knows. Written beside the adapter's own settings, not imported: a vendor does not read
// its customers' code.

export const WORKFLOW_ID = '1900000000000000012';
export const WEBAPP_ID = '1900000000000000013';

/** Inputs that may be overridden, by node. */
export const NODE_INPUTS: Readonly<Record<string, string>> = {
  '12': 'image',
  '20': 'text',
  '31': 'text',
  '32': 'value',
  '33': 'value',
  '34': 'text',
};
export const PICTURE_NODE = '12';
export const FRAMES_NODE = '20';
export const PROMPT_NODE = '31';

/** Each frame has a saving node of its own. */
export const savingNodeOf = (frame: number): string => String(100 + frame);
