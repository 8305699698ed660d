import { check } from "../../door/check.ts";
import type { Kind } from "../../door/kind.ts";
import { RECORD } from "../../door/kinds.ts";
import { type EncodedFunction, encodeModule } from "./asm/module.ts";
import { host } from "./host.ts";

/** Functions that run, and the memory they work in. */
export interface WasmCode<Name extends string> {
  readonly call: Readonly<Record<Name, (...args: number[]) => number>>;
  readonly memory: ArrayBuffer;
}

const BUILDERS: Kind = {
  expected: "an object of functions that functionBuilder made",
  fits: (value) =>
    RECORD.fits(value) &&
    Object.values(value as object).every(
      (f: Partial<EncodedFunction> | null) => typeof f?.code === "function",
    ),
};

/** As many as 32 bits address. */
const PAGES: Kind = {
  expected: "a whole number from 0 to 65536",
  fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_536,
};

/**
 * Compiles functions over a memory of their own, at once and in this thread: for small ones, such as browsers let
 * through (4 KiB).
 *
 * @param pages of 64 KiB, all zero
 * @returns undefined where the host runs no WebAssembly with vectors, or a page's policy forbids to compile it
 */
export function wasmCode<Name extends string>(
  functions: Readonly<Record<Name, EncodedFunction>>,
  pages: number,
): WasmCode<Name> | undefined {
  check("wasmCode: functions", functions, BUILDERS);
  check("wasmCode: pages", pages, PAGES);
  const builders = new Map<string, EncodedFunction>(Object.entries(functions));
  const bytes = encodeModule({ functions: builders, shared: false });
  try {
    if (!host.WebAssembly.validate(bytes)) return undefined;
    const memory = new host.WebAssembly.Memory({ initial: pages });
    const module = new host.WebAssembly.Module(bytes);
    const { exports } = new host.WebAssembly.Instance(module, { host: { memory } });
    return { call: exports as WasmCode<Name>["call"], memory: memory.buffer };
  } catch {
    return undefined;
  }
}
