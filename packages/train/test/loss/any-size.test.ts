import { lossModel, type ModelShape, modelInputs, nodeRuntime } from "@segloss/train";
import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../segloss/test/conformance/random.ts";
import { emptyTensor, floatTensor, type Session, type Tensors } from "../../src/runtime/runtime.ts";

const runtime = nodeRuntime();
// Every kind of node that knows of sizes: counts of pixels, sums in stages, ranks, rows, skeletons, fields, regions.
const LOSSES = [
  "crossEntropy",
  "dice + 0.5*focal(over=image)",
  "lovasz(over=image)",
  "lovaszHinge(over=batch)",
  "topKCrossEntropy",
  "softClDice(iterations=2)",
  "boundary",
  "mcc",
];
const SIZES = [
  [1, 1, 1],
  [2, 7, 9],
  [3, 41, 53],
];

interface Setting {
  readonly classes: number;
  readonly ignoring: boolean;
  readonly weighted: boolean;
  readonly targets: "soft";
}

function makeInputs(text: string, shape: ModelShape, setting: Setting): Tensors {
  const random = seededRandom(5);
  const make: Readonly<Record<string, () => number>> = {
    logits: () => 6 * random() - 3,
    targets: () => Math.round(random()),
    valid: () => Number(random() < 0.8),
  };
  return Object.fromEntries(
    modelInputs(parseLoss(text), shape, setting).map((input) => {
      const size = (input.shape as number[]).reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: size }, make[input.name] ?? random);
      return [input.name, floatTensor(data, input.shape as number[])];
    }),
  );
}

async function run(session: Session, inputs: Tensors): Promise<readonly number[]> {
  const value = emptyTensor("float32", []);
  const gradient = emptyTensor("float32", inputs.logits.shape);
  await session.run(inputs, { value, gradient });
  return [...(value.data as Float32Array), ...(gradient.data as Float32Array)];
}

describe("a model for any size gives what one for that size gives", () => {
  for (const text of LOSSES) {
    it.each([1, 3])(`${text}, %i classes`, async (classes) => {
      const setting = { classes, ignoring: classes === 3, weighted: classes === 3, targets: "soft" as const };
      const any = await runtime.session(lossModel(parseLoss(text), ["N", classes, "H", "W"], setting), {
        threads: 1,
      });
      for (const [n, h, w] of SIZES) {
        const shape = [n, classes, h, w];
        const fixed = await runtime.session(lossModel(parseLoss(text), shape, setting), { threads: 1 });
        const inputs = makeInputs(text, shape, setting);
        const [got, expected] = [await run(any, inputs), await run(fixed, inputs)];
        const scale = Math.hypot(...expected.slice(1));
        expect(Math.abs(got[0] - expected[0])).toBeLessThanOrEqual(1e-6 * Math.abs(expected[0]) + 1e-7);
        const off = Math.hypot(...expected.slice(1).map((x, i) => got[i + 1] - x));
        expect(off).toBeLessThanOrEqual(3e-6 * scale);
        await fixed.release();
      }
      await any.release();
    });
  }
});

it("shapes that are none of logits are refused", () => {
  const make = (shape: ModelShape) => lossModel(parseLoss("dice"), shape, { classes: 1 });
  expect(() => make(["N", "C", "H", "W"])).toThrow(/has a name for the classes: give their number/);
  expect(() => make(["N", 1])).toThrow(
    /must be batch, classes and one to three sizes of space, got \["N", 1\]/,
  );
  expect(() => make([1, 1, 0, 4])).toThrow(/must be whole and above 0, or names such as "N"; got 0/);
});
