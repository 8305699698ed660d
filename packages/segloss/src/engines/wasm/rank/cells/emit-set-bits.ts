import type { Scalar } from "../scalars.ts";
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
export function emitSetBits({ s, at, layout }: CellsState, from: Scalar, list: Scalar): void {
  const masks = s.variable(s.add(at(0), s.shr(from, 3)));
  const next = s.variable(list);
  s.each(
    0,
    BLOCK,
    (first) => {
      const word = s.variable(s.op("i64", "i64.load", [s.add(masks, s.shr(first, 3))], layout.masks));
      const count = s.variable(s.op("i32", "i32.wrap_i64", [s.op("i64", "i64.popcnt", [word])]));
      const end = s.variable(s.add(next, s.shl(count, 2)));
      s.repeat(() => {
        for (let k = 0; k < AHEAD; k++) {
          const bit = s.op("i32", "i32.wrap_i64", [s.op("i64", "i64.ctz", [word])]);
          s.store(next, s.add(bit, first), 4 * k);
          word.set(s.and(word, s.sub(word, 1)));
        }
        next.set(s.add(next, 4 * AHEAD));
        return s.less(next, end);
      });
      next.set(end);
    },
    64,
  );
}
