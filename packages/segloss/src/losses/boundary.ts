import { FIELDS } from "../kernels/fields.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface BoundaryOptions {
  /** Size of a pixel along each spatial axis. Default 1. */
  readonly spacing?: readonly number[];
}

/**
 * Boundary loss: the mean of p times the signed distance to the true border, negative inside. Probability far outside
 * costs most; the value is negative when the mask is right.
 */
export const boundary: LossFactory<BoundaryOptions> = defineLoss<BoundaryOptions>({
  name: "boundary",
  title: "Boundary loss",
  summary: "mean of p times the signed distance to the true border",
  legend: {
    distance: "signed distance to the border of the class, negative inside, in pixels or units of spacing",
  },
  options: {
    spacing: { kind: "numbers", default: null, min: 1e-9, doc: "size of a pixel along each spatial axis" },
  },
  over: "image",
  classes: "all",
  empty: 0,
  build: ({ spacing }) => ({
    formula: "mean(distance*p)",
    kernels: [FIELDS],
    fields: { classFields: ["distance"], ...spacingOf(spacing) },
  }),
  emptyMask: "0: without a border there is no distance (as the authors' code has it)",
  special: [
    "least where p = 1 inside and 0 outside; the least value is minus the mean depth, not 0",
    "pixels that are left out count as outside of every class when distances are measured",
    "the authors' code has one pixel less inside: distance + y",
  ],
  reference: "H. Kervadec and others, Boundary loss for highly unbalanced segmentation, MIDL 2019",
  use: "Added to a region loss, with a weight that grows during training: ramp(1, 0.01)*dice + ramp(0.01, 1)*boundary. Alone it settles on empty masks.",
  example: { shape: [1, 4, 1], logits: [0, 2, 0, -1], targets: [0, 1, 0, 0], value: 0.16427144119052697 },
});

/** `spacing` of a field, when it is given. */
export function spacingOf(spacing: unknown): { spacing?: readonly number[] } {
  return spacing === null ? {} : { spacing: [spacing].flat() as number[] };
}
