import { zerosLike } from "./lines.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";

/** Values after a minimum or maximum over neighbours, and the flat indices of the pixels that they came from. */
interface Pooled {
  readonly values: OnnxTensor;
  readonly from: OnnxTensor;
}

interface Level {
  readonly eroded: Pooled;
  /** A maximum along each axis, one after the other. */
  readonly dilations: readonly Pooled[];
  readonly ridge: OnnxTensor;
  readonly before: OnnxTensor | null;
  /** What the skeleton gains, without the cut at 0. */
  readonly gain: OnnxTensor;
}

/** The soft skeleton as MaxPool along each axis: see the op `skeleton`. */
export function skeleton(to: GraphLowering, image: OnnxTensor, iterations: OnnxTensor): OnnxTensor {
  return levelsOf(to, image, iterations.number as number).skeleton;
}

/** Its transposed slope: the indices that MaxPool gives lead the adjoint back, by ScatterElements with addition. */
export function skeletonSlope(
  to: GraphLowering,
  adjoint: OnnxTensor,
  image: OnnxTensor,
  iterations: OnnxTensor,
): OnnxTensor {
  const add = (a: OnnxTensor | null, b: OnnxTensor): OnnxTensor => (a === null ? b : to.binary("Add", a, b));
  let ofSkeleton = to.broadcast(adjoint, image);
  let after: OnnxTensor | null = null;
  for (const level of levelsOf(to, image, iterations.number as number).levels.reverse()) {
    const { eroded, dilations, ridge, before, gain } = level;
    const gaining = to.binary("Mul", to.isPositive(gain), ofSkeleton);
    const own = before === null ? gaining : to.binary("Mul", gaining, to.binary("Sub", to.scalar(1), before));
    ofSkeleton = to.binary("Sub", ofSkeleton, to.binary("Mul", gaining, ridge));
    const opened = [...dilations].reverse().reduce((a, { from }) => scatter(to, a, from), own);
    after = add(own, scatter(to, add(after, to.unary("Neg", opened)), eroded.from));
  }
  return after as OnnxTensor;
}

function levelsOf(
  to: GraphLowering,
  image: OnnxTensor,
  iterations: number,
): { readonly skeleton: OnnxTensor; readonly levels: Level[] } {
  const levels: Level[] = [];
  let before: OnnxTensor | null = null;
  let current = image;
  for (let k = 0; k <= iterations; k++) {
    const eroded = erode(to, current);
    const dilations = dilate(to, eroded.values);
    const opened = dilations[dilations.length - 1].values;
    const ridge = to.unary("Relu", to.binary("Sub", current, opened));
    const gain: OnnxTensor =
      before === null ? ridge : to.binary("Sub", ridge, to.binary("Mul", before, ridge));
    levels.push({ eroded, dilations, ridge, before, gain });
    before = before === null ? ridge : to.binary("Add", before, to.unary("Relu", gain));
    current = eroded.values;
  }
  return { skeleton: before as OnnxTensor, levels };
}

function erode(to: GraphLowering, image: OnnxTensor): Pooled {
  const negative = to.unary("Neg", image);
  const lines = axesOf(image).map((axis) => alongAxis(to, negative, axis));
  const best = lines.reduce((a, b) => {
    const isBetter = to.emit("Greater", [b.values, a.values], a.values.shape);
    return { values: to.binary("Max", a.values, b.values), from: to.where(isBetter, b.from, a.from) };
  });
  return { values: to.unary("Neg", best.values), from: best.from };
}

function dilate(to: GraphLowering, image: OnnxTensor): Pooled[] {
  const steps: Pooled[] = [];
  let current = image;
  for (const axis of axesOf(image)) {
    const step = alongAxis(to, current, axis);
    steps.push(step);
    current = step.values;
  }
  return steps;
}

function axesOf({ shape }: OnnxTensor): number[] {
  return shape.slice(2).map((_, axis) => axis);
}

/** Maximum of the pixel before, the pixel and the pixel after along a spatial axis; of equal ones the first. */
function alongAxis(to: GraphLowering, image: OnnxTensor, axis: number): Pooled {
  const perAxis = (on: number, off: number): number[] =>
    axesOf(image).map((other) => (other === axis ? on : off));
  const attributes = { kernel_shape: perAxis(3, 1), pads: [...perAxis(1, 0), ...perAxis(1, 0)] };
  const [values, from] = to.emitMany("MaxPool", [image], [image.shape, image.shape], attributes);
  return { values, from };
}

/** Adds each value to the pixel that its index names. */
function scatter(to: GraphLowering, values: OnnxTensor, from: OnnxTensor): OnnxTensor {
  const [places, added] = [from, values].map((a) => to.reshape(a, [-1]));
  const sums = to.emit("ScatterElements", [zerosLike(to, added), places, added], added.shape, {
    axis: 0,
    reduction: "add",
  });
  return to.reshapeLike(sums, values);
}
