import { hardest, lovaszWeights } from "../../src/engines/reference/rank-weights.ts";
import type { Column } from "./column.ts";

/** Groups of pixels whose order the errors leave open, from the largest value down. */
function openGroups({ values, errors }: Column, pixels: Uint32Array): number[][] {
  const order = [...pixels].sort((a, b) => values[b] - values[a] || a - b);
  const groups: number[][] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const i of order) {
    const last = groups[groups.length - 1];
    const joins =
      last !== undefined &&
      (values[i] + errors[i] > least || (values[i] + errors[i] === least && errors[i] > 0));
    if (joins) last.push(i);
    else groups.push([i]);
    least = joins ? Math.min(least, values[i] - errors[i]) : values[i] - errors[i];
  }
  return groups;
}

/** A weight may be any that its group shares; else it is rounded. */
export function lovaszError([error, truth, weight]: readonly Column[], u: number): Float64Array {
  const steps = lovaszWeights(error.values, truth.values, weight.values);
  const out = steps.map((step) => 4 * u * step);
  for (const group of openGroups(error, Uint32Array.from(steps.keys()))) {
    if (group.length === 1) continue;
    const shared = group.reduce((sum, i) => sum + steps[i], 0);
    for (const i of group) out[i] += shared;
  }
  return out;
}

/** 1 for pixels that may be among the hardest or may not. */
export function hardestError([error, share, weight]: readonly Column[]): Float64Array {
  const at = (by: number) =>
    hardest(
      error.values,
      share.values.map((s, i) => s + by * share.errors[i]),
      weight.values,
    );
  const [low, chosen, high] = [at(-1), at(0), at(1)];
  const out = chosen.map((x, i) => (low[i] !== x || high[i] !== x ? 1 : 0));
  const counting = Uint32Array.from(chosen.keys()).filter((i) => weight.values[i] > 0);
  for (const group of openGroups(error, counting)) {
    if (new Set(group.map((i) => chosen[i] + 2 * out[i])).size > 1) for (const i of group) out[i] = 1;
  }
  return out;
}
