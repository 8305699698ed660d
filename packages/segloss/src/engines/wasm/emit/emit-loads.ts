import type { I32, V128 } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import { loadBytes, loadIntegers } from "./load-labels.ts";
import { loadOwnClass } from "./own-class.ts";
import { offsetOf, once, planeAddress, type Round, rowBytes, scratchPlace } from "./round.ts";
import type { SweepState } from "./sweep.ts";

/** A leaf, or a value that an earlier loop or phase has kept; null for what this loop computes. */
export function loadValue(round: Round, value: LoopValue, u: number): V128 | null {
  const { f, sweep } = round.state;
  const load = (address: I32, offset: number): V128 => f.v128.load(address, offset);
  switch (value.op) {
    case "constant":
      return f.splat(value.immediate);
    case "integer":
      return f.integers(value.immediate);
    case "plane":
      return loadPlane(round, value.immediate, u);
    case "pairHigh":
    case "pairLow": {
      const [address, slot] = scratchPlace(round, value.args[0]);
      return load(address, slot + (value.op === "pairLow" ? rowBytes(round.state) : 0) + 16 * u);
    }
    default:
  }
  if (!round.loop.computes.has(value)) {
    const [address, slot] = scratchPlace(round, value);
    return load(address, slot + 16 * u);
  }
  if (isSignOfByte(value, round.state)) return loadSigns(round, u);
  if (value.op === "ofLabel") return loadOwnClass(round, value, u);
  if (value.op === "label") return loadIntegers(round, sweep.labelPlane, u);
  if (value.op === "maskByte") return loadIntegers(round, sweep.maskPlane, u);
  return null;
}

function loadPlane(round: Round, plane: number, u: number): V128 {
  const { f, sweep } = round.state;
  const slot = sweep.scratch.planeSlots.get(plane);
  if (slot !== undefined) return f.v128.load(offsetOf(round, "row"), slot + 16 * u);
  return f.v128.load(planeAddress(round, plane), 16 * u);
}

/** Whether a value is the label's lowest bit as a sign, of labels of one byte. */
function isSignOfByte({ op, args }: LoopValue, { sweep }: SweepState): boolean {
  return op === "signBit" && args[0].op === "label" && sweep.planes[sweep.labelPlane].elementBytes === 1;
}

/**
 * Signs of four pixels from the lowest bits of sixteen labels (a round over pixels has as many): shifted to the top of
 * their bytes, zeros put below.
 */
function loadSigns(round: Round, u: number): V128 {
  const { f } = round.state;
  const zero = f.integers(0);
  const lanes = (a: V128, b: V128, width: number, first: number): V128 => {
    const pairs = Array.from({ length: 8 / width }, (_, k) => [first + k, 16 / width + first + k]).flat();
    const bytes = pairs.flatMap((lane) => Array.from({ length: width }, (_, byte) => width * lane + byte));
    return f.i8x16.shuffle(a, b, bytes);
  };
  const shifted = once(round, "label tops", () => {
    const tops = f.i32x4.shl(loadBytes(round), 7);
    return f.v128.and(tops, f.integers(0x80808080 | 0));
  });
  const half = once(round, `label tops ${u >> 1}`, () => lanes(zero, shifted, 1, 8 * (u >> 1)));
  return lanes(zero, half, 2, 4 * (u & 1));
}
