import type { LabelArray } from "../fields/grid.ts";
import { findObjects, type ObjectOptions } from "./instances/find-objects.ts";
import { instanceOverlaps } from "./instances/instance-overlaps.ts";
import type { MaskMetric, MaskPair } from "./masks/mask-metric.ts";
import type { Metric } from "./metric.ts";
import { completeParameters } from "./parameters.ts";
import { regionMatrices } from "./region-counts.ts";
import { type Region, regionMask } from "./regions.ts";
import { type EmptyPolicy, score } from "./score.ts";
import { sortedMean } from "./sorted-mean.ts";
import { type SurfaceOptions, surfaceDistances } from "./surface/surface-distances.ts";
import { type SurfaceMetric, scoreSurface } from "./surface/surface-metric.ts";

export interface RegionOptions
  extends Pick<SurfaceOptions, "spacing" | "surface" | "penalty" | "ignore">,
    ObjectOptions {
  /** The metric's own parameters. Default: its defaults. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** [height, width] or [depth, height, width], for metrics that need places. */
  readonly shape?: readonly number[];
  /** What a region in neither map scores: the best value (the default), the worst, or nothing. */
  readonly empty?: EmptyPolicy;
}

export interface RegionScores {
  /** Mean over the regions; undefined where all are skipped. */
  readonly value: number | undefined;
  /** By name. */
  readonly regions: Readonly<Record<string, number | undefined>>;
}

/**
 * Any metric of one class, of surfaces, or of masks and objects, for each of some regions, which may overlap: each is scored
 * as a mask of its own against everything else.
 *
 * @throws RangeError for parameters that the metric lacks, and maps and shape that do not fit each other
 *
 * @example scoreRegions(diceScore, predicted, truth, parseRegions("WT=1+2+3,TC=2+3,ET=3")).regions.WT
 */
export function scoreRegions(
  metric: Metric | SurfaceMetric | MaskMetric,
  predicted: LabelArray,
  truth: LabelArray,
  regions: readonly Region[],
  options: RegionOptions = {},
): RegionScores {
  const { parameters, empty = "perfect", ignore = [] } = options;
  const values =
    metric.kind === "counts"
      ? regionMatrices(predicted, truth, regions, { ignore }).map(
          (matrix) =>
            score(metric, matrix, { empty, classes: [1], ...(parameters && { parameters }) }).classes[0],
        )
      : regions.map((region) => ofMasks(metric, predicted, truth, region, options));
  const present = values.filter((value) => value !== undefined);
  return {
    value: present.length === 0 ? undefined : sortedMean(present),
    regions: Object.fromEntries(regions.map(({ name }, k) => [name, values[k]])),
  };
}

function ofMasks(
  metric: SurfaceMetric | MaskMetric,
  predicted: LabelArray,
  truth: LabelArray,
  region: Region,
  options: RegionOptions,
): number | undefined {
  const { shape, empty = "perfect", ignore = [], parameters = {} } = options;
  if (!shape) throw new RangeError(`${metric.name} needs to know places: give the shape, such as [512, 512]`);
  const masks = [predicted, truth].map((map) => regionMask(map, region));
  // Ignored pixels are known by a label that no mask has.
  const left = new Set([ignore].flat());
  truth.forEach((label: number, i: number) => {
    if (left.has(label)) masks[1][i] = IGNORED;
  });
  const [p, t] = masks;
  const { connectivity: _, ...ofSurface } = options;
  const surface = () => surfaceDistances(p, t, shape, { ...ofSurface, label: 1, ignore: IGNORED });
  if (metric.kind === "surface") return scoreSurface(metric, surface(), parameters, empty);
  return metric.from(maskPair(p, t, shape, options, surface), completeParameters(metric, parameters));
}

const IGNORED = 2;

function maskPair(
  p: Uint8Array,
  t: Uint8Array,
  shape: readonly number[],
  { spacing = shape.map(() => 1), empty = "perfect", ...options }: RegionOptions,
  surface: MaskPair["surface"],
): MaskPair {
  const known = (mask: Uint8Array) => mask.map((value, i) => (t[i] === IGNORED ? 0 : value));
  const [predicted, truth] = [known(p), known(t)];
  const objects = () => [findObjects(predicted, shape, options), findObjects(truth, shape, options)] as const;
  return {
    ...{ predicted, truth, shape, spacing, empty, objects, surface },
    overlaps: () => instanceOverlaps(...objects()),
  };
}
