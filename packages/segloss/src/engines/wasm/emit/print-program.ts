import type { Value } from "../../../program/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import type { Loop, LoopNest } from "../loops/loop-nest.ts";
import type { Sweep } from "./sweep.ts";

/**
 * The vector program of sweeps as text, one line a value of four pixels: what the bytes do, loop by loop. `k` are
 * coefficients from sums, `[c]` stands for a value of each class.
 */
export function printProgram(sweeps: readonly Sweep[]): string {
  return sweeps.flatMap((sweep, i) => [`sweep ${i}`, ...printSweep(sweep)]).join("\n");
}

function printSweep(sweep: Sweep): string[] {
  const names = new Map<LoopValue | number, string>();
  return sweep.nests.flatMap((nest) => [
    ...(nest.classes ? ["  for each class"] : []),
    ...nest.loops.flatMap((loop) => [
      `${nest.classes ? "  " : ""}  for each pixel`,
      ...printLoop(loop, nest, sweep, names).map((line) => `${nest.classes ? "  " : ""}    ${line}`),
    ]),
  ]);
}

function printLoop(
  loop: Loop,
  nest: LoopNest,
  sweep: Sweep,
  names: Map<LoopValue | number, string>,
): string[] {
  const lines: string[] = [];
  const shown = new Set<LoopValue>();
  const show = (value: LoopValue): string => {
    const leaf = printLeaf(value, sweep);
    if (leaf !== null) return leaf;
    if (value.op === "loaded") return names.get(value.immediate) as string;
    const name = names.get(value) ?? `v${names.size + 1}`;
    if (!shown.has(value) && loop.computes.has(value)) {
      shown.add(value);
      const args = value.args.map(show);
      names.set(value, names.get(value) ?? `v${names.size + 1}`);
      const bits = value.op === "shiftLeft" || value.op === "shiftRight" ? `, ${value.immediate}` : "";
      lines.push(`${names.get(value)} = ${value.op}(${args.join(", ")}${bits})`);
      return names.get(value) as string;
    }
    names.set(value, name);
    return name;
  };
  for (const { value, reduction } of loop.reductions) {
    const operand = show(value);
    names.set(reduction.id, names.get(reduction.id) ?? `v${names.size + 1}`);
    lines.push(`${names.get(reduction.id)} = ${reduction.op} over classes of ${operand}`);
  }
  for (const { value, slot, perClass, logarithmic, byLabel } of loop.sums) {
    const term = show(value);
    lines.push(
      `sum${slot}${byLabel ? "[label]" : perClass ? "[c]" : ""} += ${logarithmic ? `log1p(${term})` : term}`,
    );
  }
  for (const { value, slot } of loop.guards)
    lines.push(`guard${slot} = max(guard${slot}, bits(${show(value)}))`);
  for (const value of loop.spills) lines.push(`spill ${show(value)}`);
  for (const value of loop.keeps) {
    lines.push(`keep ${show(value)}`);
    names.set((nest.kept.get(value) as Value).id, names.get(value) as string);
  }
  for (const { value, plane, byLabel } of loop.stores)
    lines.push(`${sweep.planes[plane].name}${byLabel ? "[label]" : ""} = ${show(value)}`);
  return lines;
}

function printLeaf(value: LoopValue, { planes }: Sweep): string | null {
  switch (value.op) {
    case "constant":
    case "integer":
      return Object.is(value.immediate, -0) ? "-0" : String(Number(value.immediate.toPrecision(6)));
    case "coefficient":
      return `k${value.immediate}${value.axes === 0 ? "" : "[c]"}`;
    case "plane":
      return planes[value.immediate].name;
    default:
      return value.args.length === 0 && value.op !== "loaded" ? value.op : null;
  }
}
