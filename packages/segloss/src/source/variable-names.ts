import { type Expression, isApply, isNumber, topological } from "../formula/expression.ts";

/** What is ranked, and what comes of it, in the words of the operation. */
export function rolesIn(roots: readonly Expression[]): [string, string][] {
  return topological(roots).flatMap((e): [string, string][] => {
    if (!isApply(e, "lovaszWeights") && !isApply(e, "hardest")) return [];
    const [ranked] = e.args;
    const own: [string, string][] = e.op === "lovaszWeights" ? [[e.key, "steps"]] : [];
    return ranked.kind === "apply" ? [[ranked.key, "errors"], ...own] : own;
  });
}

/** `sum_py` for sum(p*y); other sums and parts are numbered. */
export function sumName(e: Expression): string | undefined {
  if (!isApply(e, "pixelSum")) return undefined;
  const factors = isApply(e.args[0], "mul") ? e.args[0].args : e.args;
  const names = factors.map((factor) => {
    if (factor.kind === "symbol" && /^(p|q|y|ysoft|z|w|v)$/.test(factor.name)) return factor.name[0];
    if (isApply(factor, "pow") && factor.args[0].kind === "symbol" && isNumber(factor.args[1], 2))
      return `${factor.args[0].name}2`;
    return undefined;
  });
  return names.includes(undefined) || names.length > 3 ? "total" : `sum_${names.join("")}`;
}

export const SYMBOL_NAMES: ReadonlyMap<string, string> = new Map([
  ["logp", "log_p"],
  ["log1mp", "log_q"],
  ["ysoft", "y"],
  ["predictedDistance", "predicted_distance"],
]);

/** The name of a symbol in the source, in words. */
export function symbolWords(name: string): string {
  return SYMBOL_NAMES.get(name) ?? name.replace(/^predictedDistance/, "predicted_distance");
}
