import { nearest } from "../formula/did-you-mean.ts";
import { escaped } from "./escaped.ts";

/** Names longer than this are none that somebody has misspelt. */
const LONGEST_NAME = 40;

/**
 * Refuses names that look like misspelt ones. For data, which may carry more than is read here: names that look like
 * nothing are let be, unlike those of options.
 */
export function checkSpelling(where: string, data: object, known: Readonly<Record<string, unknown>>): void {
  for (const name in data) {
    if (Object.hasOwn(known, name) || name.length > LONGEST_NAME || name.length < 3) continue;
    const meant = nearest(name, Object.keys(known));
    if (meant !== undefined && !Object.hasOwn(data, meant))
      throw new Error(`${where} has no input "${escaped(name, LONGEST_NAME)}". Did you mean "${meant}"?`);
  }
}
