import { printable } from "../door/printable.ts";

const MOST_SHOWN = 60;

/** A piece of somebody's text in quotes, for a message: cut where it is long, control characters spelled out. */
export function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

/** The same without quotes. */
export function shortened(text: string): string {
  return printable(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text);
}
