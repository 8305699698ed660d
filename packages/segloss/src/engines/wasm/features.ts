import { functionBuilder } from "./encoder/function-builder.ts";
import { encodeModule } from "./encoder/module.ts";
import { host } from "./host.ts";

/** Whether the host runs vector instructions at all. */
export function hasSimd(): boolean {
  return runs("f32x4.add");
}

/** Whether the host has relaxed SIMD: a multiplication and an addition in one instruction. */
export function hasRelaxedSimd(): boolean {
  return runs("f32x4.relaxed_madd");
}

function runs(name: "f32x4.add" | "f32x4.relaxed_madd"): boolean {
  const f = functionBuilder([]);
  const x = f.splat(1);
  f.vector(name, name === "f32x4.add" ? [x, x] : [x, x, x]);
  return host.WebAssembly.validate(encodeModule({ functions: new Map([["probe", f]]), shared: false }));
}
