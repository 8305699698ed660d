import { parseLoss } from "segloss";
import { afterAll, describe, expect, test } from "vitest";
import { wasmFields } from "../../../../src/engines/wasm/kernels/fields/wasm-fields.ts";
import { wasm } from "../../../../src/engines/wasm/wasm.ts";
import { once, randomInputs } from "../steps.ts";
import { blobs } from "./blobs.ts";
import { expectSame } from "./expect-same.ts";

const [one, two, three] = await Promise.all([wasm(), wasm({ threads: 2 }), wasm({ threads: 3 })]);
afterAll(() => {
  for (const engine of [one, two, three]) engine.dispose();
});

const SHAPES = [[401, 517], [40, 61, 53], [30_000]];
const SPACINGS = [undefined, [0.7, 1.3, 2.1]];

describe("threads give the same to the last bit", () => {
  test.each(SHAPES.flatMap((shape) => SPACINGS.map((spacing) => [shape, spacing?.slice(0, shape.length)])))(
    "fields of %j, spacing %j",
    (shape, spacing) => {
      if (!shape) return;
      const labels = blobs(shape, 30, 2);
      const options = spacing ? { spacing } : {};
      const expected = one.fields.nearestCells(labels, shape, options);
      for (const { fields } of [two, three]) {
        for (const name of ["distanceTransform", "signedDistance", "unetWeights"] as const)
          expectSame(fields[name](labels, shape, options), one.fields[name](labels, shape, options));
        const { d1, d2 } = fields.nearestCells(labels, shape, options);
        expectSame(d1, expected.d1);
        expectSame(d2, expected.d2);
      }
    },
  );

  test.each(["boundary", "hausdorff", "distanceCrossEntropy"])("step of %s", (loss) => {
    const shape = [3, 200, 211, 1];
    const inputs = randomInputs(shape);
    const [a, b, c] = [one, two, three].map((engine) => once(engine, loss, { shape }, inputs));
    for (const other of [b, c]) {
      expect(other.value).toBe(a.value);
      expectSame(other.gradient, a.gradient);
    }
  });
});

describe("memory", () => {
  test("10,000 calls of changing size take no more than the largest", () => {
    const fields = wasmFields();
    const sizes = [24, 7, 40, 13];
    const images = sizes.map((size) => blobs([size, size + 3], 5, size));
    const call = (i: number): void => {
      const size = sizes[i % sizes.length];
      const labels = images[i % sizes.length];
      fields.unetWeights(labels, [size, size + 3]);
      fields.signedDistance(labels, [size, size + 3]);
    };
    for (let i = 0; i < 4; i++) call(i);
    const used = fields.usedBytes();
    for (let i = 0; i < 10_000; i++) call(i);
    expect(fields.usedBytes()).toBe(used);
  });

  test("steps with fields take theirs when compiled, none when run, and the last one gives it back", async () => {
    const engine = await wasm();
    const shape = [2, 48, 50, 1];
    const inputs = randomInputs(shape);
    const steps = ["hausdorff", "distanceCrossEntropy", "boundary"].map((loss) =>
      engine.compile(parseLoss(loss), { shape }),
    );
    const used = engine.usedBytes();
    for (const step of steps) step.run({ ...inputs, gradient: new Float32Array(inputs.logits.length) });
    expect(engine.usedBytes()).toBeLessThanOrEqual(used + 2 ** 16);
    const kept = engine.usedBytes();
    for (let i = 0; i < 20; i++) for (const step of steps) step.run(inputs);
    expect(engine.usedBytes()).toBe(kept);
    for (const step of steps) step.dispose();
    expect(engine.usedBytes()).toBe(0);
  });

  test("arrays of a step stay valid over runs that make fields", async () => {
    const engine = await wasm();
    const shape = [1, 40, 40, 1];
    const { logits, targets } = randomInputs(shape);
    const step = engine.compile(parseLoss("hausdorff"), { shape });
    const expected = step.run({ logits, targets });
    const arrays = step.arrays();
    arrays.logits.set(logits);
    arrays.targets.set(targets);
    expect(step.run(arrays)).toBe(expected);
    expect(step.arrays().logits.buffer).toBe(arrays.logits.buffer);
    step.dispose();
  });
});
