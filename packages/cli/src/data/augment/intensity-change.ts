import type { Random } from "../random.ts";

/** One way in which brightness differs between photographs of the same. */
export interface IntensityChange {
  readonly name: string;
  /** What it does, with its range, in a line. */
  readonly says: string;
  /** Share of the crops that it changes. */
  readonly chance: number;
  /**
   * Changes a crop whose values have mean 0 and deviation 1 over the training images, channel by channel.
   * @param planes values of each channel
   */
  apply(planes: readonly Float32Array[], source: Random): void;
}
