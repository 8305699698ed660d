import type { GraphLowering, OnnxTensor } from "./lowering.ts";

/** Values after a minimum or maximum over neighbours. */
interface Pooled {
  readonly values: OnnxTensor;
  /** Leads an adjoint of the values to the pixels that they came from. */
  back(adjoint: OnnxTensor): OnnxTensor;
}

/** Less than any value; infinity is none that GPUs promise to know. */
const LOWEST = -3.4028234e38;

interface Level {
  readonly eroded: Pooled;
  /** A maximum along each axis, one after the other. */
  readonly dilations: readonly Pooled[];
  readonly ridge: OnnxTensor;
  readonly before: OnnxTensor | null;
  /** What the skeleton gains, without the cut at 0. */
  readonly gain: OnnxTensor;
}

/**
 * The soft skeleton, by comparing every pixel with its neighbours along each axis: see the op `skeleton`. MaxPool says
 * where its maxima stand, but not on GPUs.
 */
export function skeleton(to: GraphLowering, image: OnnxTensor, iterations: OnnxTensor): OnnxTensor {
  return levelsOf(to, image, iterations.number as number).skeleton;
}

/** Its transposed slope: each minimum or maximum leads its adjoint back to where it stands, of equal ones the first. */
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
    const opened = [...dilations].reverse().reduce((a, { back }) => back(a), own);
    after = add(own, eroded.back(add(after, to.unary("Neg", opened))));
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
  const best = axesOf(image)
    .map((axis) => alongAxis(to, negative, axis))
    .reduce((a, b) => betterOf(to, a, b));
  return { values: to.unary("Neg", best.values), back: best.back };
}

/** The larger values of two, the first's where they are equal. */
function betterOf(to: GraphLowering, a: Pooled, b: Pooled): Pooled {
  const isBetter = to.emit("Greater", [b.values, a.values], a.values.shape);
  return {
    values: to.binary("Max", a.values, b.values),
    back(adjoint) {
      const [ofB, ofA] = divided(to, adjoint, isBetter);
      return to.binary("Add", a.back(ofA), b.back(ofB));
    },
  };
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
  const before = moved(to, image, axis, 1, LOWEST);
  const values = to.binary("Max", to.binary("Max", before, image), moved(to, image, axis, -1, LOWEST));
  return {
    values,
    back(adjoint) {
      const isMaximum = (a: OnnxTensor): OnnxTensor => to.emit("Equal", [a, values], image.shape);
      const [ofBefore, rest] = divided(to, adjoint, isMaximum(before));
      const [own, ofAfter] = divided(to, rest, isMaximum(image));
      const ofNeighbours = to.binary("Add", moved(to, ofBefore, axis, -1, 0), moved(to, ofAfter, axis, 1, 0));
      return to.binary("Add", own, ofNeighbours);
    },
  };
}

/** The values where a condition holds and those where it does not, with 0 elsewhere. */
function divided(to: GraphLowering, a: OnnxTensor, condition: OnnxTensor): [yes: OnnxTensor, no: OnnxTensor] {
  return [to.where(condition, a, to.scalar(0)), to.where(condition, to.scalar(0), a)];
}

/** Every pixel `by` pixels further along a spatial axis; what comes in has a value of its own. A negative pad crops. */
function moved(to: GraphLowering, a: OnnxTensor, axis: number, by: number, outside: number): OnnxTensor {
  const pads = (sign: number): number[] => a.shape.map((_, k) => (k === axis + 2 ? sign * by : 0));
  return to.emit("Pad", [a, to.integers([...pads(1), ...pads(-1)]), to.scalar(outside)], a.shape);
}
