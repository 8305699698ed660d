import { graph, nodeRuntime, sizeOf } from "@segloss/train";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/graph.ts";
import type { Maps } from "../../../src/graph/maps.ts";
import { convolutionWeightGradient } from "../../../src/graph/operators/convolution-weight-gradient.ts";
import { reshape } from "../../../src/graph/operators/layout.ts";
import type { Choice } from "../../../src/graph/operators/weight-gradient/choice.ts";
import { forms } from "../../../src/graph/operators/weight-gradient/forms.ts";
import { plainMaps } from "../../../src/graph/plain-maps.ts";
import { seededRandom } from "../../../src/networks/random.ts";
import { runGraph } from "../../run-graph.ts";
import { emulateBlocks } from "../emulate-blocks.ts";
import { centralDifferences, type Sizes, shapesOf } from "./convolve.ts";

/** A processor that convolves in blocks, itself or written out in plain operators, which run anywhere. */
interface Processor {
  readonly lanes: number;
  readonly emulated: boolean;
}

const own = await nodeRuntime().block!();
const processors: readonly Processor[] = [
  { lanes: 8, emulated: true },
  { lanes: 16, emulated: true },
  ...(own > 1 ? [{ lanes: own, emulated: false }] : []),
];

interface Case {
  readonly sizes: Sizes;
  /** Channels side by side. */
  readonly blocks: { readonly input: number; readonly gradient: number };
  readonly processor?: Processor;
  /** Absent: what the rule chooses. */
  readonly choice?: Choice;
}

/** An input in the plain order, brought to blocks. */
function mapsInput(g: Graph, name: string, shape: readonly number[], block: number): Maps {
  const value = g.input(name, shape);
  if (block === 1) return plainMaps(value);
  const [n, c, h, w] = shape;
  const split = reshape(g, value, [n, c / block, block, h, w]);
  const turned = g.emit("Transpose", [split], [n, c / block, h, w, block], { perm: [0, 1, 3, 4, 2] });
  return { value: reshape(g, turned, shape), block };
}

function build({ sizes, blocks, processor, choice }: Case): Graph {
  const shapes = shapesOf(sizes);
  const g = graph();
  const input = mapsInput(g, "x", shapes.x, blocks.input);
  const gradient = mapsInput(g, "gradient", shapes.gradient, blocks.gradient);
  const { taps, stride } = sizes;
  const call = { input, gradient, taps, stride, ...(processor && { lanes: processor.lanes }) };
  g.output("dw", convolutionWeightGradient(g, call, choice));
  return processor?.emulated ? emulateBlocks(g, processor.lanes) : g;
}

interface Data {
  readonly x: Float32Array;
  readonly gradient: Float32Array;
}

/** Random values whose mean is not 0, so that sums grow and rounding shows. */
function dataOf(sizes: Sizes, random: () => number): Data {
  const { x, gradient } = shapesOf(sizes);
  const values = (shape: readonly number[]) =>
    Float32Array.from({ length: sizeOf(shape) }, () => 2 * random() - 0.8);
  return { x: values(x), gradient: values(gradient) };
}

async function derivative(testCase: Case, data: Data): Promise<Float32Array> {
  const run = await runGraph(build(testCase));
  return (await run({ ...data })).dw as Float32Array;
}

function distance(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, norm] = [0, 0];
  for (let at = 0; at < expected.length; at++) {
    difference += (got[at] - expected[at]) ** 2;
    norm += expected[at] ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** Against central differences at a few places of the weight. */
async function errorOf(testCase: Case, count = 12): Promise<number> {
  const random = seededRandom(7);
  const data = dataOf(testCase.sizes, random);
  const weight = Float64Array.from({ length: sizeOf(shapesOf(testCase.sizes).weight) }, random);
  const places = Array.from({ length: count }, () => Math.floor(random() * weight.length));
  const expected = centralDifferences(testCase.sizes, data.x, data.gradient, weight, places);
  const got = await derivative(testCase, data);
  return distance(
    places.map((at) => got[at]),
    expected,
  );
}

const plainBlocks = { input: 1, gradient: 1 };
const filters = ["gradient", "input"] as const;
const form = (name: string) => forms.find((entry) => entry.name === name)!;
const plainChoices = forms
  .filter(({ name }) => name !== "blockFilter")
  .flatMap((entry) => filters.map((filter): Choice => ({ form: entry, filter })));

const casesOf = (b: number): readonly (Sizes & { readonly does: string })[] => [
  { does: "3x3, even", n: 2, h: 4, w: 6, c: b, k: b, taps: 3, stride: 1 },
  { does: "3x3, odd", n: 3, h: 5, w: 7, c: b, k: 2 * b, taps: 3, stride: 1 },
  { does: "3x3, one image, more inputs", n: 1, h: 6, w: 3, c: 2 * b, k: b, taps: 3, stride: 1 },
  { does: "3x3, two pixels", n: 1, h: 1, w: 2, c: b, k: b, taps: 3, stride: 1 },
  { does: "1x1", n: 2, h: 3, w: 5, c: 2 * b, k: 2 * b, taps: 1, stride: 1 },
  { does: "5x5, larger than the image", n: 1, h: 2, w: 3, c: b, k: b, taps: 5, stride: 1 },
];

describe.each(plainChoices)("weight gradient: $form.name of the $filter", (choice) => {
  it.each(casesOf(8))("agrees with central differences: $does", async (sizes) => {
    expect(await errorOf({ sizes, blocks: plainBlocks, choice })).toBeLessThan(1e-6);
  });
});

describe.each(processors)("weight gradient in blocks of $lanes, emulated: $emulated", (processor) => {
  const { lanes: b } = processor;

  it.each(filters.flatMap((filter) => casesOf(b).map((sizes) => ({ filter, sizes, does: sizes.does }))))(
    "as the $filter agrees with central differences: $does",
    async ({ filter, sizes }) => {
      const choice: Choice = { form: form("blockFilter"), filter };
      const blocks = { input: b, gradient: b };
      expect(await errorOf({ sizes, blocks, processor, choice })).toBeLessThan(1e-6);
    },
  );

  it.each([
    ["an image of one channel", { n: 2, h: 6, w: 5, c: 1, k: b, taps: 3, stride: 1 }, 1, b],
    ["strips, two blocks of filters", { n: 1, h: 72, w: 64, c: 2, k: 2 * b, taps: 3, stride: 1 }, 1, b],
    ["logits of one class", { n: 2, h: 6, w: 4, c: b, k: 1, taps: 1, stride: 1 }, b, 1],
    ["logits of three classes, 3x3", { n: 2, h: 6, w: 4, c: 2 * b, k: 3, taps: 3, stride: 1 }, b, 1],
    ["stride 2, even", { n: 2, h: 4, w: 6, c: 2 * b, k: b, taps: 3, stride: 2 }, b, b],
    ["stride 2, odd", { n: 2, h: 5, w: 7, c: b, k: b, taps: 3, stride: 2 }, b, b],
    ["stride 2 in strips", { n: 1, h: 144, w: 128, c: 2, k: b, taps: 3, stride: 2 }, 1, b],
    ["1x1, stride 2", { n: 2, h: 4, w: 4, c: b, k: b, taps: 1, stride: 2 }, b, b],
  ] as const)("by the rule agrees with central differences: %s", async (_, sizes, input, gradient) => {
    expect(await errorOf({ sizes, blocks: { input, gradient }, processor }, 4)).toBeLessThan(1e-6);
  });
});

describe.each(processors.filter(({ lanes }) => lanes === 16))(
  "weight gradient with two pixels in a block of 16, emulated: $emulated",
  (processor) => {
    it.each([
      ["eight channels", { n: 2, h: 5, w: 6, c: 8, k: 8, taps: 3, stride: 1 }, 8, 8],
      ["two blocks", { n: 2, h: 4, w: 4, c: 24, k: 24, taps: 3, stride: 1 }, 8, 8],
      ["1x1", { n: 2, h: 3, w: 4, c: 8, k: 24, taps: 1, stride: 1 }, 8, 8],
      ["more inputs", { n: 1, h: 5, w: 4, c: 24, k: 8, taps: 3, stride: 1 }, 8, 8],
      ["an image of one channel, in strips", { n: 1, h: 72, w: 128, c: 1, k: 8, taps: 3, stride: 1 }, 1, 8],
      ["logits of one class", { n: 2, h: 4, w: 6, c: 8, k: 1, taps: 1, stride: 1 }, 8, 1],
      ["from whole blocks, stride 2", { n: 2, h: 6, w: 8, c: 16, k: 8, taps: 3, stride: 2 }, 16, 8],
    ] as const)("agrees with central differences: %s", async (_, sizes, input, gradient) => {
      expect(await errorOf({ sizes, blocks: { input, gradient }, processor }, 6)).toBeLessThan(1e-6);
    });
  },
);

describe("weight gradient", () => {
  it.each([
    ["few channels", { n: 2, h: 5, w: 4, c: 3, k: 4, taps: 3, stride: 1 }],
    ["stride 2", { n: 2, h: 5, w: 4, c: 3, k: 4, taps: 3, stride: 2 }],
  ])("by the rule agrees with central differences: %s", async (_, sizes) => {
    expect(await errorOf({ sizes, blocks: plainBlocks })).toBeLessThan(1e-6);
  });

  it("is the same in all forms", async () => {
    const processor = processors[processors.length - 1];
    const blocks = { input: processor.lanes, gradient: processor.lanes };
    const channels = fc.constantFrom(processor.lanes, 2 * processor.lanes);
    const cases = [
      ...plainChoices.map((choice) => ({ choice, blocks: plainBlocks })),
      ...filters.map((filter) => ({ choice: { form: form("blockFilter"), filter }, blocks, processor })),
    ];
    const sizes = fc.record({
      n: fc.integer({ min: 1, max: 3 }),
      h: fc.integer({ min: 1, max: 9 }),
      w: fc.integer({ min: 1, max: 9 }),
      c: channels,
      k: channels,
      taps: fc.constantFrom(1, 3),
      stride: fc.constant(1),
    });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer(), async (drawn, seed) => {
        const data = dataOf(drawn, seededRandom(seed));
        const made = cases.map((entry) => derivative({ sizes: drawn, ...entry }, data));
        const [first, ...others] = await Promise.all(made);
        for (const other of others) expect(distance(other, first)).toBeLessThan(2e-6);
      }),
      { numRuns: 12 },
    );
  });

  it.each([
    ["blockFilter", "gradient", 1, "a filter in blocks of channels"],
    ["movedProducts", "gradient", 2, "stride 1 and a padding of half the taps"],
    ["plainFilter", "input", 2, "stride 1 where the input is the filter"],
  ] as const)("refuses %s of the %s at stride %d", (name, filter, stride, needed) => {
    const sizes = { n: 1, h: 4, w: 4, c: 8, k: 8, taps: 3, stride };
    expect(() => build({ sizes, blocks: plainBlocks, choice: { form: form(name), filter } })).toThrow(
      `The weight gradient in the form ${name} needs ${needed}; choose another form.`,
    );
  });

  it("refuses pairs of pixels in rows of odd length", () => {
    const sizes = { n: 1, h: 4, w: 5, c: 8, k: 8, taps: 3, stride: 1 };
    const blocks = { input: 8, gradient: 8 };
    expect(() => build({ sizes, blocks, processor: { lanes: 16, emulated: false } })).toThrow(
      "The weight gradient in the form blockFilter needs a filter whose width is a multiple of 2; choose another form.",
    );
  });
});
