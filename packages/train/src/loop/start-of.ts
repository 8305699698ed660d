import { initialise } from "../networks/initialise.ts";
import type { Network } from "../networks/network.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { TrainingSnapshot } from "../snapshot/training-snapshot.ts";
import { parameterCount, parameterVector } from "../step/parameters.ts";
import type { TrainerOptions } from "./trainer-options.ts";

/** What a training begins with; the arrays are its own. */
export type Start = Pick<TrainingSnapshot, "steps" | "parameters" | "slots">;

/** The state before the next step: a snapshot's, that of given parameters, or a fresh one. */
export function startOf(
  { network, parameters, snapshot }: TrainerOptions,
  optimizer: Optimizer,
  seed: number,
): Start {
  if (snapshot && parameters)
    throw new Error("trainer: snapshot and parameters are two beginnings: give one of them.");
  if (snapshot) return goOn(snapshot, network, optimizer);
  const first = parameters
    ? parameterVector(network.parameters, parameters)
    : initialise(network.parameters, seed);
  return { steps: 0, parameters: first, slots: {} };
}

function goOn(snapshot: TrainingSnapshot, network: Network, { slots }: Optimizer): Start {
  checkLayout(snapshot, network);
  const given = Object.keys(snapshot.slots);
  if (given.length !== slots.length || !slots.every((name) => given.includes(name)))
    throw new Error(
      `trainer: the snapshot has the optimizer's vectors ${listed(given)}, the optimizer carries ${listed(slots)}: ` +
        "use the optimizer that it was taken with.",
    );
  const copies = Object.entries(snapshot.slots).map(([name, slot]) => [name, slot.slice()]);
  return {
    steps: snapshot.steps,
    parameters: snapshot.parameters.slice(),
    slots: Object.fromEntries(copies),
  };
}

const listed = (names: readonly string[]) => (names.length === 0 ? "(none)" : names.join(", "));

function checkLayout({ layout, parameters }: TrainingSnapshot, network: Network): void {
  const text = ({ name, shape }: { readonly name: string; readonly shape: readonly number[] }) =>
    `${name} [${shape}]`;
  const [has, needs] = [layout.map(text), network.parameters.map(text)];
  const at = Math.max(has.length, needs.length);
  const first = Array.from({ length: at }, (_, index) => index).find((index) => has[index] !== needs[index]);
  if (first !== undefined)
    throw new Error(
      `trainer: the snapshot is of another network: its parameter ${first + 1} is ${has[first] ?? "missing"}, ` +
        `the network's ${needs[first] ?? "missing"}. Make the network with the options that it was trained with.`,
    );
  const count = parameterCount(network.parameters);
  if (parameters.length !== count)
    throw new RangeError(
      `trainer: the snapshot has ${parameters.length} values, the network needs ${count}.`,
    );
}
