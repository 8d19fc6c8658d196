import type { Json } from './http-messages.ts';

/** The value when it is an object with names, so that its fields can be looked at; undefined for everything else. */
export function objectOf(value: Json | undefined): { readonly [key: string]: Json } | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
