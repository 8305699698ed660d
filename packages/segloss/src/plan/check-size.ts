import { type Expression, topological } from "../formula/expression.ts";
import { FormulaError } from "../formula/formula-error.ts";
import type { Term } from "../losses/loss.ts";
import { formulaFor } from "./meaning.ts";
import type { Setting } from "./setting.ts";

/** Operands of all operations, shared parts counted once. All losses of the catalogue in one sum have 2,000. */
const MOST_OPERANDS = 20_000;
/** Operations inside of one another: what walks an expression goes as deep on the stack. */
const DEEPEST = 700;

/**
 * The budget of a loss: what is derived, compiled and explained in a second or two. The text of a formula does not bound
 * it, since definitions may use one another many times over.
 * @throws FormulaError for an expression beyond it
 */
export function checkSize(roots: readonly Expression[], terms: readonly Term[], setting: Setting): void {
  const depths = new Map<string, number>();
  let operands = 0;
  let depth = 0;
  for (const node of topological(roots)) {
    if (node.kind !== "apply") continue;
    operands += node.args.length;
    const own = 1 + Math.max(...node.args.map(({ key }) => depths.get(key) ?? 0));
    depths.set(node.key, own);
    depth = Math.max(depth, own);
  }
  const many = (n: number): string => n.toLocaleString("en");
  if (operands > MOST_OPERANDS)
    refuse(`${many(operands)} operands, ${many(MOST_OPERANDS)} at most`, terms, setting);
  if (depth > DEEPEST)
    refuse(`${many(depth)} operations inside of one another, ${many(DEEPEST)} at most`, terms, setting);
}

function refuse(size: string, terms: readonly Term[], setting: Setting): never {
  const texts = terms.map((term) => formulaFor(term, setting));
  const longest = texts.reduce((a, b) => (b.length > a.length ? b : a));
  throw new FormulaError(
    `The loss is too large after derivation: ${size}. Write it with fewer parts that use one another.`,
    longest,
    0,
  );
}
