/**
 * A mistake in a formula or in the text of a loss. The message shows the text with a caret under the place.
 */
export class FormulaError extends Error {
  readonly problem: string;
  readonly text: string;
  readonly position: number;

  constructor(problem: string, text: string, position: number) {
    super(`${problem}\n  ${text}\n  ${" ".repeat(position)}^`);
    this.problem = problem;
    this.text = text;
    this.position = position;
    this.name = "FormulaError";
  }
}
