import { type I32, i32 } from "../asm/value.ts";

/** A piece of a step's memory: parts of so many bytes, one after the other, one for each thread, image or chunk. */
export interface Area {
  readonly address: number;
  readonly bytes: number;
}

/** Address of a part. */
export function partOf({ address, bytes }: Area, index: I32): I32 {
  return i32.add(address, index.mul(bytes));
}
