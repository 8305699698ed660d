import type { RegionSize } from "../../src/engines/reference/operand.ts";
import type { Column } from "./column.ts";

/** 1 for classes that may be the largest or may not, as far as the errors tell. */
export function isLargestError({ values, errors }: Column, { classes }: RegionSize): Float64Array {
  const out = new Float64Array(values.length);
  for (let first = 0; first < values.length; first += classes) {
    let floor = Number.NEGATIVE_INFINITY;
    for (let c = first; c < first + classes; c++) floor = Math.max(floor, values[c] - errors[c]);
    const candidates = [];
    for (let c = first; c < first + classes; c++) if (values[c] + errors[c] >= floor) candidates.push(c);
    const exact = candidates.every((c) => errors[c] === 0);
    if (candidates.length > 1 && !exact) for (const c of candidates) out[c] = 1;
  }
  return out;
}

/** Of total, others and the largest. */
export function sumOverClasses(
  op: string,
  { values, errors }: Column,
  length: number,
  { classes }: RegionSize,
  u: number,
): Float64Array {
  const perClass = length === values.length && op !== "total" && op !== "largest";
  return Float64Array.from({ length }, (_, k) => {
    const first = perClass ? Math.floor(k / classes) * classes : k * classes;
    let [sum, most] = [0, 0];
    for (let c = first; c < first + classes; c++) {
      if (perClass && c === k) continue;
      sum += errors[c] + 3 * u * Math.abs(values[c]);
      most = Math.max(most, errors[c] + u * Math.abs(values[c]));
    }
    return op === "largest" ? most : sum;
  });
}

/** Of g_c - sum_k p_k g_k, which engines take relative to the g of a class that dominates, if one does. */
export function meanError(p: Column, g: Column, { classes }: RegionSize, u: number): Float64Array {
  const out = new Float64Array(p.values.length);
  for (let first = 0; first < out.length; first += classes) {
    let top = first;
    for (let c = first; c < first + classes; c++) if (p.values[c] > p.values[top]) top = c;
    const from = p.values[top] > 1 / 2 ? g.values[top] : 0;
    let mean = 0;
    for (let k = first; k < first + classes; k++) {
      const above = Math.abs(g.values[k] - from) + u * Math.abs(g.values[k]) + u * Math.abs(from);
      mean += p.values[k] * (g.errors[k] + g.errors[top] + 3 * u * above) + p.errors[k] * above;
    }
    for (let c = first; c < first + classes; c++)
      out[c] = mean + g.errors[c] + g.errors[top] + 2 * u * (Math.abs(g.values[c]) + Math.abs(from));
  }
  return out;
}
