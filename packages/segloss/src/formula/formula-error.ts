/**
 * A mistake in a formula or in the text of a loss. The message shows the text with a caret under the place.
 */
export class FormulaError extends Error {
  readonly problem: string;
  readonly text: string;
  readonly position: number;

  constructor(problem: string, text: string, position: number) {
    super(`${problem}\n${withCaret(text, position)}`);
    this.problem = problem;
    this.text = text;
    this.position = position;
    this.name = "FormulaError";
  }
}

/** The line of the text that holds the position, with a caret under it. */
function withCaret(text: string, position: number): string {
  const start = text.lastIndexOf("\n", position - 1) + 1;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end < 0 ? undefined : end);
  return `  ${line}\n  ${" ".repeat(position - start)}^`;
}
