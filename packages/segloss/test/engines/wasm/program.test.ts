import { type CompileOptions, makePlan, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { readOptions } from "../../../src/engines/read-options.ts";
import { engineMemory } from "../../../src/engines/wasm/memory.ts";
import { printProgram } from "../../../src/engines/wasm/print-program.ts";
import { makeVariant } from "../../../src/engines/wasm/variant.ts";

function program(loss: string, shape: readonly number[], more: Partial<CompileOptions> = {}): string {
  const plan = makePlan(parseLoss(loss), readOptions({ shape, ...more }));
  const options = {
    labelBytes: 1,
    memory: engineMemory(false),
    threads: 1,
    relaxed: false,
    lovasz: "auto",
  } as const;
  return printProgram(makeVariant(plan, options).sweeps[0]);
}

describe("the generated programs", () => {
  it("cross entropy of pixels some of which are left out takes no logarithm of a pixel either", () => {
    for (const options of [{}, { ignore: 255 }, { mask: true }])
      expect(program("crossEntropy", [1, 16, 16, 1], options)).not.toMatch(/log1pUnit/);
  });

  it("cross entropy: one exponential, no logarithm, both labels by one formula", () => {
    expect(program("crossEntropy", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = or(z, -0)
          guard0 = max(guard0, bits(v1))
          v2 = expNegative(v1)
          keep v2
        for each pixel
          v3 = signBit(label)
          v4 = xor(z, v3)
          v5 = pmax(v4, 0)
          sum0 += v5
          sum0 += log1p(v2)
          guard1 = max(guard1, bits(label))
          v6 = signMask(v4)
          v7 = andnot(1, v6)
          v8 = pmax(v2, v7)
          v9 = add(v2, 1)
          v10 = div(0.00390625, v9)
          v11 = mul(v8, v10)
          v12 = xor(v3, v11)
          saved = v12"
    `);
  });
  it("Dice: sums in one sweep, the gradient from what it saved in another", () => {
    expect(program("dice", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = or(z, -0)
          guard0 = max(guard0, bits(v1))
          v2 = expNegative(v1)
          keep v2
        for each pixel
          v3 = signMask(z)
          v4 = andnot(1, v3)
          v5 = pmax(v2, v4)
          v6 = add(v2, 1)
          v7 = div(1, v6)
          v8 = mul(v5, v7)
          v9 = mul(v8, v8)
          sum0 += v9
          v10 = signBit(label)
          v11 = signMask(v10)
          v12 = and(v11, 1)
          sum1 += v12
          v13 = and(v11, v8)
          sum2 += v13
          guard1 = max(guard1, bits(label))
          v14 = mul(v2, v7)
          v15 = and(z, -0)
          v16 = or(v14, v15)
          saved = v16
      sweep 1
        for each pixel
          v1 = signBit(label)
          v2 = signMask(v1)
          v3 = and(k0, v2)
          v4 = abs(saved)
          v5 = sub(1, v4)
          v6 = signMask(saved)
          v7 = xor(v4, v5)
          v8 = and(v6, v7)
          v9 = xor(v5, v8)
          v10 = mul(k1, v9)
          v11 = add(v3, v10)
          v12 = mul(v4, v5)
          v13 = mul(v11, v12)
          saved = v13"
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
          v13 = add(1, v11)
          v14 = div(1, v13)
          v15 = mul(v14, 0.00390625)
          keep v15
        for each class, for each pixel
          v3 = sub(z, v1)
          v16 = sub(v3, v12)
          v17 = sameInteger(label, classIndex)
          v18 = and(v16, v17)
          sum0[c] += v18
          v19 = signBit(v17)
          v20 = sub(1, v4)
          v21 = add(v11, v20)
          v22 = select(v17, v21, v4)
          v23 = mul(v22, v15)
          v24 = xor(v19, v23)
          saved = v24"
    `);
  });
});
