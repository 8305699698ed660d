import { tokenize } from "../formula/tokenize.ts";
import type { TermKernels } from "../losses/kernels.ts";
import type { Term } from "../losses/loss.ts";
import { FIELDS } from "./fields.ts";
import { RANKS } from "./ranks.ts";
import { SKELETONS } from "./skeletons.ts";

const OF_FUNCTIONS: Readonly<Record<string, TermKernels>> = {
  lovasz: RANKS,
  hardest: RANKS,
  skeleton: SKELETONS,
};

/** The kernels that a term needs whose formula is known as text alone: this brings all of them into a bundle. */
export function kernelsFor({ formula, fields }: Pick<Term, "formula" | "fields">): readonly TermKernels[] {
  const texts = typeof formula === "string" ? [formula] : [formula.sigmoid, formula.softmax];
  const names = new Set(texts.flatMap(tokenize).map(({ text }) => text));
  const called = Object.keys(OF_FUNCTIONS).flatMap((name) => (names.has(name) ? OF_FUNCTIONS[name] : []));
  return [...new Set([...called, ...(fields === null ? [] : [FIELDS])])];
}
