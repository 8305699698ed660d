import { PIXEL } from "../../formula/expression.ts";
import type { Plan } from "../../plan/plan.ts";
import { ROW_TOLERANCE } from "../../plan/row-tolerance.ts";
import { reachable } from "../graph.ts";
import { isValid } from "../lower/conditions.ts";
import type { Lowering } from "../lower/lowering.ts";
import { minusSize } from "../lower/prediction.ts";
import type { GuardOutput } from "../program.ts";
import type { Value } from "../value.ts";

/** A guard trips when its bits, as an unsigned integer, exceed the limit. */
export interface Guard {
  readonly limit: number;
  /** What is then checked: the inputs, or whether the gradient is finite. */
  readonly about: "inputs" | "gradient";
  /** Bits beyond the limit that need not be wrong: what the check in double precision lets pass. */
  readonly borderline?: readonly [from: number, to: number];
}

/** Bits of the tolerance of `checkRows` in single precision, less what the sum may round. */
const ROWS_OFF = new Uint32Array(Float32Array.of(0.999 * ROW_TOLERANCE).buffer)[0];
const ROWS_FAR_OFF = new Uint32Array(Float32Array.of(1.001 * ROW_TOLERANCE).buffer)[0];
/** -0, which is in range wherever 0 is. */
const MINUS_ZERO = [0x80000000, 0x80000000] as const;
const ABOVE_ONE = 0x3f800000;
export const BELOW_INFINITY = 0x7f7fffff;
/** Of numbers with the sign bit set. */
const ABOVE_MINUS_INFINITY = 0xff7fffff;

/** The guards so far, and what they are about by name. */
export interface Guarding {
  readonly plan: Plan;
  readonly guards: Guard[];
  readonly guarded: Set<string>;
}

/** Checks of the inputs, each in the first sweep that reads them anyway, or in the last. */
export function inputGuards(
  roots: readonly Value[],
  last: boolean,
  to: Lowering,
  { plan, guards, guarded }: Guarding,
): GuardOutput[] {
  const { build, setting } = to;
  const leaves = new Set(reachable(roots).filter(({ args }) => args.length === 0));
  const outputs: GuardOutput[] = [];
  const guard = (
    name: string,
    leaf: Value,
    value: () => Value,
    limit: number,
    borderline?: Guard["borderline"],
  ): void => {
    if (guarded.has(name) || !(last || leaves.has(leaf))) return;
    guarded.add(name);
    outputs.push({
      value: value(),
      slot: guards.push({ limit, about: "inputs", ...(borderline && { borderline }) }) - 1,
    });
  };
  const plane = (name: string, limit: number, value = to.plane(name)): void =>
    guard(name, to.plane(name), () => value, limit, MINUS_ZERO);
  if (setting.link === "none") plane("z", ABOVE_ONE);
  else plane("z", ABOVE_MINUS_INFINITY, minusSize(to.plane("z"), to));
  if (setting.targets === "soft") {
    plane("ysoft", ABOVE_ONE);
    if (setting.link === "softmax" && !setting.overlapping)
      guard("rows", to.plane("ysoft"), () => rowError(to), ROWS_OFF, [ROWS_OFF, ROWS_FAR_OFF]);
  }
  if (setting.targets === "indices") {
    const label = build.leaf("label", PIXEL);
    const valid = isValid(to);
    const top = setting.channels === 1 ? 1 : setting.channels - 1;
    guard("label", label, () => (valid ? build.where(label, valid) : label), top);
  }
  if (setting.weighted) plane("weights", BELOW_INFINITY);
  for (const name of plan.maps) plane(name, BELOW_INFINITY, build.abs(to.plane(name)));
  return outputs;
}

/** How far the targets of a pixel that counts are from summing to 1, in every lane. */
function rowError(to: Lowering): Value {
  const { build } = to;
  const valid = isValid(to);
  const off = build.abs(build.sub(build.classTotal(to.plane("ysoft")), 1));
  return valid ? build.where(off, valid) : off;
}
