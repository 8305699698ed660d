import type { Graph } from "./graph.ts";
import type { Value } from "./value.ts";

/** What the forward part of an operator leaves behind. */
export interface Forward {
  readonly output: Value;
  /** Further tensors that the backward part reads. */
  readonly saved?: readonly Value[];
}

/** A recorded call as the backward part sees it. */
export interface Backward<A> {
  readonly inputs: readonly Value[];
  readonly attributes: A;
  readonly output: Value;
  readonly saved: readonly Value[];
  /** Derivative of the scalar with respect to `output`. */
  readonly gradient: Value;
  /** Per input: is its derivative asked for? */
  readonly wanted: readonly boolean[];
}

/**
 * A differentiable operator. `A` are its attributes. Forward nodes must not contain the extents of batch, height or
 * width, so that a model saved from one shape runs on others; backward nodes may.
 */
export interface Operator<A> {
  readonly name: string;
  forward(g: Graph, inputs: readonly Value[], attributes: A): Forward;
  /** Derivatives of the inputs in order; undefined where not wanted or not differentiable. */
  backward(g: Graph, call: Backward<A>): readonly (Value | undefined)[];
}
