import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, choice, LABELS, RECORD, SHAPE } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import type { LabelArray } from "../fields/grid.ts";
import { readKnown } from "../fields/read-known.ts";
import { EMPTY, type EmptyPolicy } from "./class-value.ts";
import { type ConfusionMatrix, emptyConfusionMatrix } from "./confusion-matrix.ts";
import { findObjects, OBJECT_OPTIONS, type ObjectOptions } from "./instances/find-objects.ts";
import type { MaskMetric, MaskPair } from "./masks/mask-metric.ts";
import type { Metric } from "./metric.ts";
import { completeParameters, METRIC } from "./parameters.ts";
import { regionMatrices } from "./region-counts.ts";
import { REGIONS, type Region, regionMask } from "./regions.ts";
import { score } from "./score.ts";
import { sortedMean } from "./sorted-mean.ts";
import { type SurfaceOptions, surfaceDistances } from "./surface/surface-distances.ts";
import { type SurfaceMetric, scoreSurface } from "./surface/surface-metric.ts";

const OPTIONS: Readonly<Record<string, Kind>> = {
  ...OBJECT_OPTIONS,
  ...{
    spacing: ANY,
    surface: choice("pixels", "elements"),
    penalty: ANY,
    ignore: LABELS,
    parameters: RECORD,
    shape: SHAPE,
    empty: EMPTY,
  },
};

export interface RegionOptions
  extends Pick<SurfaceOptions, "spacing" | "surface" | "penalty" | "ignore">,
    ObjectOptions {
  /** The metric's own parameters, a choice by its word. Default: its defaults. */
  readonly parameters?: Readonly<Record<string, number | string>>;
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
  prediction: LabelArray,
  annotation: LabelArray,
  regions: readonly Region[],
  options: RegionOptions = {},
): RegionScores {
  check("scoreRegions: metric", metric, METRIC);
  check("scoreRegions: regions", regions, REGIONS);
  checkOptions("scoreRegions", options, OPTIONS);
  const [predicted, truth] = [readLabels("prediction", prediction), readLabels("truth", annotation)];
  const { parameters, empty = "perfect" } = options;
  const values =
    metric.kind === "counts"
      ? matricesOf(predicted, truth, regions, options).map(
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

function matricesOf(
  predicted: LabelArray,
  truth: LabelArray,
  regions: readonly Region[],
  options: RegionOptions,
): ConfusionMatrix[] {
  const { known } = options.known === undefined ? {} : knownPixels(truth, options);
  if (!known) return regionMatrices(predicted, truth, regions, { ignore: options.ignore ?? [] });
  const ignored = known.map((value: number) => Number(value === 0));
  return regions.map((region) =>
    emptyConfusionMatrix({ classes: 2 }).add(
      regionMask(predicted, region),
      regionMask(truth, region),
      ignored,
    ),
  );
}

function ofMasks(
  metric: SurfaceMetric | MaskMetric,
  predicted: LabelArray,
  truth: LabelArray,
  region: Region,
  options: RegionOptions,
): number | undefined {
  const { shape, empty = "perfect", parameters = {}, ignore: _, ...places } = options;
  if (!shape) throw new RangeError(`${metric.name} needs to know places: give the shape, such as [512, 512]`);
  const { surface: kind, penalty, spacing = shape.map(() => 1), ...ofObjects } = places;
  const [p, t] = [predicted, truth].map((map) => regionMask(map, region));
  const known = knownPixels(truth, options);
  const ofSurface = {
    spacing,
    ...(kind && { surface: kind }),
    ...(penalty !== undefined && { penalty }),
    ...known,
  };
  const surface: MaskPair["surface"] = (distance = "euclidean") =>
    surfaceDistances(p, t, shape, { ...ofSurface, distance });
  if (metric.kind === "surface") return scoreSurface(metric, surface(), parameters, empty);
  const objects = () =>
    [p, t].map((mask) => findObjects(mask, shape, { ...ofObjects, ...known })) as [Int32Array, Int32Array];
  const pair: MaskPair = { predicted: p, truth: t, shape, spacing, ...known, empty, objects, surface };
  return metric.from(pair, completeParameters(metric, parameters));
}

/** Pixels that are not ignored, where some are. */
function knownPixels(
  truth: LabelArray,
  { ignore = [], known, shape }: RegionOptions,
): { known?: LabelArray } {
  const given = known === undefined ? undefined : readKnown(known, shape ?? [truth.length]);
  const left = new Set([ignore].flat());
  if (!given && !truth.some((label: number) => left.has(label))) return {};
  return {
    known: Uint8Array.from(truth, (label: number, i) => Number(!left.has(label) && given?.[i] !== 0)),
  };
}
