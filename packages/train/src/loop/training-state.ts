import type { Optimizer } from "../optimizers/optimizer.ts";
import {
  type DeviceTensor,
  type DeviceTensors,
  emptyTensor,
  floatTensor,
  type Inputs,
  isHeld,
  type Tensor,
  type Tensors,
} from "../runtime/runtime.ts";

/** Where a training stands. */
export interface StateVectors {
  /** Steps done. */
  readonly steps: number;
  readonly parameters: Float32Array;
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/**
 * Parameters and optimizer slots. In the caller's memory they are there twice: a step reads one set and writes the other,
 * then they change places, so that training allocates nothing. On a device a step makes new ones, and the old go. A step that
 * fails leaves the old set whole either way.
 */
export interface TrainingState {
  /** Parameters and slots by name, and the scalars of the given step. */
  inputs(step: number): Inputs;
  /** Where the step writes, under the graph's names for the results; nowhere, where they stay on the device. */
  outputs(): Tensors;
  /** Makes what was written, or what stayed on the device, the current set. */
  advance(kept?: DeviceTensors): void;
  /** Steps done. */
  steps(): number;
  /** Copies of the current vectors. What a later step does leaves no trace in them. */
  read(): Promise<StateVectors>;
  /** Lends the current parameters, which stay as long as they are used. */
  lend<T>(use: (parameters: Tensor | DeviceTensor) => Promise<T>): Promise<T>;
  /** First number of `scalarsAt`. */
  rateAt(step: number): number;
  /** Frees what is on the device. */
  release(): void;
}

/** Names of the step's results that are the next state. */
export function stateResults(optimizer: Optimizer): string[] {
  return stateNames(optimizer).map((name) => `next_${name}`);
}

const stateNames = ({ slots }: Optimizer) => ["parameters", ...slots];

/**
 * The state before a step: the first one, or where `slots` are given (each is written over) a later one.
 *
 * @param place where the vectors are from the first step on
 */
export function trainingState(
  optimizer: Optimizer,
  { steps, parameters: initial, slots }: StateVectors,
  place: "held" | "device" = "held",
): TrainingState {
  const names = stateNames(optimizer);
  const shape = [initial.length];
  const given: Readonly<Record<string, Float32Array>> = { ...slots, parameters: initial };
  const vector = (name: string) =>
    given[name] ? floatTensor(given[name], shape) : emptyTensor("float32", shape);
  let current: readonly (Tensor | DeviceTensor)[] = names.map(vector);
  let next = place === "held" ? names.map(() => emptyTensor("float32", shape)) : [];
  const scalars = optimizer.scalarsAt(1).map(() => emptyTensor("float32", []));
  let uses: Promise<unknown> = Promise.resolve();
  let done = steps;

  function used<T>(result: Promise<T>): Promise<T> {
    // Nothing of the result is kept: as a value of `uses` every prediction would live as long as the training.
    uses = Promise.allSettled([uses, result]).then(() => undefined);
    return result;
  }

  /** After what reads them has ended. */
  function free(tensors: readonly (Tensor | DeviceTensor)[]): void {
    const onDevice = tensors.filter((tensor): tensor is DeviceTensor => !isHeld(tensor));
    if (onDevice.length > 0)
      void uses.then(() => {
        for (const tensor of onDevice) tensor.release();
      });
  }

  return {
    inputs(step) {
      const values = optimizer.scalarsAt(step);
      const entries: [string, Tensor][] = scalars.map((tensor, index) => {
        tensor.data[0] = values[index];
        return [`scalar_${index}`, tensor];
      });
      return Object.fromEntries([...names.map((name, index) => [name, current[index]] as const), ...entries]);
    },
    outputs: () => Object.fromEntries(next.map((tensor, index) => [`next_${names[index]}`, tensor])),
    advance(kept = {}) {
      const before = current;
      done += 1;
      if (place === "device") current = names.map((name) => kept[`next_${name}`]);
      else [current, next] = [next, before as Tensor[]];
      free(place === "device" ? before : []);
    },
    steps: () => done,
    async read() {
      const now = done;
      const copies = current.map((tensor) =>
        isHeld(tensor)
          ? (tensor.data.slice() as Float32Array)
          : tensor.read().then(({ data }) => data as Float32Array),
      );
      const [parameters, ...vectors] = await used(Promise.all(copies));
      return {
        steps: now,
        parameters,
        slots: Object.fromEntries(optimizer.slots.map((name, index) => [name, vectors[index]])),
      };
    },
    lend: (use) => used(use(current[0])),
    rateAt: (step) => optimizer.scalarsAt(step)[0],
    release: () => free(current),
  };
}
