import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import { load, type Padded, setPixel, store } from "./padded.ts";

/** A pixel whose value may have been taken, and what is done with the adjoint when it has. */
export interface Candidate {
  readonly value: () => V128;
  take(part: V128): void;
}

/** Every lane of the adjoint to the first candidate that has the value; the last one takes what is left. */
export function give(f: FunctionBuilder, candidates: readonly Candidate[], value: V128, adjoint: V128): void {
  let left = adjoint;
  for (const candidate of candidates.slice(0, -1)) {
    const wins = f.f32x4.eq(candidate.value(), value);
    candidate.take(f.v128.and(left, wins));
    left = f.v128.andnot(left, wins);
  }
  candidates.at(-1)?.take(left);
}

/** Adds a part to four pixels of a row, or takes it from them. */
export function passTo(f: FunctionBuilder, verb: "add" | "sub", row: I32, x: I32): (part: V128) => void {
  return (part) => {
    const place = f.let(row.add(x));
    store(f, place, f.f32x4[verb](load(f, place), part));
  };
}

/** What pixels pass to the pixel before, to themselves and to the one after goes by way of three rows of buffers. */
export interface InRow {
  readonly before: I32;
  candidate(pixels: number, x: I32, value: () => V128): Candidate;
  /** Nothing comes from beyond the ends of the row. */
  close(): void;
  /** What has been passed to four pixels. */
  sum(x: I32): V128;
}

export function passInRow(f: FunctionBuilder, { rowBytes, width }: Padded, first: I32): InRow {
  const [before, middle, after] = [0, 1, 2].map((k) => f.let(first.add(k * rowBytes)));
  return {
    before,
    candidate: (pixels, x, value) => ({
      value,
      take: (part) => store(f, [before, middle, after][pixels + 1].add(x), part),
    }),
    close: () => {
      setPixel(f, before, width, 0);
      setPixel(f, after, -1, 0);
    },
    sum: (x) => {
      const parts = [load(f, middle.add(x)), load(f, before.add(x), 1), load(f, after.add(x), -1)];
      return parts.reduce((a, b) => f.f32x4.add(a, b));
    },
  };
}
