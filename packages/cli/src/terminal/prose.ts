import { styleText } from "node:util";
import type { Io } from "./io.ts";

const WIDEST_NAME = 26;

/** A heading, bold where the terminal shows it. */
export function heading(text: string, io: Pick<Io, "colour">): string {
  return io.colour ? styleText("bold", text) : text;
}

/** Names with their explanations beside them, or below a name that is long; lines are broken at `width`. */
export function indented(rows: readonly (readonly [string, string])[], width: number): string {
  const column = Math.min(WIDEST_NAME, Math.max(...rows.map(([name]) => name.length))) + 2;
  return rows.flatMap(([name, text]) => row(name, text, column, width)).join("\n");
}

function row(name: string, text: string, column: number, width: number): string[] {
  const lines = broken(text, Math.max(30, width - column - 2));
  const pad = " ".repeat(column + 2);
  if (name.length + 2 > column) return [`  ${name}`, ...lines.map((line) => pad + line)];
  return lines.map((line, i) => (i === 0 ? `  ${name.padEnd(column)}${line}` : pad + line));
}

/** Text in lines of at most `width` characters, broken between words. */
export function broken(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1];
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
