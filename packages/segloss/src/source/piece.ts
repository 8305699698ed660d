/** A piece of source code of one expression. */
export interface Piece {
  readonly text: string;
  /** How tightly its last operation binds: see STRENGTH. */
  readonly strength: number;
  /** Whether it is a number of the language rather than an array. */
  readonly isNumber: boolean;
}

/** From loose to tight; what binds more loosely than its place wants gets parentheses. */
export const STRENGTH = { sum: 1, product: 2, minus: 3, power: 4, atom: 5 } as const;

export function atom(text: string, isNumber = false): Piece {
  return { text, strength: STRENGTH.atom, isNumber };
}

/** A number as Python and JavaScript both write it. */
export function literal(value: number): Piece {
  const text = String(value);
  return { text, strength: value < 0 ? STRENGTH.minus : STRENGTH.atom, isNumber: true };
}

export function inParentheses({ text, strength }: Piece, least: number): string {
  return strength < least ? `(${text})` : text;
}

/** `f(a, b)`. */
export function callOf(name: string, ...args: readonly Piece[]): Piece {
  return atom(
    `${name}(${args.map(({ text }) => text).join(", ")})`,
    args.every((arg) => arg.isNumber),
  );
}
