import { FIELDS } from "../kernels/fields.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";
import type { Cells } from "./loss.ts";

export interface DistanceCrossEntropyOptions {
  /** Extra weight between touching cells, >= 0. Default 10. */
  readonly w0?: number;
  /** Reach of the extra weight, in pixels (units of spacing), > 0. Default 5. */
  readonly sigma?: number;
  /** Where cells come from. Default "components". */
  readonly cells?: Cells;
  /** "weight" (default) multiplies cross entropy; "additive" adds the term, as the seed article writes. */
  readonly form?: "weight" | "additive";
  /** Pixels that get the extra weight: all (default), or those outside of every cell. */
  readonly where?: "everywhere" | "background";
  /** Size of a pixel along each spatial axis. Default 1. */
  readonly spacing?: readonly number[];
}

/**
 * Cross entropy with the weight 1 + w0 exp(-(d1 + d2)^2 / (2 sigma^2)) on each pixel, d1 and d2 being its distances
 * to the nearest and the second nearest cell: gaps between touching cells become expensive to miss.
 */
export const distanceCrossEntropy: LossFactory<DistanceCrossEntropyOptions> =
  defineLoss<DistanceCrossEntropyOptions>({
    name: "distanceCrossEntropy",
    title: "Distance to the nearest cell",
    summary: "cross entropy with U-Net's extra weight between neighbouring cells",
    legend: {
      d1: "distance to the nearest cell (0 inside), in pixels or units of spacing",
      d2: "distance to the second nearest cell",
      w0: "extra weight where two cells touch",
      sigma: "reach of the extra weight",
    },
    options: {
      w0: {
        kind: "number",
        default: 10,
        min: 0,
        typical: [0, 20],
        doc: "extra weight where two cells touch",
      },
      sigma: {
        kind: "number",
        default: 5,
        min: 1e-6,
        typical: [1, 15],
        doc: "reach of the extra weight, in pixels or units of spacing",
      },
      cells: {
        kind: "choice",
        default: "components",
        choices: ["components", "instances", "classes"],
        doc: "connected components of the target, instance labels that the caller passes, or the regions of each class",
      },
      form: {
        kind: "choice",
        default: "weight",
        choices: ["weight", "additive"],
        doc: "weight multiplies cross entropy, additive adds the term (no gradient)",
      },
      where: {
        kind: "choice",
        default: "everywhere",
        choices: ["everywhere", "background"],
        doc: "pixels that get the extra weight",
      },
      spacing: { kind: "numbers", default: null, min: 1e-9, doc: "size of a pixel along each spatial axis" },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build({ w0, sigma, cells, form, where, spacing }) {
      const near = `w0*exp(-(d1 + d2)^2/(2*sigma^2))${where === "background" ? "*step(d1)" : ""}`;
      const whole = (entropy: string): string =>
        form === "weight"
          ? `mean((1 + near)*(${entropy})) where near = ${near}`
          : `mean(${entropy} + near) where near = ${near}`;
      return {
        formula: {
          sigmoid: whole("-y*logp - (1 - y)*log1mp"),
          softmax: whole("total(-classWeights*y*logp)"),
        },
        parameters: { w0: w0 as number, sigma: sigma as number },
        kernels: [FIELDS],
        fields: {
          cells: cells as Cells,
          ...(spacing === null ? {} : { spacing: [spacing].flat() as number[] }),
        },
      };
    },
    emptyMask: "fewer than two cells: d2 is infinite, the extra weight 0, and the loss is cross entropy",
    special: [
      "w0 = 0 is cross entropy",
      'form "additive" has the gradient of cross entropy: the term does not depend on the network',
    ],
    reference:
      "O. Ronneberger, P. Fischer, T. Brox, U-Net, MICCAI 2015, equation 2 (w0 = 10, sigma about 5 pixels)",
    use: "Touching objects that must be separated. Useless without instances: where touching cells are one component there is no gap to weigh, so pass instance labels.",
    elsewhere: [
      "many copies of U-Net's weight map, which differ: sigma taken for sigma squared, touching cells merged in the binary mask, the border term on the background only; none of the libraries read for this catalogue",
    ],
    seed: 'The article adds the term to cross entropy; added, it has no gradient at all. U-Net multiplies: that is the default, and form: "additive" reproduces the article. "Cell" there means an object of another class: cells: "classes".',
    example: {
      options: { cells: "components", w0: 1, sigma: 2 },
      shape: [1, 3, 1],
      logits: [2, 0, 2],
      targets: [1, 0, 1],
      value: 0.5071298932988931,
    },
  });
