/** A formula as written: what the parser makes, the printers print and elaboration gives meaning to. */
export type Syntax =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly at: number }
  | { readonly kind: "negate"; readonly operand: Syntax; readonly at: number }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Syntax;
      readonly right: Syntax;
      readonly at: number;
    }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Syntax[]; readonly at: number };

export type BinaryOperator = "+" | "-" | "*" | "/" | "^";

/** A name that a formula defines, and where. */
export interface Definition {
  readonly value: Syntax;
  readonly at: number;
}

/** `body where name = value, ...`: each definition may use the others, but not itself. */
export interface FormulaSyntax {
  readonly text: string;
  readonly body: Syntax;
  readonly definitions: ReadonlyMap<string, Definition>;
}
