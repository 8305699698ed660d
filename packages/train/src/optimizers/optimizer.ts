import type { Graph } from "../graph/graph.ts";
import type { Value } from "../graph/value.ts";
import type { Json } from "../networks/network.ts";

/** What an update reads. All vectors have one element per trainable number. */
export interface UpdateInputs {
  readonly parameters: Value;
  readonly gradient: Value;
  /** The optimizer's own vectors, in the order of `slots`. */
  readonly slots: readonly Value[];
  /** One scalar for every entry of `scalarsAt`. */
  readonly scalars: readonly Value[];
}

export interface UpdateOutputs {
  readonly parameters: Value;
  readonly slots: readonly Value[];
}

/** A rule that turns gradients into new parameters, as graph nodes over one long vector. */
export interface Optimizer {
  /** What the optimizer is, as data. */
  readonly description: Json;
  /** Names of the vectors that it carries from step to step; they start at 0. */
  readonly slots: readonly string[];
  /** Numbers that change from step to step, computed in float64; steps count from 1. The first is the learning rate. */
  scalarsAt(step: number): readonly number[];
  update(g: Graph, inputs: UpdateInputs): UpdateOutputs;
}
