import { check } from "./check.ts";
import { TEXT } from "./kinds.ts";

/**
 * Somebody's text as it may go to a terminal: what would steer it (control characters, marks that turn the direction of
 * writing, line separators) is written as a code, `\x1b`.
 */
export function printable(text: string): string {
  check("printable: text", text, TEXT);
  return text.replace(CONTROL, (c) => {
    const code = c.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** Controls, marks that turn the direction of text, and line separators. */
export const CONTROL: RegExp = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
