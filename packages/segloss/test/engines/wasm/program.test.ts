import { makePlan, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { readOptions } from "../../../src/engines/read-options.ts";
import { engineMemory } from "../../../src/engines/wasm/memory.ts";
import { printProgram } from "../../../src/engines/wasm/print-program.ts";
import { makeVariant } from "../../../src/engines/wasm/variant.ts";

function program(loss: string, shape: readonly number[]): string {
  const plan = makePlan(parseLoss(loss), readOptions({ shape }));
  const options = { labelBytes: 1, memory: engineMemory(false), threads: 1, relaxed: false } as const;
  return printProgram(makeVariant(plan, options).sweeps[0]);
}

describe("the generated programs", () => {
  it("cross entropy: one exponential, no logarithm, both labels by one formula", () => {
    expect(program("crossEntropy", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = signBit(label)
          v2 = xor(z, v1)
          v3 = pmax(v2, 0)
          sum0 += v3
          v4 = or(z, -0)
          v5 = expNegative(v4)
          sum0 += log1p(v5)
          guard0 = max(guard0, bits(v4))
          guard1 = max(guard1, bits(label))
          keep v5
        for each pixel
          v6 = add(v5, 1)
          v7 = div(1, v6)
          v8 = mul(v5, v7)
          v9 = xor(v7, v8)
          v1 = signBit(label)
          v2 = xor(z, v1)
          v10 = signMask(v2)
          v11 = and(v9, v10)
          v12 = xor(v7, v11)
          v13 = mul(0.00390625, v12)
          v14 = xor(v13, v1)
          saved = v14"
    `);
  });
  it("Dice: sums in one sweep, the gradient from what it saved in another", () => {
    expect(program("dice", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = signBit(label)
          v2 = signMask(v1)
          v3 = and(1, v2)
          sum1 += v3
          v4 = or(z, -0)
          guard0 = max(guard0, bits(v4))
          guard1 = max(guard1, bits(label))
          v5 = expNegative(v4)
          keep v5
        for each pixel
          v6 = add(v5, 1)
          v7 = div(1, v6)
          v8 = mul(v5, v7)
          v9 = xor(v7, v8)
          v10 = signMask(z)
          v11 = and(v9, v10)
          v12 = xor(v7, v11)
          v13 = mul(v12, v12)
          sum0 += v13
          v1 = signBit(label)
          v2 = signMask(v1)
          v14 = and(v12, v2)
          sum2 += v14
          v15 = and(z, -0)
          v16 = or(v5, v15)
          saved = v16
      sweep 1
        for each pixel
          v1 = abs(saved)
          v2 = add(v1, 1)
          v3 = div(1, v2)
          v4 = mul(v1, v3)
          v5 = xor(v3, v4)
          v6 = signMask(saved)
          v7 = and(v5, v6)
          v8 = xor(v4, v7)
          v9 = signBit(label)
          v10 = signMask(v9)
          v11 = xor(v3, v7)
          v12 = mul(k0, v11)
          v13 = add(v12, k1)
          v14 = mul(v13, v11)
          v15 = mul(v11, v11)
          v16 = mul(k0, v15)
          v17 = select(v10, v14, v16)
          v18 = mul(v8, v17)
          saved = v18"
    `);
  });
  it("softmax cross entropy: largest logit, exponentials, then value and gradient", () => {
    expect(program("crossEntropy", [1, 16, 16, 4])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          guard1 = max(guard1, bits(label))
          keep label
        for each class, for each pixel
          v1 = classMax over classes of z
          v2 = or(z, -0)
          guard0 = max(guard0, bits(v2))
        for each class, for each pixel
          v3 = sub(z, v1)
          v4 = expNegative(v3)
          v5 = less(v4, 1)
          v6 = and(v4, v5)
          v7 = classTotal over classes of v6
          v8 = andnot(1, v5)
          v9 = classTotal over classes of v8
          keep v4
        for each pixel
          v10 = sub(v9, 1)
          v11 = add(v7, v10)
          v12 = log1p(v11)
          keep v12
          keep v11
          v13 = add(v11, 1)
          v14 = div(1, v13)
          keep v14
        for each class, for each pixel
          v3 = sub(z, v1)
          v15 = sub(v3, v12)
          v16 = sameInteger(label, classIndex)
          v17 = and(v15, v16)
          sum0[c] += v17
          v18 = sub(1, v4)
          v19 = add(v11, v18)
          v20 = mul(v19, v14)
          v21 = mul(v4, v14)
          v22 = select(v16, v20, v21)
          v23 = mul(0.00390625, v22)
          v24 = signBit(v16)
          v25 = xor(v23, v24)
          saved = v25"
    `);
  });
});
