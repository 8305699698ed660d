import { type CompileOptions, makePlan, parseLoss, wasmSync } from "segloss";
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

it("a step prints its own", () => {
  const step = wasmSync({ relaxed: false }).compile(parseLoss("dice"), { shape: [1, 16, 16, 1] });
  expect(step.program()).toBe(program("dice", [1, 16, 16, 1]));
  step.dispose();
  expect(() => step.program()).toThrow("This step was disposed of: compile the loss again.");
});

describe("the generated programs", () => {
  it("cross entropy of pixels some of which are left out takes no logarithm of a pixel either", () => {
    // A coefficient of the logarithm's series.
    expect(program("focal", [1, 16, 16, 1])).toMatch(/0\.280244/);
    for (const options of [{}, { ignore: 255 }, { mask: true }])
      expect(program("crossEntropy", [1, 16, 16, 1], options)).not.toMatch(/0\.280244/);
  });

  it("cross entropy: one exponential, no logarithm, both labels by one formula", () => {
    expect(program("crossEntropy", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = or(z, -0)
          guard0 = max(guard0, bits(v1))
          v2 = pmax(v1, -87)
          v3 = mul(v2, 1.4427)
          v4 = add(12582900, v3)
          v5 = sub(v4, 12582900)
          v6 = mul(v5, 0.693359)
          v7 = sub(v2, v6)
          v8 = mul(v5, -0.000212194)
          v9 = sub(v7, v8)
          pass on v9
          pass on v4
        for each pixel
          v10 = add(1, v9)
          v11 = mul(v9, v9)
          v12 = mul(v9, 0.166665)
          v13 = add(0.5, v12)
          v14 = mul(v9, 0.00836878)
          v15 = add(0.0416684, v14)
          v16 = mul(v11, 0.00138145)
          v17 = add(v15, v16)
          v18 = mul(v11, v17)
          v19 = add(v13, v18)
          v20 = mul(v11, v19)
          v21 = add(v10, v20)
          v22 = shiftLeft(v4, 23)
          v23 = addInteger(v21, v22)
          pass on v23
        for each pixel
          v24 = signBit(label)
          v25 = xor(z, v24)
          v26 = pmax(v25, 0)
          sum0 += v26
          sum0 += log1p(v23)
          guard1 = max(guard1, bits(label))
          v27 = signMask(v25)
          v28 = andnot(1, v27)
          v29 = pmax(v23, v28)
          v30 = add(1, v23)
          v31 = div(0.00390625, v30)
          v32 = mul(v29, v31)
          v33 = xor(v24, v32)
          saved = v33"
    `);
  });
  it("Dice: sums in one sweep, the gradient from what it saved in another", () => {
    expect(program("dice", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = or(z, -0)
          guard0 = max(guard0, bits(v1))
          v2 = pmax(v1, -87)
          v3 = mul(v2, 1.4427)
          v4 = add(12582900, v3)
          v5 = sub(v4, 12582900)
          v6 = mul(v5, 0.693359)
          v7 = sub(v2, v6)
          v8 = mul(v5, -0.000212194)
          v9 = sub(v7, v8)
          pass on v9
          pass on v4
        for each pixel
          v10 = add(1, v9)
          v11 = mul(v9, v9)
          v12 = mul(v9, 0.166665)
          v13 = add(0.5, v12)
          v14 = mul(v9, 0.00836878)
          v15 = add(0.0416684, v14)
          v16 = mul(v11, 0.00138145)
          v17 = add(v15, v16)
          v18 = mul(v11, v17)
          v19 = add(v13, v18)
          v20 = mul(v11, v19)
          v21 = add(v10, v20)
          v22 = shiftLeft(v4, 23)
          v23 = addInteger(v21, v22)
          pass on v23
        for each pixel
          v24 = add(1, v23)
          v25 = div(1, v24)
          v26 = mul(v23, v25)
          v27 = signMask(z)
          v28 = andnot(v25, v27)
          v29 = pmax(v26, v28)
          v30 = mul(v29, v29)
          sum0 += v30
          v31 = signBit(label)
          v32 = signMask(v31)
          v33 = and(v32, 1)
          sum1 += v33
          v34 = and(v32, v29)
          sum2 += v34
          guard1 = max(guard1, bits(label))
          v35 = and(z, -0)
          v36 = or(v35, v26)
          saved = v36
      sweep 1
        for each pixel
          v1 = signBit(label)
          v2 = signMask(v1)
          v3 = and(k0, v2)
          v4 = signMask(saved)
          v5 = andnot(1, v4)
          v6 = sub(v5, saved)
          v7 = mul(k1, v6)
          v8 = add(v3, v7)
          v9 = abs(saved)
          v10 = sub(1, v9)
          v11 = mul(v9, v10)
          v12 = mul(v8, v11)
          saved = v12"
    `);
  });
  it("softmax cross entropy: largest logit, exponentials, then value and gradient", () => {
    expect(program("crossEntropy", [1, 16, 16, 4])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          guard1 = max(guard1, bits(label))
          keep label
        for each class
          for each pixel
            v2 = classMax over classes of z
            v3 = or(z, -0)
            guard0 = max(guard0, bits(v3))
        for each class
          for each pixel
            v4 = sub(z, v2)
            v5 = pmax(v4, -87)
            v6 = mul(v5, 1.4427)
            v7 = add(12582900, v6)
            v8 = sub(v7, 12582900)
            v9 = mul(v8, 0.693359)
            v10 = sub(v5, v9)
            v11 = mul(v8, -0.000212194)
            v12 = sub(v10, v11)
            pass on v12
            pass on v7
          for each pixel
            v13 = add(1, v12)
            v14 = mul(v12, v12)
            v15 = mul(v12, 0.166665)
            v16 = add(0.5, v15)
            v17 = mul(v12, 0.00836878)
            v18 = add(0.0416684, v17)
            v19 = mul(v14, 0.00138145)
            v20 = add(v18, v19)
            v21 = mul(v14, v20)
            v22 = add(v16, v21)
            v23 = mul(v14, v22)
            v24 = add(v13, v23)
            v25 = shiftLeft(v7, 23)
            v26 = addInteger(v24, v25)
            v27 = less(v26, 1)
            v28 = and(v26, v27)
            v29 = classTotal over classes of v28
            v30 = classTotal over classes of v26
            keep v26
        for each pixel
          v32 = sub(v30, v29)
          v33 = add(v32, 12582900)
          v34 = sub(v33, 12582900)
          v35 = sub(v34, 1)
          v36 = add(v29, v35)
          keep v36
        for each pixel
          v37 = add(1, v36)
          v38 = sub(v37, 1)
          v39 = sub(v36, v38)
          v40 = div(v39, v37)
          v41 = less(-1, v36)
          v42 = less(v37, Infinity)
          v43 = and(v41, v42)
          v44 = and(v40, v43)
          pass on v44
          pass on v37
          v45 = less(v37, 1.17549e-38)
          v46 = and(v45, -23)
          v47 = mul(v37, 8388610)
          v48 = select(v45, v47, v37)
          v49 = subInteger(v48, 1060440000)
          v50 = shiftRight(v49, 23)
          v51 = toFloat(v50)
          v52 = add(v46, v51)
          pass on v52
          v53 = shiftLeft(v50, 23)
          v54 = subInteger(v48, v53)
          pass on v54
          v55 = div(1, v37)
          v56 = mul(v55, 0.00390625)
          keep v56
        for each pixel
          v57 = sub(v54, 1)
          v58 = add(v57, 2)
          v59 = div(v57, v58)
          pass on v59
          v60 = mul(v59, v59)
          v61 = mul(v60, 0.400217)
          v62 = add(0.666664, v61)
          v63 = mul(v60, v60)
          v64 = mul(v60, 0.280244)
          v65 = add(0.279991, v64)
          v66 = mul(v63, v65)
          v67 = add(v62, v66)
          v68 = mul(v60, v67)
          pass on v68
        for each pixel
          v69 = equal(v37, Infinity)
          v70 = equal(v37, 0)
          v71 = add(2, v68)
          v72 = mul(v59, v71)
          v73 = mul(-0.000212194, v52)
          v74 = add(v72, v73)
          v75 = mul(0.693359, v52)
          v76 = add(v74, v75)
          v77 = select(v70, -Infinity, v76)
          v78 = select(v69, v37, v77)
          v79 = atLeast(v37, 0)
          v80 = not(v79)
          v81 = or(v78, v80)
          v82 = add(v44, v81)
          keep v82
        for each class
          for each pixel
            v4 = sub(z, v2)
            v84 = sub(v4, v82)
            v85 = sameInteger(label, classIndex)
            v86 = and(v84, v85)
            sum0[c] += v86
            v87 = signBit(v85)
            v88 = sub(1, v26)
            v89 = add(v36, v88)
            v90 = select(v85, v89, v26)
            v91 = mul(v90, v56)
            v92 = xor(v87, v91)
            saved = v92"
    `);
  });
});
