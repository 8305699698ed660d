import { describe, expect, it } from "vitest";
import { hasRelaxedSimd } from "../../../../src/engines/wasm/host/features.ts";
import { exp, expNegative } from "../../../../src/engines/wasm/legalise/exponential.ts";
import { cosh, sinh, tanh } from "../../../../src/engines/wasm/legalise/hyperbolic.ts";
import { log, log1p, log1pUnit } from "../../../../src/engines/wasm/legalise/logarithm.ts";
import { applyVector, largestError, largestErrorByScale, type VectorFunction } from "./apply-vector.ts";

type Bound = readonly [VectorFunction, (x: number) => number, readonly [number, number], number];

/** Function, exact function, range, bound of the relative error. */
const BOUNDS: Readonly<Record<string, Bound>> = {
  "expNegative on [-87, 0]": [expNegative, Math.exp, [-87, 0], 2e-7],
  "expNegative near 0": [expNegative, Math.exp, [-1, 0], 1.5e-7],
  "exp on [-87, 88.7]": [exp, Math.exp, [-87, 88.7], 2.5e-7],
  "log1pUnit on [0, 1]": [log1pUnit, Math.log1p, [0, 1], 2.5e-7],
  "log on [0.01, 4]": [log, Math.log, [1.0001, 4], 3e-7],
  "log1p on [-0.9, 10]": [log1p, Math.log1p, [-0.9, 10], 3e-7],
  "tanh on [-10, 10]": [tanh, Math.tanh, [-10, 10], 4e-7],
  "cosh on [-80, 80]": [cosh, Math.cosh, [-80, 80], 4e-7],
  "sinh on [-80, 80]": [sinh, Math.sinh, [-80, 80], 5e-7],
};

const BY_SCALE: Readonly<Record<string, Bound>> = {
  "log1pUnit from 1e-37 to 1": [log1pUnit, Math.log1p, [1e-37, 1], 2.5e-7],
  "log of tiny numbers": [log, Math.log, [1e-44, 1e-37], 3e-7],
  "log of large numbers": [log, Math.log, [2, 3e38], 3e-7],
  "log1p from 1e-37 to 1e30": [log1p, Math.log1p, [1e-37, 1e30], 3e-7],
  "tanh of tiny numbers": [tanh, Math.tanh, [1e-30, 1], 4e-7],
  "sinh of tiny numbers": [sinh, Math.sinh, [1e-30, 2], 5e-7],
};

const variants = hasRelaxedSimd() ? [false, true] : [false];
for (const relaxed of variants) {
  describe(`relative errors, ${relaxed ? "relaxed" : "strict"} SIMD`, () => {
    for (const [name, [of, exact, range, bound]] of Object.entries(BOUNDS)) {
      it(`${name} below ${bound}`, () =>
        expect(largestError(applyVector(of, relaxed), exact, range)).toBeLessThan(bound));
    }
    for (const [name, [of, exact, range, bound]] of Object.entries(BY_SCALE)) {
      it(`${name} below ${bound}`, () =>
        expect(largestErrorByScale(applyVector(of, relaxed), exact, range)).toBeLessThan(bound));
    }
  });
}

describe("edges", () => {
  const at = (of: VectorFunction, ...x: number[]): number[] => [...applyVector(of)(Float32Array.from(x))];
  it("exp: 1 at 0, 0 far below, infinite far above, NaN stays", () => {
    expect(at(exp, 0, -200, 200, Number.NaN)).toEqual([1, 0, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(at(exp, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -0, 1e-40).slice(0, 2)).toEqual([
      0,
      Number.POSITIVE_INFINITY,
    ]);
  });
  it("expNegative: 1 at 0, stays at e^-87 below", () => {
    const [one, far, farther] = at(expNegative, 0, -100, -1e30, -87);
    expect(one).toBe(1);
    expect(far).toBe(farther);
    expect(far).toBeLessThan(1.7e-38);
  });
  it("log: -infinity at 0, NaN below, infinity stays, 0 at 1", () => {
    expect(at(log, 0, -1, Number.POSITIVE_INFINITY, 1)).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
    ]);
  });
  it("log1p: 0 at 0, -infinity at -1", () => {
    expect(at(log1p, 0, -1, 1e-30, -1e-30)).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Math.fround(1e-30),
      Math.fround(-1e-30),
    ]);
  });
});
