import {
  evaluate,
  isEngineLimit,
  loss,
  parseLoss,
  preferredEngine,
  reference,
  supports,
  wasmFields,
  wasmSync,
} from "segloss";
import { afterEach, describe, expect, it } from "vitest";
import { randomInputs } from "./wasm/steps.ts";

const assembly = (globalThis as unknown as { WebAssembly: { validate(): boolean; Module: unknown } })
  .WebAssembly;
const { validate, Module } = assembly;
const hideSimd = (): void => {
  assembly.validate = () => false;
};
/** What a Content-Security-Policy without 'wasm-unsafe-eval' does: `validate` says yes, compiling is refused. */
const forbidCompiling = (): void => {
  assembly.Module = class {
    constructor() {
      throw new Error("WebAssembly.Module(): Compiling or instantiating WebAssembly module violates ...");
    }
  };
};
afterEach(() => {
  assembly.validate = validate;
  assembly.Module = Module;
});

function problem(shape: readonly number[]) {
  const { logits, targets } = randomInputs(shape);
  return { shape, logits, targets };
}
const small = problem([1, 8, 8, 1]);
const large = problem([1, 64, 64, 1]);
const { shape } = large;
/** Its exponentials leave the range of single precision from z = 89 on. */
const wide = loss("log(mean(exp(z)))");
/** More than the 4 GiB that WebAssembly can address. */
const huge = [1, 40_000, 40_000, 1];

describe("evaluate without an engine", () => {
  it("runs on wasm for 4096 float32 logits, with the reference's value to 1e-7", () => {
    const found = evaluate("dice + focal", large);
    const exact = evaluate("dice + focal", { ...large, engine: reference() });
    expect([found.engine, exact.engine]).toEqual(["wasm", "reference"]);
    expect(Math.abs(found.value / exact.value - 1)).toBeLessThan(1e-7);
    expect(found.gradient).toBeInstanceOf(Float32Array);
  });

  it("runs on the reference for fewer, for which it is faster, and for float64 logits", () => {
    expect(evaluate("dice", small).engine).toBe("reference");
    const doubles = Float64Array.from(large.logits);
    expect(evaluate("dice", { ...large, logits: doubles }).engine).toBe("reference");
  });

  it("runs on the reference where the host has no WebAssembly SIMD", () => {
    hideSimd();
    expect(evaluate("dice", large).engine).toBe("reference");
  });

  it("runs on the reference where a policy forbids to compile WebAssembly", () => {
    const exact = evaluate("dice", { ...large, engine: reference() });
    forbidCompiling();
    expect(evaluate("dice", large)).toEqual(exact);
  });

  it("runs on the reference what single precision does not hold", () => {
    const logits = large.logits.map(() => 100);
    expect(evaluate(wide, { ...large, logits })).toMatchObject({ engine: "reference" });
  });

  it("passes on what is wrong with the inputs", () => {
    expect(() => evaluate("dice", { ...large, targets: new Uint8Array(3) })).toThrow(
      /targets must have 4096 values/,
    );
  });
});

describe("an engine that is given", () => {
  it("refuses what it cannot do, and does no harm to what comes next", () => {
    const engine = wasmSync();
    const logits = large.logits.map(() => 100);
    expect(() => evaluate(wide, { ...large, logits, engine })).toThrow(
      /one beyond the range of single precision, which the reference engine computes/,
    );
    expect(() => engine.compile(parseLoss("dice"), { shape: huge })).toThrow(
      /needs \d+ MiB of memory, more than it can get: use smaller batches/,
    );
    expect(() => evaluate("dice", { ...large, targets: large.targets.map(() => 2), engine })).toThrow(
      /labels 0 to 1/,
    );
    expect(engine.usedBytes()).toBe(0);
    expect(evaluate("dice", { ...large, engine }).engine).toBe("wasm");
  });

  it("tells its own limits from mistakes", () => {
    const error = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (thrown) {
        return thrown;
      }
    };
    const engine = wasmSync();
    expect(isEngineLimit(error(() => engine.compile(parseLoss("dice"), { shape: huge })))).toBe(true);
    expect(isEngineLimit(error(() => engine.compile(parseLoss("dice"), { shape: [1] })))).toBe(false);
    hideSimd();
    expect(isEngineLimit(error(() => wasmSync()))).toBe(true);
  });
});

describe("the preferred engine", () => {
  it("is wasm, and the reference step by step where that cannot", () => {
    const engine = preferredEngine();
    expect(engine.name).toBe("wasm");
    const dice = parseLoss("dice");
    const [value, exact] = [engine, reference()].map((one) => one.compile(dice, { shape }).run(large));
    expect(value / exact).toBeCloseTo(1, 7);
    expect(engine.compile(dice, { shape: huge }).plan.setting.space).toEqual([40_000, 40_000]);
    const logits = large.logits.map(() => 100);
    const step = engine.compile(wide, { shape });
    expect(step.run({ ...large, logits })).toBeCloseTo(100, 12);
    engine.dispose();
  });

  it("is the reference alone where a policy forbids to compile WebAssembly", () => {
    forbidCompiling();
    expect(preferredEngine().name).toBe("reference");
  });

  it("is the reference alone where the host has no WebAssembly SIMD", () => {
    hideSimd();
    expect(preferredEngine().name).toBe("reference");
  });
});

describe("a host that runs no WebAssembly", () => {
  it("says which of its policies forbids it", () => {
    forbidCompiling();
    expect(() => wasmSync()).toThrow(
      "This page may not compile WebAssembly: allow it with script-src 'wasm-unsafe-eval' in its Content-Security-Policy " +
        "('unsafe-eval' is not needed), or use the reference engine.",
    );
    expect(() => wasmFields()).toThrow(/or use the functions of the same names in segloss\/fields\.$/);
    const { missing, ...rest } = supports();
    expect(rest).toEqual({ wasm: false, relaxed: false, threads: false });
    expect(missing).toEqual([expect.stringContaining("'wasm-unsafe-eval'")]);
  });

  it("or that it has no vectors", () => {
    hideSimd();
    expect(supports().missing).toEqual(["The host has no WebAssembly SIMD: use the reference engine."]);
  });
});

it("Node supports all of it", () => {
  expect(supports()).toMatchObject({ wasm: true, threads: true, missing: [] });
});
