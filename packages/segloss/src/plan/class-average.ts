import { apply, div, mul } from "../formula/algebra.ts";
import type { Meaning } from "../formula/elaborate.ts";
import { CLASS, type Expression, mentions, number, variesOver } from "../formula/expression.ts";
import { parseFormula } from "../formula/parse.ts";
import type { Syntax } from "../formula/syntax.ts";
import type { Term } from "../losses/loss.ts";
import { formulaFor } from "./meaning.ts";
import type { Setting } from "./setting.ts";

/**
 * Averages what still varies over classes: over those of the term's policy, weighted by `classWeights` unless the
 * formula uses them itself. A region without any class of the policy has value 0.
 */
export function averageOverClasses(
  perClass: Expression,
  term: Term,
  setting: Setting,
  meaning: Meaning,
): Expression {
  const used = term.classWeights !== null && usesClassWeights(term, setting);
  if (!variesOver(perClass, CLASS)) {
    if (term.classWeights !== null && !used && setting.channels > 1) {
      throw new Error(
        `${term.name}: classWeights have no effect here, since nothing is averaged over classes.`,
      );
    }
    return perClass;
  }
  const weights = used ? number(1) : (meaning.names.get("classWeights") as Expression);
  const share = mul(presence(term, meaning), meaning.classMask, weights);
  const sum = apply("total", mul(share, perClass));
  const norm = apply("total", share);
  return mentions(norm, [...DATA_SYMBOLS]) ? apply("ratio", sum, norm, number(0)) : div(sum, norm);
}

const DATA_SYMBOLS: readonly string[] = ["y", "ysoft", "w"];

/** 1 for a class with a true pixel in the region, under the policy "present". */
function presence(term: Term, meaning: Meaning): Expression {
  if (term.classes !== "present" || !variesOver(meaning.truth, CLASS)) return number(1);
  return apply("step", apply("pixelSum", mul(meaning.weight, meaning.truth)));
}

function usesClassWeights(term: Term, setting: Setting): boolean {
  const { body, definitions } = parseFormula(formulaFor(term, setting));
  return [body, ...[...definitions.values()].map(({ value }) => value)].some((node) =>
    names(node).includes("classWeights"),
  );
}

function names(node: Syntax): string[] {
  switch (node.kind) {
    case "number":
      return [];
    case "name":
      return [node.name];
    case "negate":
      return names(node.operand);
    case "binary":
      return [...names(node.left), ...names(node.right)];
    case "call":
      return node.args.flatMap(names);
  }
}
