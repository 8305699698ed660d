import {
  boundaryJaccard,
  centrelineDice,
  hausdorffDistance,
  normalizedSurfaceDice,
  scoreSurface,
  surfaceDistances,
} from "segloss/metrics";
import type { ImageEvidence } from "../compare/protocol/trial.ts";
import type { MeasuredTruth } from "./measured-truth.ts";

export interface ShapeOptions {
  /** The mask value that is left out of everything. */
  readonly ignore?: number | undefined;
  /** Classes whose surfaces and lines are measured, by index; the others have counts only, and null elsewhere. Default: all. */
  readonly scored?: readonly number[];
  /** Those of them that are thin, for which clDice is measured, see `thinClasses`. Default: none. */
  readonly thin?: readonly number[];
  /** Distance that is no error of a border (NSD), in the unit of the spacing. Default: 1, a pixel where there is no spacing. */
  readonly tolerance?: number;
}

type Shapes = Required<Pick<ImageEvidence, "hd95" | "nsd" | "boundaryIou">> & Pick<ImageEvidence, "clDice">;

/** What is measured class by class, null for classes that the truth lacks. */
export function measureShapes(
  predicted: Uint8Array,
  truth: MeasuredTruth,
  present: readonly boolean[],
  options: ShapeOptions,
): Shapes {
  const { scored = present.map((_, c) => c), thin = [], tolerance = 1 } = options;
  const shape = [truth.height, truth.width];
  const common = { ...left(options.ignore), ...(truth.spacing && { spacing: truth.spacing }) };
  const each = (classes: readonly number[], measure: (c: number) => number | undefined) =>
    present.map((isThere, c) => (isThere && classes.includes(c) ? (measure(c) ?? null) : null));
  const surfaces = present.map((isThere, label) =>
    isThere && scored.includes(label)
      ? surfaceDistances(predicted, truth.mask, shape, { label, ...common })
      : undefined,
  );
  return {
    hd95: each(scored, (c) => scoreSurface(hausdorffDistance, surfaces[c]!, { percentile: 95 })),
    nsd: each(scored, (c) => scoreSurface(normalizedSurfaceDice, surfaces[c]!, { tolerance })),
    boundaryIou: each(scored, (label) => boundaryJaccard(predicted, truth.mask, shape, { label, ...common })),
    ...(thin.length > 0 && {
      clDice: each(thin, (c) => lineDice(predicted, truth, c, options.ignore)),
    }),
  };
}

function lineDice(
  predicted: Uint8Array,
  { mask, height, width }: MeasuredTruth,
  label: number,
  ignore: number | undefined,
): number | undefined {
  const isIgnored = ignore !== undefined && mask.includes(ignore);
  const known = isIgnored ? { known: bits(mask, (value) => value !== ignore) } : {};
  const [p, t] = [predicted, mask].map((labels) => bits(labels, (value) => value === label));
  return centrelineDice(p, t, [height, width], known)?.value;
}

/** 1 where a label is meant. `Uint8Array.from` with a function takes 16 ms for 512 x 512 pixels, this 0.4. */
function bits(labels: Uint8Array | Uint16Array, isMeant: (label: number) => boolean): Uint8Array {
  const result = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) result[i] = isMeant(labels[i]) ? 1 : 0;
  return result;
}

function left(ignore: number | undefined): { ignore?: number } {
  return ignore === undefined ? {} : { ignore };
}
