import { type I32, i32, i64 } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { BLOCK } from "./layout.ts";

/** Pixels with an error up to which a block is looked at pixel by pixel: eight in a word of 64 on average. */
export const FEW: number = BLOCK / 8;
/** Bits of a word that are written without looking. */
const AHEAD = 8;

/**
 * Writes the numbers of the pixels of a block with an error, less those of its first, to a list in order; eight of each word at
 * least, of which those that are none are written over, so that there is little to predict (Lemire and Langdale 2019).
 */
export function emitSetBits({ f, at, layout }: CellsState, from: I32, list: I32): void {
  const masks = f.let(at(0).add(from.shr_u(3)));
  const next = f.let(list);
  f.for(0, BLOCK, 64, (first) => {
    const word = f.let(i64.load(masks.add(first.shr_u(3)), layout.masks));
    const count = f.let(i32.wrap_i64(word.popcnt()));
    const end = f.let(next.add(count.shl(2)));
    f.repeat(() => {
      for (let k = 0; k < AHEAD; k++) {
        const bit = i32.wrap_i64(word.ctz());
        f.store(next, bit.add(first), 4 * k);
        f.set(word, word.and(word.sub(1)));
      }
      f.set(next, next.add(4 * AHEAD));
      return next.lt_u(end);
    });
    f.set(next, end);
  });
}
