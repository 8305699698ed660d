import { leavesOut, type Setting } from "../../../../plan/setting.ts";
import { isMargin, type RankJob } from "../../../../program/schedule/rank-job.ts";
import { type FunctionBuilder, functionBuilder, type ParameterTypes } from "../../asm/function-builder.ts";
import type { I32 } from "../../asm/value.ts";
import type { Plane } from "../../emit/sweep-shape.ts";

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
  readonly classIndex: I32;
  readonly labelBytes: 1 | 2 | 4;
  readonly leavesOut: boolean;
  /** Addresses of the region's first pixel; null where the job does not read the plane. */
  readonly source: I32;
  readonly weights: I32;
  readonly labels: I32 | null;
  readonly mask: I32 | null;
  readonly truth: I32 | null;
  readonly pixelWeight: I32 | null;
}

/** Begins a function with parameters (first pixel, class, ...more). */
export function rankFunction<const P extends ParameterTypes>(
  of: RankSetting,
  more: P,
): RankState & Pick<FunctionBuilder<P>, "parameters"> {
  const f = functionBuilder({ first: "i32", classIndex: "i32", ...more });
  const { first, classIndex } = f.parameters as FunctionBuilder<{
    first: "i32";
    classIndex: "i32";
  }>["parameters"];
  const { job, setting, planes } = of;
  const at = (index: number): I32 => {
    const { address, classBytes, pixelBytes } = planes[index];
    return f.let(classIndex.mul(classBytes).add(address).add(first.mul(pixelBytes)));
  };
  const index = (name: string): number => planes.findIndex((plane) => plane.name === name);
  const label = index("label");
  const readsLabels =
    job.ranking.order === "value" ? job.op === "lovaszWeights" && job.truth === null : isMargin(job);
  const readsMask = isMargin(job) && setting.channels === 1 && setting.masked;
  return {
    ...of,
    ...{
      f,
      parameters: f.parameters as FunctionBuilder<P>["parameters"],
      classIndex,
      leavesOut: leavesOut(setting),
    },
    labelBytes: label < 0 ? 1 : planes[label].elementBytes,
    source: at(job.source),
    weights: at(job.weights),
    labels: readsLabels ? at(label) : null,
    mask: readsMask ? at(index("mask")) : null,
    truth: job.truth === null ? null : at(job.truth),
    pixelWeight: job.pixelWeight === null ? null : at(job.pixelWeight),
  };
}
