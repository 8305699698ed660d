import { arrayKind, COUNT, check, type Kind, RECORD } from "segloss/door";
import { BLOCK, type Block } from "../graph/blocks/block.ts";

/** Everything that a training carries from one step to the next. Options (network, loss, schedule) are not part of it. */
export interface TrainingSnapshot {
  /** Steps done. */
  readonly steps: number;
  /** Channels side by side in the blocks that it was computed in; in others the digits differ. */
  readonly block: Block;
  /** Name and shape of each parameter, in the order in which they stand in the vectors. */
  readonly layout: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** All parameters, one after another. */
  readonly parameters: Float32Array;
  /** The optimizer's vectors by name, each as long as `parameters`. */
  readonly slots: Readonly<Record<string, Float32Array>>;
}

const isVector = (value: unknown): value is Float32Array => arrayKind(value) === "Float32Array";
const isCount = (value: unknown): boolean => value === 0 || COUNT.fits(value);

const isPlace = (value: unknown): boolean => {
  const { name, shape } = (value ?? {}) as Partial<TrainingSnapshot["layout"][number]>;
  return typeof name === "string" && Array.isArray(shape) && shape.every(COUNT.fits);
};

/** What `Trainer.snapshot` and `decodeSnapshot` give. */
export const SNAPSHOT: Kind = {
  expected:
    "a snapshot of a training, which Trainer.snapshot and decodeSnapshot give, with its block of 1, 8 or 16",
  fits(value) {
    const { steps, block, layout, parameters, slots } = (value ?? {}) as Partial<TrainingSnapshot>;
    if (!isVector(parameters) || !isCount(steps) || !BLOCK.fits(block) || !RECORD.fits(slots)) return false;
    if (!Array.isArray(layout) || !layout.every(isPlace)) return false;
    return Object.values(slots ?? {}).every((slot) => isVector(slot) && slot.length === parameters.length);
  },
};

/** Refuses what is no snapshot. */
export function checkSnapshot(where: string, snapshot: TrainingSnapshot): void {
  check(where, snapshot, SNAPSHOT);
}
