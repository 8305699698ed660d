import type { Ranking } from "../../../../../program/schedule/rank-order.ts";
import { ROOT_SCALE } from "./accuracy.ts";
import { COARSE_CELLS, FINE_BITS } from "./layout.ts";

/** Tables of a ranking that do not change, one after the other: offsets in bytes. */
export const TABLES = { pack: 0, spread: 256, slopes: 512 } as const;

/**
 * Of a coarse cell: the largest and the smallest slope, times 2^32; the square of its middle slope; its middle error and how
 * far its errors go.
 */
export const SLOPES = { largest: 0, smallest: 4, middle: 8, error: 12, width: 16, bytes: 32 } as const;

export const TABLE_BYTES: number = TABLES.slopes + SLOPES.bytes * COARSE_CELLS;

/** Tables of the rankings of a step, by `rankingName`. */
export type RankTables = ReadonlyMap<string, { readonly ranking: Ranking; readonly address: number }>;

/** Writes the tables of a step, and clears the 64 bytes where its threads meet. */
export function prepareRanks(buffer: ArrayBuffer, tables: RankTables, counter: number): void {
  for (const { ranking, address } of tables.values())
    writeTables(new Uint8Array(buffer, address, TABLE_BYTES), ranking);
  if (tables.size > 0) new Uint8Array(buffer, counter, 64).fill(0);
}

/** Writes the tables: shuffles for every choice of four lanes, and what the errors of each coarse cell are like. */
function writeTables(to: Uint8Array<ArrayBuffer>, ranking: Ranking): void {
  for (let mask = 0; mask < 16; mask++) {
    const lanes = [0, 1, 2, 3].filter((lane) => (mask >> lane) & 1);
    to.set(bytesOf([0, 1, 2, 3].map((i) => lanes[i])), TABLES.pack + 16 * mask);
    const places = [0, 1, 2, 3].map((lane) => ((mask >> lane) & 1 ? lanes.indexOf(lane) : undefined));
    to.set(bytesOf(places), TABLES.spread + 16 * mask);
  }
  const width = SLOPES.bytes / 4;
  const rows = new Float32Array(width * COARSE_CELLS);
  const floatOf = bitReader();
  const last = (1 << FINE_BITS) - 1;
  for (let cell = 0, row = 0; cell < COARSE_CELLS; cell++, row += width) {
    const first = cell << FINE_BITS;
    const low = slopeAt(ranking, first, floatOf);
    const high = slopeAt(ranking, first + last, floatOf);
    const middle = first + (last >> 1);
    rows[row] = Math.max(low, high) * ROOT_SCALE;
    rows[row + 1] = Math.min(low, high) * ROOT_SCALE;
    rows[row + 2] = slopeAt(ranking, middle, floatOf) ** 2;
    rows[row + 3] = errorAt(ranking, middle, floatOf);
    rows[row + 4] = errorAt(ranking, first + last, floatOf) - errorAt(ranking, first, floatOf);
  }
  to.set(new Uint8Array(rows.buffer), TABLES.slopes);
}

/** Bytes of a shuffle of 32-bit lanes; an undefined lane becomes 0. */
function bytesOf(lanes: readonly (number | undefined)[]): number[] {
  return lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => (lane === undefined ? 255 : 4 * lane + byte)));
}

/** |d error / d logit| at a key, up to a constant factor: p (1 - p) for the distance of a probability from the truth. */
function slopeAt(ranking: Ranking, key: number, floatOf: FloatOf): number {
  if (ranking.slope === "sigmoid") {
    const e = Math.exp(-Math.abs(marginOf(key - (1 << 30), floatOf)));
    return e / (1 + e) ** 2;
  }
  if (ranking.slope !== "probability") return 1;
  const error = errorAt(ranking, key, floatOf);
  return error < 1 ? error * (1 - error) : 0;
}

/** The error at a key; finite, also where there are no keys. */
function errorAt({ order }: Ranking, key: number, floatOf: FloatOf): number {
  if (order === "hinge") return Math.min(LARGEST, Math.max(0, 1 + marginOf(key - (1 << 29), floatOf)));
  if (order === "margin") return 1 / (1 + Math.exp(-marginOf(key - (1 << 30), floatOf)));
  const error = floatOf(key);
  return error < LARGEST ? error : LARGEST;
}

const LARGEST = 1e38;

/** Undoes the keys of margins: see `emit-ranked.ts`. */
function marginOf(signed: number, floatOf: FloatOf): number {
  return signed === 0 ? 0 : Math.sign(signed) * floatOf(Math.abs(signed) + (63 << 23));
}

/** The float32 with these bits. */
type FloatOf = (bits: number) => number;

function bitReader(): FloatOf {
  const integers = new Int32Array(1);
  const floats = new Float32Array(integers.buffer);
  return (bits) => {
    integers[0] = bits;
    return floats[0];
  };
}
