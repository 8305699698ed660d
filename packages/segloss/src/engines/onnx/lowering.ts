import type { OnnxAttribute } from "./emitter.ts";

/** A tensor of the graph under construction: [N, C, ...space] with 1 for an axis that it does not have. */
export interface OnnxTensor {
  /** The graph builder's handle. */
  readonly value: unknown;
  readonly shape: readonly number[];
  /** The value, for a constant number. */
  readonly number?: number;
}

/** What the table of `op-lowering.ts` is written in. Broadcasting follows NumPy. */
export interface OnnxLowering {
  unary(type: string, a: OnnxTensor): OnnxTensor;
  binary(type: string, a: OnnxTensor, b: OnnxTensor): OnnxTensor;
  scalar(value: number): OnnxTensor;
  halfOf(a: OnnxTensor): OnnxTensor;
  /** log(1 + x) without losing small x, which ONNX has no operator for. */
  log1p(a: OnnxTensor): OnnxTensor;
  sigmoid(a: OnnxTensor): OnnxTensor;
  sign(a: OnnxTensor): OnnxTensor;
  /** exp(x) - 1 without losing small x. */
  expm1(a: OnnxTensor): OnnxTensor;
  sinh(a: OnnxTensor): OnnxTensor;
  /** a/b, and `empty` where both are nothing. */
  ratio(a: OnnxTensor, b: OnnxTensor, empty: OnnxTensor): OnnxTensor;
  /** 1/a, and 0 where a is nothing. */
  inverse(a: OnnxTensor): OnnxTensor;
  /** A condition, for `where`. */
  isZero(a: OnnxTensor): OnnxTensor;
  /** 1 where a > 0, else 0. */
  isPositive(a: OnnxTensor): OnnxTensor;
  where(condition: OnnxTensor, yes: OnnxTensor, no: OnnxTensor): OnnxTensor;
  /** Sum over the pixels of the region (of each image, or of the batch). */
  sumPixels(a: OnnxTensor): OnnxTensor;
  sumClasses(a: OnnxTensor): OnnxTensor;
  sumOtherClasses(a: OnnxTensor): OnnxTensor;
  logSoftmax(z: OnnxTensor): OnnxTensor;
  logOthers(z: OnnxTensor): OnnxTensor;
  /** 1 for the class with the largest logit, else 0. */
  isLargest(z: OnnxTensor): OnnxTensor;
  /** The largest value of the classes. */
  maxClasses(a: OnnxTensor): OnnxTensor;
  /** 1 for a share of the pixels of the region, those with the largest error; `weight` is 0 for pixels left out. */
  hardest(error: OnnxTensor, share: OnnxTensor, weight: OnnxTensor): OnnxTensor;
  lovaszWeights(error: OnnxTensor, truth: OnnxTensor, weight: OnnxTensor): OnnxTensor;
  /** The soft skeleton of every image and class. */
  skeleton(image: OnnxTensor, iterations: OnnxTensor): OnnxTensor;
  skeletonSlope(adjoint: OnnxTensor, image: OnnxTensor, iterations: OnnxTensor): OnnxTensor;
}

/** What the sums of a scope run over, and for which extents its nodes hold. */
export interface ScopeOptions {
  readonly over: "image" | "batch";
  /**
   * "fixed": extents of batch and space stand in the nodes. "any": they are computed where they are needed, so that one
   * graph serves every size; the builder's shapes then only tell axes that are there from those that are not.
   */
  readonly sizes: "fixed" | "any";
}

/** A lowering that also builds the plain nodes that its parts need. */
export interface GraphLowering extends OnnxLowering, ScopeOptions {
  emit(
    type: string,
    inputs: readonly OnnxTensor[],
    shape: readonly number[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): OnnxTensor;
  emitMany(
    type: string,
    inputs: readonly OnnxTensor[],
    shapes: readonly (readonly number[])[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
  ): OnnxTensor[];
  integers(values: readonly number[]): OnnxTensor;
  constant(values: readonly number[], shape: readonly number[]): OnnxTensor;
  /** A shape as ONNX's Reshape takes it: 0 keeps an axis, -1 takes what is left. */
  reshape(a: OnnxTensor, pattern: readonly number[]): OnnxTensor;
  /** The values in the shape of another tensor of as many. */
  reshapeLike(a: OnnxTensor, other: OnnxTensor): OnnxTensor;
  /** The tensor broadcast to the common shape with others. */
  broadcast(a: OnnxTensor, ...others: readonly OnnxTensor[]): OnnxTensor;
  /** The shape of a tensor, or some of its axes, as a list of integers. */
  extents(a: OnnxTensor, start?: number, end?: number): OnnxTensor;
  reduce(type: "ReduceSum" | "ReduceMax", a: OnnxTensor, axes: readonly number[]): OnnxTensor;
}
