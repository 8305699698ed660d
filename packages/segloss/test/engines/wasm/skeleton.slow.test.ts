import { type CompileOptions, loss, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { tilingOf } from "../../../src/engines/wasm/kernels/stencil/tiles.ts";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { seededRandom } from "../../conformance/random.ts";

// Sizes about those of a vector (4 pixels) and of rows that are padded, in 1-D to 3-D.
const SPACES = [[1], [4], [13], [3, 1], [5, 7], [8, 8], [13, 18], [2, 3, 1], [4, 5, 6], [3, 4, 9]];
const LOSSES = [
  "softClDice(iterations=0)",
  "softClDice(iterations=4, over=batch)",
  "mean(skeleton(skeleton(p, 1), 2)*y) + mean(skeleton(q, 1))",
  "mean(skeleton(p*mean(p), 2))",
  "mean(skeleton(largest(p), 1)*p)",
  // Results that are read by looks, ranks and sums of later sweeps, several alive at once.
  "mean(skeleton(p*mean(p), 2)*skeleton(q, 1)) + mean((skeleton(p, 1) - mean(skeleton(p, 1)))^2)",
  "mean(hardest(skeleton(p, 2), 0.4)*p) + mean(skeleton(hardest(p, 0.5)*p, 1)*skeleton(y, 1))",
];

const engine = await wasm();
const two = await wasm({ threads: 2 });

interface Data {
  readonly logits: Float32Array;
  readonly targets: Uint8Array;
}

function dataFor(pixels: number, channels: number): Data {
  const random = seededRandom(pixels * 31 + channels);
  const logits = Float32Array.from({ length: pixels * channels }, () => 5 * random() - 2.5);
  return { logits, targets: Uint8Array.from({ length: pixels }, () => Math.floor(random() * 2)) };
}

describe.each(SPACES.map((space) => [space.join("x"), space] as const))("%s pixels", (_, space) => {
  it.each(LOSSES)("%s is that of the reference, in both layouts", (text) => {
    for (const channels of [1, 3]) {
      for (const layout of ["channels-last", "channels-first"] as const) {
        const shape = layout === "channels-last" ? [2, ...space, channels] : [2, channels, ...space];
        const options: CompileOptions = { shape, layout };
        const inputs = dataFor(2 * space.reduce((a, b) => a * b, 1), channels);
        const expected = new Float64Array(inputs.logits.length);
        const value = reference()
          .compile(parseLoss(text), options)
          .run({ ...inputs, gradient: expected });
        const step = engine.compile(parseLoss(text), options);
        const gradient = new Float32Array(inputs.logits.length);
        expect(Math.abs(step.run({ ...inputs, gradient }) - value)).toBeLessThan(3e-7);
        expect(Math.abs(step.run(inputs) - value)).toBeLessThan(3e-7);
        step.dispose();
        const off = Math.hypot(...gradient.map((g, i) => g - expected[i]));
        expect(off).toBeLessThan(1e-6 * Math.hypot(...expected) + 1e-9);
      }
    }
  });
});

it("equal pixels: the gradient goes where that of the reference goes", () => {
  const options = { shape: [1, 6, 9, 1], link: "none" } as const;
  const random = seededRandom(3);
  const logits = Float32Array.from({ length: 54 }, () => Math.floor(random() * 3) / 2);
  const inputs = { logits, targets: new Uint8Array(54) };
  const [expected, gradient] = [new Float64Array(54), new Float32Array(54)];
  const weighted = loss("sum(skeleton(p, 3)*m)", { maps: ["m"] });
  const maps = { m: Float32Array.from({ length: 54 }, () => Math.floor(random() * 9)) };
  reference()
    .compile(weighted, options)
    .run({ ...inputs, maps, gradient: expected });
  engine.compile(weighted, options).run({ ...inputs, maps, gradient });
  expect([...gradient]).toEqual([...expected]);
});

describe("threads, which cut images into other windows, leave no trace", () => {
  // A single image is cut for each number of threads; widths of whole vectors and rounds, and others.
  it.each([
    [[3, 120, 140], 2],
    [[1, 256, 256], 1],
    [[1, 301, 333], 1],
    [[1, 47, 50, 61], 1],
  ])("%j with %i channels, on 1, 2, 3 and 5", async (sizes, channels) => {
    const options = { shape: [...sizes, channels], ignore: 2 };
    const inputs = dataFor(sizes.reduce((a, b) => a * b) as number, channels);
    const targets = inputs.targets.map((label, i) => (i % 17 === 3 ? 2 : label));
    const run = (on: typeof engine): number[] => {
      const gradient = new Float32Array(inputs.logits.length);
      const step = on.compile(parseLoss("softClDice + dice"), options);
      const value = step.run({ ...inputs, targets, gradient });
      const alone = step.run({ ...inputs, targets });
      step.dispose();
      return [value, alone, ...gradient];
    };
    const expected = run(engine);
    for (const threads of [2, 3, 5]) {
      const other = await wasm({ threads });
      expect(run(other)).toEqual(expected);
      other.dispose();
    }
  });
});

it("a value alone leaves the gradient of the run before", () => {
  const shape = [1, 40, 50, 1];
  const step = engine.compile(parseLoss("softClDice"), { shape });
  const inputs = dataFor(2000, 1);
  step.run({ ...inputs, gradient: step.arrays().gradient });
  const before = step.arrays().gradient.slice();
  step.run(inputs);
  expect(step.arrays().gradient).toEqual(before);
  step.dispose();
});

describe("ignored pixels of images that are cut into windows", () => {
  const shape = [1, 290, 330, 1];
  const pixels = 290 * 330;
  // Runs of ignored pixels, so that whole neighbourhoods of borders between windows are left out.
  const isLeftOut = (i: number): boolean => Math.floor(i / 23) % 5 === 0 || (i % 330 > 60 && i % 330 < 90);
  const { logits, targets } = dataFor(pixels, 1);
  const cases = {
    "a label": [{ ignore: 9 }, { targets: targets.map((label, i) => (isLeftOut(i) ? 9 : label)) }],
    "a mask": [{ mask: true }, { mask: targets.map((_, i) => (isLeftOut(i) ? 0 : 1)) }],
    "a mask of soft targets": [
      { mask: true, targets: "soft" },
      { mask: targets.map((_, i) => (isLeftOut(i) ? 0 : 1)), targets: logits.map((z) => 1 / (1 + z * z)) },
    ],
    "weights and a label": [
      { ignore: 9, weights: true },
      {
        targets: targets.map((label, i) => (isLeftOut(i) ? 9 : label)),
        weights: logits.map((z) => Math.abs(z)),
      },
    ],
  } as const;

  it.each(Object.entries(cases))("%s: the reference's, on 1 and 2 threads", async (_, [more, data]) => {
    const options = { shape, ...more } as CompileOptions;
    const given = { logits, targets, ...data };
    const expected = new Float64Array(pixels);
    const made = parseLoss("softClDice(iterations=2) + 0.5*dice");
    const value = reference()
      .compile(made, options)
      .run({ ...given, gradient: expected });
    for (const on of [engine, two]) {
      const step = on.compile(made, options);
      const gradient = new Float32Array(pixels);
      expect(Math.abs(step.run({ ...given, gradient }) - value)).toBeLessThan(3e-7);
      expect(Math.abs(step.run(given) - value)).toBeLessThan(3e-7);
      step.dispose();
      expect(gradient.filter((slope, i) => slope !== 0 && isLeftOut(i))).toHaveLength(0);
      const off = Math.hypot(...gradient.map((g, i) => g - expected[i]));
      expect(off).toBeLessThan(1e-6 * Math.hypot(...expected));
    }
  });

  it("and two threads have several windows", () => {
    const job = { op: "skeletonSlope", image: 0, adjoint: 1, result: 2, iterations: 2 } as const;
    const { setting } = reference().compile(parseLoss("dice"), { shape }).plan;
    expect(tilingOf(job, setting, 2).counts.reduce((a, b) => a * b)).toBeGreaterThan(1);
  });
});
