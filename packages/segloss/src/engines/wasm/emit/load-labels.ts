import type { V128 } from "../asm/value.ts";
import { once, planeAddress, type Round } from "./round.ts";

/** Labels of four pixels as 32-bit integers. */
export function loadIntegers(round: Round, plane: number, u: number): V128 {
  const { f, sweep } = round.state;
  const address = planeAddress(round, plane);
  switch (sweep.planes[plane].elementBytes) {
    case 4:
      return f.v128.load(address, 16 * u);
    case 2:
      return f.v128.load16x4_u(address, 8 * u);
    case 1: {
      // Eight at once: two vectors share the load.
      const eight = once(round, `bytes ${plane} ${u >> 1}`, () => f.v128.load8x8_u(address, 8 * (u >> 1)));
      return u % 2 === 0 ? f.i32x4.extend_low_i16x8_u(eight) : f.i32x4.extend_high_i16x8_u(eight);
    }
  }
}

/** Sixteen labels of one byte. */
export function loadBytes(round: Round): V128 {
  const { f, sweep } = round.state;
  return once(round, "labels", () => f.v128.load(planeAddress(round, sweep.labelPlane)));
}
