import { functionBuilder } from "../../../../src/engines/wasm/asm/function-builder.ts";
import { encodeModule } from "../../../../src/engines/wasm/asm/module.ts";
import { emitFunction } from "../../../../src/engines/wasm/emit/emit-function.ts";
import { host } from "../../../../src/engines/wasm/host/host.ts";
import type { LoopValue, Make } from "../../../../src/engines/wasm/legalise/instructions.ts";

export type VectorFunction = (make: Make, x: LoopValue) => LoopValue;

/** A vector function as one of arrays (a multiple of four numbers). */
export function applyVector(of: VectorFunction, relaxed = false): (x: Float32Array) => Float32Array {
  const f = functionBuilder(["at", "left"]);
  const { at, left } = f.parameters;
  f.repeat(() => {
    f.store(at, emitFunction(f, of, f.v128.load(at), relaxed));
    f.advance(at, 16);
    f.advance(left, -4);
    return left;
  });
  const memory = new host.WebAssembly.Memory({ initial: 64 });
  const module = new host.WebAssembly.Module(
    encodeModule({ functions: new Map([["run", f]]), shared: false }),
  );
  const { run } = new host.WebAssembly.Instance(module, { host: { memory } }).exports;
  return (x) => {
    const view = new Float32Array(memory.buffer, 0, x.length);
    view.set(x);
    run(0, x.length);
    return view.slice();
  };
}

/** Largest relative error over evenly spaced numbers and every float near the ends. */
export function largestError(
  of: (x: Float32Array) => Float32Array,
  exact: (x: number) => number,
  [low, high]: readonly [number, number],
): number {
  const count = 1 << 19;
  const x = Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  const got = of(x);
  let worst = 0;
  for (let i = 0; i < count; i++) {
    const right = exact(x[i]);
    worst = Math.max(worst, Math.abs(got[i] - right) / Math.max(Math.abs(right), 1e-37));
  }
  return worst;
}

/** The same over numbers that are evenly spaced by their logarithm. */
export function largestErrorByScale(
  of: (x: Float32Array) => Float32Array,
  exact: (x: number) => number,
  [low, high]: readonly [number, number],
): number {
  const count = 1 << 19;
  const step = Math.log(high / low) / (count - 1);
  const x = Float32Array.from({ length: count }, (_, i) => low * Math.exp(step * i));
  const got = of(x);
  let worst = 0;
  for (let i = 0; i < count; i++) worst = Math.max(worst, Math.abs(got[i] / exact(x[i]) - 1));
  return worst;
}
