import type { Unit } from "../geometry/geometry.ts";

/** What the pages of a file are: their places along time, depth and channels, and the distances of samples. */
export interface Stack {
  readonly times: number;
  readonly slices: number;
  readonly channels: number;
  /**
   * Number of the page of a plane; absent: channels vary fastest, then slices, then times. undefined where the file does
   * not hold the plane.
   */
  readonly pageOf?: (time: number, slice: number, channel: number) => number | undefined;
  /** Distance along depth, height and width. */
  readonly spacing?: readonly [number, number, number];
  readonly unit?: Unit;
}
