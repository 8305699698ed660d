import { CONTROL, printable } from "../door/printable.ts";
import { suggestionIn } from "./did-you-mean.ts";

/** How far the mistake goes, and what may be meant. */
export interface Mending {
  readonly end?: number;
  readonly fix?: string | undefined;
}

/**
 * A mistake in a formula or in the text of a loss. The message shows the text around the place with a caret under it.
 */
export class FormulaError extends Error {
  readonly problem: string;
  readonly text: string;
  readonly position: number;
  /** Where the part of the text that is wrong ends: after the word or number at the place, or at the place itself. */
  readonly end: number;
  /** What may stand there instead, where that is known. */
  readonly fix: string | undefined;
  /** The part of the text around the place, on one line and without control characters. */
  readonly excerpt: string;
  /** Where the place is in the excerpt. */
  readonly caret: number;

  constructor(problem: string, text: string, position: number, { end, fix }: Mending = {}) {
    const { excerpt, caret } = around(text, position);
    super(`${printable(problem)}\n  ${excerpt}\n  ${" ".repeat(caret)}^`);
    this.problem = printable(problem);
    this.text = text;
    this.position = position;
    this.end = end ?? endOfToken(text, position);
    this.fix = fix ?? suggestionIn(problem);
    this.excerpt = excerpt;
    this.caret = caret;
    this.name = "FormulaError";
  }
}

const TOKEN = /[A-Za-z_][A-Za-z_0-9]*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|"[^"]*"|'[^']*'|\S/uy;

function endOfToken(text: string, position: number): number {
  TOKEN.lastIndex = position;
  return position + (TOKEN.exec(text)?.[0].length ?? 0);
}

/** Characters before and after the place that an excerpt shows. */
const BEFORE = 60;
const AFTER = 40;

/** The line of the text that holds the position, or the part of a long line that is near it. */
function around(text: string, position: number): { excerpt: string; caret: number } {
  const start = Math.max(text.lastIndexOf("\n", position - 1) + 1, 0);
  const newline = text.indexOf("\n", position);
  const end = newline < 0 ? text.length : newline;
  const isLong = end - start > BEFORE + AFTER;
  const from = isLong ? Math.max(start, position - BEFORE) : start;
  const to = isLong ? Math.min(end, from + BEFORE + AFTER) : end;
  const head = from > start ? "..." : "";
  const line = text.slice(from, to).replace(CONTROL, "\u00b7");
  return { excerpt: `${head}${line}${to < end ? "..." : ""}`, caret: head.length + position - from };
}
