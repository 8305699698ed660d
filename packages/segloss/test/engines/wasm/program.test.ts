import { type CompileOptions, makePlan, parseLoss, wasmSync } from "segloss";
import { describe, expect, it } from "vitest";
import { readOptions } from "../../../src/engines/read-options.ts";
import { printProgram } from "../../../src/engines/wasm/emit/print-program.ts";
import { lowerPlan } from "../../../src/engines/wasm/runtime/lower-plan.ts";

function program(loss: string, shape: readonly number[], more: Partial<CompileOptions> = {}): string {
  const plan = makePlan(parseLoss(loss), readOptions({ shape, ...more }));
  return printProgram(lowerPlan(plan, false).withGradient.sweeps);
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
          v2 = max(v1, -87)
          v3 = mul(v2, 1.4427)
          v4 = add(v3, 12582900)
          v5 = sub(v4, 12582900)
          v6 = mul(v5, 0.693359)
          v7 = sub(v2, v6)
          v8 = mul(v5, -0.000212194)
          v9 = sub(v7, v8)
          spill v9
          spill v4
        for each pixel
          v10 = mul(v9, v9)
          v11 = mul(v10, 0.00138145)
          v12 = mul(v9, 0.00836878)
          v13 = add(v12, 0.0416684)
          v14 = add(v11, v13)
          v15 = mul(v14, v10)
          v16 = mul(v9, 0.166665)
          v17 = add(v16, 0.5)
          v18 = add(v15, v17)
          v19 = mul(v18, v10)
          v20 = add(v9, 1)
          v21 = add(v19, v20)
          v22 = shiftLeft(v4, 23)
          v23 = addInteger(v21, v22)
          spill v23
        for each pixel
          v24 = signBit(label)
          v25 = xor(v24, z)
          v26 = max(v25, 0)
          sum0 += v26
          sum0 += log1p(v23)
          guard1 = max(guard1, bits(label))
          v27 = add(v23, 1)
          v28 = div(0.00390625, v27)
          v29 = signMask(v25)
          v30 = andnot(1, v29)
          v31 = max(v23, v30)
          v32 = mul(v28, v31)
          v33 = xor(v32, v24)
          saved = v33"
    `);
  });
  it("Dice: sums in one sweep, the gradient from what it saved in another", () => {
    expect(program("dice", [1, 16, 16, 1])).toMatchInlineSnapshot(`
      "sweep 0
        for each pixel
          v1 = or(z, -0)
          guard0 = max(guard0, bits(v1))
          v2 = max(v1, -87)
          v3 = mul(v2, 1.4427)
          v4 = add(v3, 12582900)
          v5 = sub(v4, 12582900)
          v6 = mul(v5, 0.693359)
          v7 = sub(v2, v6)
          v8 = mul(v5, -0.000212194)
          v9 = sub(v7, v8)
          spill v9
          spill v4
        for each pixel
          v10 = mul(v9, v9)
          v11 = mul(v10, 0.00138145)
          v12 = mul(v9, 0.00836878)
          v13 = add(v12, 0.0416684)
          v14 = add(v11, v13)
          v15 = mul(v14, v10)
          v16 = mul(v9, 0.166665)
          v17 = add(v16, 0.5)
          v18 = add(v15, v17)
          v19 = mul(v18, v10)
          v20 = add(v9, 1)
          v21 = add(v19, v20)
          v22 = shiftLeft(v4, 23)
          v23 = addInteger(v21, v22)
          spill v23
        for each pixel
          v24 = add(v23, 1)
          v25 = div(1, v24)
          v26 = mul(v25, v23)
          v27 = signMask(z)
          v28 = andnot(v25, v27)
          v29 = max(v26, v28)
          v30 = mul(v29, v29)
          sum0 += v30
          v31 = signBit(label)
          v32 = signMask(v31)
          v33 = and(v32, 1)
          sum1 += v33
          v34 = and(v29, v32)
          sum2 += v34
          guard1 = max(guard1, bits(label))
          v35 = and(z, -0)
          v36 = or(v26, v35)
          saved = v36
      sweep 1
        for each pixel
          v1 = signMask(saved)
          v2 = andnot(1, v1)
          v3 = sub(v2, saved)
          v4 = mul(v3, k1)
          v5 = signBit(label)
          v6 = signMask(v5)
          v7 = and(v6, k0)
          v8 = add(v4, v7)
          v9 = abs(saved)
          v10 = sub(1, v9)
          v11 = mul(v10, v9)
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
            v5 = max(v4, -87)
            v6 = mul(v5, 1.4427)
            v7 = add(v6, 12582900)
            v8 = sub(v7, 12582900)
            v9 = mul(v8, 0.693359)
            v10 = sub(v5, v9)
            v11 = mul(v8, -0.000212194)
            v12 = sub(v10, v11)
            spill v12
            spill v7
          for each pixel
            v13 = mul(v12, v12)
            v14 = mul(v13, 0.00138145)
            v15 = mul(v12, 0.00836878)
            v16 = add(v15, 0.0416684)
            v17 = add(v14, v16)
            v18 = mul(v17, v13)
            v19 = mul(v12, 0.166665)
            v20 = add(v19, 0.5)
            v21 = add(v18, v20)
            v22 = mul(v21, v13)
            v23 = add(v12, 1)
            v24 = add(v22, v23)
            v25 = shiftLeft(v7, 23)
            v26 = addInteger(v24, v25)
            v27 = classTotal over classes of v26
            v28 = less(v26, 1)
            v29 = and(v28, v26)
            v30 = classTotal over classes of v29
            keep v26
        for each pixel
          v32 = sub(v27, v30)
          v33 = add(v32, 12582900)
          v34 = sub(v33, 12582900)
          v35 = sub(v34, 1)
          v36 = add(v35, v30)
          keep v36
        for each pixel
          v38 = add(v36, 1)
          spill v38
          v39 = less(v38, 1.17549e-38)
          v40 = mul(v38, 8388610)
          v41 = select(v39, v40, v38)
          v42 = subInteger(v41, 1060440000)
          v43 = shiftRight(v42, 23)
          v44 = toFloat(v43)
          v45 = and(v39, -23)
          v46 = add(v44, v45)
          spill v46
          v47 = sub(v38, 1)
          v48 = sub(v36, v47)
          v49 = div(v48, v38)
          v50 = less(v38, Infinity)
          v51 = less(-1, v36)
          v52 = and(v50, v51)
          v53 = and(v49, v52)
          spill v53
          v54 = shiftLeft(v43, 23)
          v55 = subInteger(v41, v54)
          spill v55
          v56 = div(1, v38)
          v57 = mul(v56, 0.00390625)
          keep v57
        for each pixel
          v59 = sub(v55, 1)
          v60 = add(v59, 2)
          v61 = div(v59, v60)
          v62 = mul(v61, v61)
          v63 = mul(v62, 0.280244)
          v64 = add(v63, 0.279991)
          v65 = mul(v62, v62)
          v66 = mul(v64, v65)
          v67 = mul(v62, 0.400217)
          v68 = add(v67, 0.666664)
          v69 = add(v66, v68)
          v70 = mul(v69, v62)
          spill v70
          spill v61
        for each pixel
          v71 = equal(v38, Infinity)
          v72 = equal(v38, 0)
          v73 = add(v70, 2)
          v74 = mul(v73, v61)
          v75 = mul(v46, -0.000212194)
          v76 = add(v74, v75)
          v77 = mul(v46, 0.693359)
          v78 = add(v76, v77)
          v79 = select(v72, -Infinity, v78)
          v80 = select(v71, v38, v79)
          v81 = atLeast(v38, 0)
          v82 = not(v81)
          v83 = or(v80, v82)
          v84 = add(v83, v53)
          keep v84
        for each class
          for each pixel
            v4 = sub(z, v2)
            v86 = sub(v4, v84)
            v87 = same(label, classIndex)
            v88 = and(v86, v87)
            sum0[c] += v88
            v89 = sub(1, v26)
            v90 = add(v89, v36)
            v91 = select(v87, v90, v26)
            v92 = mul(v91, v57)
            v93 = signBit(v87)
            v94 = xor(v92, v93)
            saved = v94"
    `);
  });
});
