import type { Place } from "./shelf.ts";

/** Pixels of an image as they are on disk: a value is `(stored - low) * scale`, 0 to 1. */
export interface StoredPixels {
  readonly place: Place;
  /** Channels that are kept; one stands for all where it is gray among colours. */
  readonly channels: number;
  readonly low: number;
  readonly scale: number;
}
