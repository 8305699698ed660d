import type { ArrayType, StoredArray } from "./stored-array.ts";

/** Where numbers are kept, and from which of them on they are meant. */
export interface Place {
  /** Byte of the file, or number of the array, at which they begin. */
  readonly at: number;
  /** First element that is meant: a slice begins inside of its volume. */
  readonly first: number;
  readonly type: ArrayType;
}

/** Keeps arrays, in a file or in memory. */
export interface Shelf {
  put(array: StoredArray): Place;
  /** Elements `from` to `to`, which is not among them. They may be the shelf's own: nobody changes them. */
  get(place: Place, from: number, to: number): StoredArray;
  close(): void;
}

/** The place some elements further on. */
export function furtherOn(place: Place, elements: number): Place {
  return { ...place, first: place.first + elements };
}
