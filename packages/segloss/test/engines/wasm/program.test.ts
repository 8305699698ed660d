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
            v30 = andnot(1, v27)
            v31 = classTotal over classes of v30
            keep v26
        for each pixel
          v33 = sub(v31, 1)
          v34 = add(v29, v33)
          keep v34
        for each pixel
          v35 = add(1, v34)
          v36 = sub(v35, 1)
          v37 = sub(v34, v36)
          v38 = div(v37, v35)
          v39 = less(-1, v34)
          v40 = less(v35, Infinity)
          v41 = and(v39, v40)
          v42 = and(v38, v41)
          pass on v42
          pass on v35
          v43 = less(v35, 1.17549e-38)
          v44 = and(v43, -23)
          v45 = mul(v35, 8388610)
          v46 = select(v43, v45, v35)
          v47 = subInteger(v46, 1060440000)
          v48 = shiftRight(v47, 23)
          v49 = toFloat(v48)
          v50 = add(v44, v49)
          pass on v50
          v51 = shiftLeft(v48, 23)
          v52 = subInteger(v46, v51)
          pass on v52
          v53 = div(1, v35)
          v54 = mul(v53, 0.00390625)
          keep v54
        for each pixel
          v55 = sub(v52, 1)
          v56 = add(v55, 2)
          v57 = div(v55, v56)
          pass on v57
          v58 = mul(v57, v57)
          v59 = mul(v58, 0.400217)
          v60 = add(0.666664, v59)
          v61 = mul(v58, v58)
          v62 = mul(v58, 0.280244)
          v63 = add(0.279991, v62)
          v64 = mul(v61, v63)
          v65 = add(v60, v64)
          v66 = mul(v58, v65)
          pass on v66
        for each pixel
          v67 = equal(v35, Infinity)
          v68 = equal(v35, 0)
          v69 = add(2, v66)
          v70 = mul(v57, v69)
          v71 = mul(-0.000212194, v50)
          v72 = add(v70, v71)
          v73 = mul(0.693359, v50)
          v74 = add(v72, v73)
          v75 = select(v68, -Infinity, v74)
          v76 = select(v67, v35, v75)
          v77 = atLeast(v35, 0)
          v78 = not(v77)
          v79 = or(v76, v78)
          v80 = add(v42, v79)
          keep v80
        for each class
          for each pixel
            v4 = sub(z, v2)
            v82 = sub(v4, v80)
            v83 = sameInteger(label, classIndex)
            v84 = and(v82, v83)
            sum0[c] += v84
            v85 = signBit(v83)
            v86 = sub(1, v26)
            v87 = add(v34, v86)
            v88 = select(v83, v87, v26)
            v89 = mul(v88, v54)
            v90 = xor(v85, v89)
            saved = v90"
    `);
  });
});
