import { leavesOut, type Setting } from "../../../plan/setting.ts";
import { isMargin, type RankJob } from "../../../program/schedule/rank-job.ts";
import type { Plane } from "../emit/sweep-shape.ts";
import {
  type FunctionBuilder,
  functionBuilder,
  type Local,
  type ValueType,
} from "../encoder/function-builder.ts";
import { type Scalar, type Scalars, scalars } from "./scalars.ts";

/** What the functions of a job are made for. */
export interface RankSetting {
  readonly job: RankJob;
  readonly setting: Setting;
  readonly planes: readonly Plane[];
  /** Pixels of a region. */
  readonly pixels: number;
}

/** A function of a job under construction. Its first parameters are the region's first pixel and the class. */
export interface RankState extends RankSetting {
  readonly f: FunctionBuilder;
  readonly s: Scalars;
  readonly classIndex: Local;
  readonly labelBytes: 1 | 2 | 4;
  readonly leavesOut: boolean;
  /** Addresses of the region's first pixel; null where the job does not read the plane. */
  readonly source: Local;
  readonly weights: Local;
  readonly labels: Local | null;
  readonly mask: Local | null;
  readonly truth: Local | null;
  readonly pixelWeight: Local | null;
  /** A parameter after the first two. */
  parameter(i: number, type?: "i32" | "f64"): Scalar;
}

/** Begins a function with parameters (first pixel, class, ...more). */
export function rankFunction(
  of: RankSetting,
  more: readonly ValueType[],
  results: readonly ValueType[] = [],
): RankState {
  const f = functionBuilder(["i32", "i32", ...more], results);
  const s = scalars(f);
  const { job, setting, planes } = of;
  const at = (plane: number): Local => regionAddress(s, planes[plane]);
  const index = (name: string): number => planes.findIndex((plane) => plane.name === name);
  const label = index("label");
  const readsLabels =
    job.ranking.order === "value" ? job.op === "lovaszWeights" && job.truth === null : isMargin(job);
  const readsMask = isMargin(job) && setting.channels === 1 && setting.masked;
  return {
    ...of,
    ...{ f, s, classIndex: 1, leavesOut: leavesOut(setting) },
    labelBytes: label < 0 ? 1 : planes[label].elementBytes,
    source: at(job.source),
    weights: at(job.weights),
    labels: readsLabels ? at(label) : null,
    mask: readsMask ? at(index("mask")) : null,
    truth: job.truth === null ? null : at(job.truth),
    pixelWeight: job.pixelWeight === null ? null : at(job.pixelWeight),
    parameter: (i, type = "i32") => s.of(2 + i, type),
  };
}

/** address + class * classBytes + first * pixelBytes. */
function regionAddress(s: Scalars, plane: Plane): Local {
  const ofClass = s.add(s.mul(s.of(1), plane.classBytes), plane.address);
  return s.variable(s.add(ofClass, s.mul(s.of(0), plane.pixelBytes))).local;
}
