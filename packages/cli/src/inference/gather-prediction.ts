import { connectedComponents } from "segloss/fields";
import { withoutSmallObjects } from "segloss/metrics";
import { regionLabels } from "../compare/regions/region-labels.ts";
import { classProbabilities } from "./class-probabilities.ts";
import { likeliestClasses } from "./likeliest-classes.ts";
import type { Band } from "./predict-bands.ts";
import { splitObjects } from "./split-objects.ts";

export const PREDICTION_KINDS = ["labels", "probabilities", "instances"] as const;

export type PredictionKind = (typeof PREDICTION_KINDS)[number];

/** Sizes of what is predicted. */
export interface GatherOptions {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly classes: number;
  readonly outputs: number;
  /** Whether each of several outputs has a sigmoid. */
  readonly severalLabels: boolean;
  /** Objects of fewer pixels are taken out. */
  readonly minSize: number;
}

/** Takes up the bands of all slices; what is left of them at the end is the prediction. */
export interface Gathered {
  add(slice: number, band: Band): void;
  /** Classes or objects [depth, height, width], or probabilities [classes, depth, height, width]. */
  finish(): Uint8Array | Int32Array | Float32Array;
}

/** How each kind of prediction is gathered. */
export const GATHERERS: Readonly<Record<PredictionKind, (options: GatherOptions) => Gathered>> = {
  labels: gatherLabels,
  instances(options) {
    const labels = gatherLabels(options);
    return { add: labels.add, finish: () => objectsOf(labels.finish(), options) };
  },
  probabilities: gatherProbabilities,
};

function gatherLabels({ width, height, depth, outputs, severalLabels }: GatherOptions) {
  const labelsOf = severalLabels ? regionLabels : likeliestClasses;
  const labels = new Uint8Array(width * height * depth);
  return {
    add: (slice: number, { top, logits }: Band) =>
      labels.set(labelsOf(logits, outputs), (slice * height + top) * width),
    finish: () => labels,
  };
}

/** The parts of an image as `splitObjects` cuts them; of a volume, the connected parts, which slices cannot be asked to cut. */
function objectsOf(labels: Uint8Array, { width, height, depth, minSize }: GatherOptions): Int32Array {
  const inside = labels.map((label) => (label > 0 ? 1 : 0));
  const objects =
    depth === 1
      ? splitObjects(inside, [height, width])
      : connectedComponents(inside, [depth, height, width]).labels;
  return minSize > 1 ? withoutSmallObjects(objects, minSize) : objects;
}

function gatherProbabilities(options: GatherOptions): Gathered {
  return options.severalLabels ? gatherRegions(options) : gatherClasses(options);
}

/** The sigmoid of each output: [outputs, depth, height, width]. */
function gatherRegions({ width, height, depth, outputs }: GatherOptions): Gathered {
  const voxels = width * height * depth;
  const planes = new Float32Array(outputs * voxels);
  return {
    add(slice, { top, logits }) {
      const at = (slice * height + top) * width;
      const p = classProbabilities(logits, 1);
      const size = p.length / outputs;
      for (let k = 0; k < outputs; k++) planes.set(p.subarray(k * size, (k + 1) * size), k * voxels + at);
    },
    finish: () => planes,
  };
}

function gatherClasses({ width, height, depth, classes, outputs }: GatherOptions): Gathered {
  const voxels = width * height * depth;
  const planes = new Float32Array(classes * voxels);
  return {
    add(slice, { top, logits }) {
      const at = (slice * height + top) * width;
      const p = classProbabilities(logits, outputs);
      for (let i = 0; i < p.length / outputs; i++) {
        if (outputs === 1) planes[at + i] = 1 - p[i];
        for (let k = 0; k < outputs; k++)
          planes[(classes - outputs + k) * voxels + at + i] = p[i * outputs + k];
      }
    },
    finish: () => planes,
  };
}
