import { functionBuilder } from "../asm/function-builder.ts";
import { encodeModule } from "../asm/module.ts";
import { host } from "./host.ts";

/** Whether the host runs vector instructions: it knows them, and lets this page compile them. */
export function hasSimd(): boolean {
  return knows("f32x4.add") && compiles("f32x4.add");
}

/** Whether the host has relaxed SIMD: a multiplication and an addition in one instruction. */
export function hasRelaxedSimd(): boolean {
  return knows("f32x4.relaxed_madd") && compiles("f32x4.relaxed_madd");
}

/**
 * Why there is no WebAssembly here and what to do about it, `instead` being what works without; undefined where there is one. A Content-Security-Policy without
 * 'wasm-unsafe-eval' lets `validate` say yes and `new Module` fail.
 */
export function lacksSimd(instead: string): string | undefined {
  if (!knows("f32x4.add")) return `The host has no WebAssembly SIMD: use ${instead}.`;
  if (compiles("f32x4.add")) return undefined;
  return (
    "This page may not compile WebAssembly: allow it with script-src 'wasm-unsafe-eval' in its Content-Security-Policy " +
    `('unsafe-eval' is not needed), or use ${instead}.`
  );
}

type Probe = "f32x4.add" | "f32x4.relaxed_madd";

function knows(name: Probe): boolean {
  return host.WebAssembly?.validate(probe(name)) === true;
}

function compiles(name: Probe): boolean {
  try {
    new host.WebAssembly.Module(probe(name));
    return true;
  } catch {
    return false;
  }
}

function probe(name: Probe): Uint8Array<ArrayBuffer> {
  const f = functionBuilder([]);
  const x = f.splat(1);
  f.vector(name, name === "f32x4.add" ? [x, x] : [x, x, x]);
  return encodeModule({ functions: new Map([["probe", f]]), shared: false });
}
