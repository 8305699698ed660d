import type { Shelf } from "./shelf.ts";
import { type StoredArray, typeOf } from "./stored-array.ts";

/** Keeps arrays in memory, as they are. */
export function memoryShelf(): Shelf {
  const arrays: StoredArray[] = [];
  return {
    put: (array) => ({ at: arrays.push(array) - 1, first: 0, type: typeOf(array) }),
    get: ({ at, first }, from, to) => arrays[at].subarray(first + from, first + to),
    close: () => {
      arrays.length = 0;
    },
  };
}
