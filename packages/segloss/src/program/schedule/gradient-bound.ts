import {
  type ApplyNode,
  type Expression,
  isNumber,
  PIXEL,
  topological,
  variesOver,
} from "../../formula/expression.ts";
import type { OpName } from "../../formula/op-name.ts";
import { OPS } from "../../formula/op-table.ts";
import { COUNTS_AS_ZERO } from "../../formula/ops/functions.ts";
import type { Plan } from "../../plan/plan.ts";
import { pixelsPerImage } from "../../plan/setting.ts";
import { makesNaN } from "./risks.ts";
import type { Schedule } from "./schedule.ts";

/** |e| <= factor * size^degree, `size` >= 1 being the largest logit, weight, map value or coefficient of a run. */
export interface Bound {
  readonly factor: number;
  readonly degree: number;
}

const UNKNOWN: Bound = { factor: Number.POSITIVE_INFINITY, degree: 0 };
const ONE: Bound = { factor: 1, degree: 0 };

/** Distances are shorter than this: no image has as many pixels along an axis. */
const LONGEST = 1e9;

/**
 * Bounds of all that a gradient computes at a pixel: where none can leave the range of single precision, nobody has to
 * look whether the gradient is finite. None where a guard looks anyway.
 */
export function gradientBounds(schedule: Schedule, plan: Plan): readonly Bound[] {
  const { scopes } = schedule;
  if (makesNaN(schedule, plan.setting.link)) return [];
  const done = new Map<string, Bound>();
  const gradients = scopes.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  for (const e of topological(gradients)) done.set(e.key, boundOf(e, done, plan));
  const most = new Map<number, number>();
  for (const { factor, degree } of done.values()) most.set(degree, Math.max(most.get(degree) ?? 0, factor));
  // The parts of scopes are added.
  return [...most].map(([degree, factor]) => ({ degree, factor: factor * Math.max(1, scopes.length) }));
}

/** Whether something may be beyond single precision, or is not a number, for inputs and coefficients of that size. */
export function mayLeaveRange(bounds: readonly Bound[], size: number): boolean {
  return bounds.some(({ factor, degree }) => !(factor * Math.max(1, size) ** degree < 1e38));
}

function boundOf(e: Expression, done: ReadonlyMap<string, Bound>, plan: Plan): Bound {
  if (!variesOver(e, PIXEL))
    return isNumber(e) ? { factor: Math.abs(e.value), degree: 0 } : { factor: 1, degree: 1 };
  if (e.kind === "symbol") return symbolBound(e.name, plan);
  const { op, args } = e as ApplyNode;
  const parts = args.map((arg) => done.get(arg.key) as Bound);
  if (op === "pow") return powerBound(parts[0], args[1]);
  if (op === "skeletonSlope") return scaled(parts[0], 4 * pixelsPerImage(plan.setting) * 100);
  return (BOUNDS[op] ?? (OPS[op].kind === "rank" ? () => ONE : () => UNKNOWN))(parts, plan.setting.channels);
}

function symbolBound(name: string, { setting, maps }: Plan): Bound {
  if (["p", "q", "y", "ysoft", "v"].includes(name)) return ONE;
  if (name === "logp" || name === "log1mp") return { factor: 2 + Math.log(setting.channels + 1), degree: 1 };
  if (name === "z" || name === "w" || maps.includes(name)) return { factor: 1, degree: 1 };
  return { factor: LONGEST, degree: 0 };
}

function powerBound({ factor, degree }: Bound, exponent: Expression): Bound {
  if (exponent.kind !== "number" || exponent.value < 0) return UNKNOWN;
  return { factor: Math.max(1, factor) ** exponent.value, degree: degree * exponent.value };
}

const scaled = ({ factor, degree }: Bound, by: number): Bound => ({ factor: factor * by, degree });
const sum = (parts: readonly Bound[]): Bound => ({
  factor: parts.reduce((total, { factor }) => total + factor, 0),
  degree: Math.max(...parts.map(({ degree }) => degree)),
});
const product = (parts: readonly Bound[]): Bound =>
  parts.reduce((a, b) => ({ factor: a.factor * b.factor, degree: a.degree + b.degree }));
const largest = (parts: readonly Bound[]): Bound => ({
  factor: Math.max(...parts.map(({ factor }) => factor)),
  degree: Math.max(...parts.map(({ degree }) => degree)),
});
const atMostOne = (): Bound => ONE;
const same = ([x]: readonly Bound[]): Bound => x;

/** Of operations over pixels; those without an entry may give any number. */
const BOUNDS: Partial<Readonly<Record<OpName, (parts: readonly Bound[], channels: number) => Bound>>> = {
  add: sum,
  mul: product,
  inverse: () => ({ factor: 1 / COUNTS_AS_ZERO, degree: 0 }),
  abs: same,
  relu: same,
  stop: same,
  largest: same,
  skeleton: same,
  min: largest,
  max: largest,
  sign: atMostOne,
  step: atMostOne,
  sigmoid: atMostOne,
  tanh: atMostOne,
  isLargest: atMostOne,
  softplus: ([x]) => sum([x, ONE]),
  total: ([x], channels) => scaled(x, channels),
  others: ([x], channels) => scaled(x, channels),
  aboveMean: ([, g]) => scaled(g, 4),
};
