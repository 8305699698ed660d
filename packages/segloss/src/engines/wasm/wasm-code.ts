import { check } from "../../door/check.ts";
import type { Kind } from "../../door/kind.ts";
import { RECORD } from "../../door/kinds.ts";
import { type EncodedFunction, encodeModule } from "./asm/module.ts";
import { host, type WasmModule } from "./host/host.ts";

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

const BYTES: Kind = {
  expected: "a Uint8Array",
  fits: (value) => value instanceof Uint8Array,
};

/** As many as 32 bits address. */
const PAGES: Kind = {
  expected: "a whole number from 0 to 65536",
  fits: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_536,
};

/**
 * The bytes of a module of functions over a memory that it is given.
 *
 * @throws TypeError for what functionBuilder did not make
 */
export function wasmBytes(functions: Readonly<Record<string, EncodedFunction>>): Uint8Array<ArrayBuffer> {
  check("wasmBytes: functions", functions, BUILDERS);
  return encodeModule({
    functions: new Map<string, EncodedFunction>(Object.entries(functions)),
    shared: false,
  });
}

/** Makes the functions of a module that is compiled, over a new memory of so many pages of 64 KiB, all zero. */
export type WasmOver<Name extends string> = (pages: number) => WasmCode<Name> | undefined;

/**
 * Compiles the bytes of a module that `wasmBytes` made, at once and in this thread: for small ones, such as browsers let through
 * (4 KiB).
 *
 * @returns undefined where the host runs no WebAssembly with vectors, or a page's policy forbids to compile it
 */
export function compiledWasm<Name extends string>(
  bytes: Uint8Array<ArrayBuffer>,
): WasmOver<Name> | undefined {
  check("compiledWasm: bytes", bytes, BYTES);
  try {
    const module = new host.WebAssembly.Module(bytes);
    return (pages) => {
      check("compiledWasm: pages", pages, PAGES);
      return instance(module, pages);
    };
  } catch {
    return undefined;
  }
}

/** undefined where there is no memory left. */
function instance<Name extends string>(module: WasmModule, pages: number): WasmCode<Name> | undefined {
  try {
    const memory = new host.WebAssembly.Memory({ initial: pages });
    const { exports } = new host.WebAssembly.Instance(module, { host: { memory } });
    return { call: exports as WasmCode<Name>["call"], memory: memory.buffer };
  } catch {
    return undefined;
  }
}

/**
 * Functions compiled as by `compiledWasm`, over a memory of their own.
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
  return compiledWasm<Name>(wasmBytes(functions))?.(pages);
}
