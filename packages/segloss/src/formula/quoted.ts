import { check } from "../door/check.ts";
import { TEXT } from "../door/kinds.ts";

const MOST_SHOWN = 60;

/** A piece of somebody's text in quotes, for a message: cut where it is long, control characters spelled out. */
export function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

/** The same without quotes. */
export function shortened(text: string): string {
  return printable(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text);
}

/** The text with control characters as `\x1b`, so that a terminal shows them instead of obeying. */
export function printable(text: string): string {
  check("printable: text", text, TEXT);
  return text.replace(CONTROL, (c) => {
    const code = c.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

/** Controls, marks that turn the direction of text, and line separators. */
export const CONTROL: RegExp = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
