import type { Optimizer } from "../optimizers/optimizer.ts";
import { emptyTensor, floatTensor, type Tensor, type Tensors } from "../runtime/runtime.ts";

/**
 * Parameters and optimizer slots, twice: a step reads one set and writes the other, then they change places. So training
 * allocates nothing, and a step that fails leaves the old set whole.
 */
export interface TrainingState {
  /** Parameters and slots by name, and the scalars of the given step. */
  inputs(step: number): Tensors;
  /** Where the step writes, under the graph's names for the results. */
  outputs(): Tensors;
  /** Makes what was written the current set. */
  advance(): void;
  /** The current parameters, not a copy. */
  parameters(): Float32Array;
  /** The optimizer's current vectors by name, not copies. */
  slots(): Readonly<Record<string, Float32Array>>;
  /** First number of `scalarsAt`. */
  rateAt(step: number): number;
}

/** The state before a step: the first one, or where `slots` are given (each is written over) a later one. */
export function trainingState(
  optimizer: Optimizer,
  initial: Float32Array,
  slots: Readonly<Record<string, Float32Array>> = {},
): TrainingState {
  const names = ["parameters", ...optimizer.slots];
  const shape = [initial.length];
  const given: Readonly<Record<string, Float32Array>> = { ...slots, parameters: initial };
  const vector = (name: string) =>
    given[name] ? floatTensor(given[name], shape) : emptyTensor("float32", shape);
  let current: Tensor[] = names.map(vector);
  let next: Tensor[] = names.map(() => emptyTensor("float32", shape));
  const scalars = optimizer.scalarsAt(1).map(() => emptyTensor("float32", []));

  return {
    inputs(step) {
      const values = optimizer.scalarsAt(step);
      const entries: [string, Tensor][] = scalars.map((tensor, index) => {
        tensor.data[0] = values[index];
        return [`scalar_${index}`, tensor];
      });
      return Object.fromEntries([...names.map((name, index) => [name, current[index]] as const), ...entries]);
    },
    outputs: () => Object.fromEntries(names.map((name, index) => [`next_${name}`, next[index]])),
    advance() {
      [current, next] = [next, current];
    },
    parameters: () => current[0].data as Float32Array,
    slots: () =>
      Object.fromEntries(
        optimizer.slots.map((name, index) => [name, current[index + 1].data as Float32Array]),
      ),
    rateAt: (step) => optimizer.scalarsAt(step)[0],
  };
}
