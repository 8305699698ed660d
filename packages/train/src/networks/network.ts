import type { Tape } from "../graph/tape.ts";
import type { Value } from "../graph/value.ts";

/** JSON data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A trainable tensor of a network. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * Initial values: He's uniform distribution for a layer that sums `fanIn` products (`balanced`: less the mean of what belongs to one
   * output, the first axis), one number everywhere, or these.
   */
  readonly initial:
    | { readonly fanIn: number; readonly balanced?: boolean }
    | { readonly constant: number }
    | { readonly values: readonly number[] };
}

/** A network from images [N, inputChannels, H, W] to logits [N, classes, H, W]. */
export interface Network {
  /** What the network is, as data: saved with a model. */
  readonly description: Json;
  readonly inputChannels: number;
  /** Number of logits a pixel; 1 for a binary network. */
  readonly classes: number;
  /** Height and width of the images must be multiples of this. */
  readonly sizeMultiple: number;
  /** All parameters, in the order in which they are stored. */
  readonly parameters: readonly Parameter[];
  /** Appends the network to a tape. `parameter` returns the tensor of a parameter by name. */
  forward(tape: Tape, images: Value, parameter: (name: string) => Value): Value;
  /**
   * The same with the logits of coarser resolutions, the finest first: each step in size divides height and width. Absent:
   * there are none, and training looks at `forward` alone.
   */
  outputs?(tape: Tape, images: Value, parameter: (name: string) => Value): readonly Value[];
}
