import { unionAxes } from "../expression.ts";
import type { NeighbourhoodOp } from "./op.ts";

/** The soft skeleton of an image with values in [0, 1]. Operands: image, iterations. See `engines/reference/soft-skeleton.ts`. */
export const skeleton: NeighbourhoodOp = {
  kind: "neighbourhood",
  arity: 2,
  axes: unionAxes,
  derivative: (adjoint, [image, iterations], i, make) =>
    i === 0 ? make.apply("skeletonSlope", adjoint, image, iterations) : null,
};

/**
 * The adjoint of the soft skeleton brought to its image: every minimum and maximum passes it to the pixel that won.
 * Operands: adjoint, image, iterations.
 */
export const skeletonSlope: NeighbourhoodOp = {
  kind: "neighbourhood",
  arity: 3,
  axes: unionAxes,
  // It stands in gradients alone, which are not differentiated again.
  derivative: () => null,
};
