import { unionAxes } from "../expression.ts";
import type { NeighbourhoodOp } from "./op.ts";
import { softSkeleton, softSkeletonSlope } from "./soft-skeleton.ts";

/** The soft skeleton of an image with values in [0, 1]. Operands: image, iterations. See `soft-skeleton.ts`. */
export const skeleton: NeighbourhoodOp = {
  kind: "neighbourhood",
  summary: "soft skeleton: what openings take away from an image that is eroded again and again",
  arity: 2,
  axes: unionAxes,
  reference: ([image], iterations, space) => softSkeleton(image, iterations, space),
  derivative: (adjoint, [image, iterations], i, make) =>
    i === 0 ? make.apply("skeletonSlope", adjoint, image, iterations) : null,
  latex: (x, iterations) => `\\operatorname{skel}_{${iterations}}\\left(${x}\\right)`,
};

/**
 * The adjoint of the soft skeleton brought to its image: every minimum and maximum passes it to the pixel that won.
 * Operands: adjoint, image, iterations.
 */
export const skeletonSlope: NeighbourhoodOp = {
  kind: "neighbourhood",
  summary: "the transposed slope of the soft skeleton at an image, applied to an adjoint",
  arity: 3,
  axes: unionAxes,
  reference: ([adjoint, image], iterations, space) => softSkeletonSlope(adjoint, image, iterations, space),
  // It stands in gradients alone, which are not differentiated again.
  derivative: () => null,
  latex: (adjoint, x, iterations) =>
    `\\left(\\operatorname{skel}_{${iterations}}'\\left(${x}\\right)\\right)^{\\top} \\left(${adjoint}\\right)`,
};
