import { graph, sizeOf } from "@segloss/train";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/graph.ts";
import type { Maps } from "../../../src/graph/maps.ts";
import { convolutionWeightGradient } from "../../../src/graph/operators/convolution-weight-gradient.ts";
import type { Choice } from "../../../src/graph/operators/weight-gradient/choice.ts";
import { forms } from "../../../src/graph/operators/weight-gradient/forms.ts";
import { plainMaps } from "../../../src/graph/plain-maps.ts";
import { seededRandom } from "../../../src/networks/random.ts";
import { runGraph } from "../../run-graph.ts";
import { blockOfRuntime } from "./block-of-runtime.ts";
import { centralDifferences, type Sizes, shapesOf } from "./convolve.ts";

const block = await blockOfRuntime();

interface Case {
  readonly sizes: Sizes;
  /** What lies in blocks of channels. */
  readonly blocked: readonly ("input" | "gradient")[];
  /** Absent: what the rule chooses. */
  readonly choice?: Choice;
}

function mapsInput(g: Graph, name: string, shape: readonly number[], inBlocks: boolean): Maps {
  const value = g.input(name, shape);
  if (!inBlocks) return plainMaps(value);
  return { value: g.emit("com.microsoft.nchwc.ReorderInput", [value], shape, { channels_last: 0 }), block };
}

function build({ sizes, blocked, choice }: Case): Graph {
  const shapes = shapesOf(sizes);
  const g = graph();
  const x = mapsInput(g, "x", shapes.x, blocked.includes("input"));
  const gradient = mapsInput(g, "gradient", shapes.gradient, blocked.includes("gradient"));
  g.output("dw", convolutionWeightGradient(g, x, gradient, shapes.weight, sizes.stride, choice));
  return g;
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

const choices = forms.flatMap((form): Choice[] => [
  { form, filter: "gradient" },
  { form, filter: "input" },
]);
const layout = ({ form }: Choice) =>
  form.name === "blockFilter" ? (["input", "gradient"] as const) : ([] as const);

const b = block;
const cases: readonly (Sizes & { readonly does: string })[] = [
  { does: "3x3, even", n: 2, h: 4, w: 6, c: b, k: b, taps: 3, stride: 1 },
  { does: "3x3, odd", n: 3, h: 5, w: 7, c: b, k: 2 * b, taps: 3, stride: 1 },
  { does: "3x3, one image, more inputs", n: 1, h: 6, w: 3, c: 2 * b, k: b, taps: 3, stride: 1 },
  { does: "3x3, two pixels", n: 1, h: 1, w: 2, c: b, k: b, taps: 3, stride: 1 },
  { does: "1x1", n: 2, h: 3, w: 5, c: 2 * b, k: 2 * b, taps: 1, stride: 1 },
  { does: "5x5, larger than the image", n: 1, h: 2, w: 3, c: b, k: b, taps: 5, stride: 1 },
];

describe.each(choices)("weight gradient: $form.name of the $filter", (choice) => {
  it.each(cases)("agrees with central differences: $does", async (sizes) => {
    expect(await errorOf({ sizes, blocked: layout(choice), choice })).toBeLessThan(1e-6);
  });
});

describe("weight gradient", () => {
  it.each<Case & { readonly does: string }>([
    {
      does: "an image of one channel",
      sizes: { n: 2, h: 6, w: 5, c: 1, k: b, taps: 3, stride: 1 },
      blocked: ["gradient"],
    },
    {
      does: "an image of two channels in strips, filters in two blocks",
      sizes: { n: 1, h: 72, w: 64, c: 2, k: 2 * b, taps: 3, stride: 1 },
      blocked: ["gradient"],
    },
    {
      does: "logits of one class",
      sizes: { n: 2, h: 6, w: 4, c: b, k: 1, taps: 1, stride: 1 },
      blocked: ["input"],
    },
    {
      does: "logits of three classes, 3x3",
      sizes: { n: 2, h: 6, w: 4, c: 2 * b, k: 3, taps: 3, stride: 1 },
      blocked: ["input"],
    },
    {
      does: "stride 2, even",
      sizes: { n: 2, h: 4, w: 6, c: 2 * b, k: b, taps: 3, stride: 2 },
      blocked: ["input", "gradient"],
    },
    {
      does: "stride 2, odd",
      sizes: { n: 2, h: 5, w: 7, c: b, k: b, taps: 3, stride: 2 },
      blocked: ["input", "gradient"],
    },
    {
      does: "stride 2 in strips",
      sizes: { n: 1, h: 144, w: 128, c: 2, k: b, taps: 3, stride: 2 },
      blocked: ["gradient"],
    },
    {
      does: "1x1, stride 2",
      sizes: { n: 2, h: 4, w: 4, c: b, k: b, taps: 1, stride: 2 },
      blocked: ["input", "gradient"],
    },
    { does: "few channels, plain", sizes: { n: 2, h: 5, w: 4, c: 3, k: 4, taps: 3, stride: 1 }, blocked: [] },
    { does: "stride 2, plain", sizes: { n: 2, h: 5, w: 4, c: 3, k: 4, taps: 3, stride: 2 }, blocked: [] },
  ])("by the rule agrees with central differences: $does", async (testCase) => {
    expect(await errorOf(testCase, 6)).toBeLessThan(1e-6);
  });

  it("is the same in all forms", async () => {
    const channels = fc.constantFrom(block, 2 * block);
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
        const made = choices.map((choice) =>
          derivative({ sizes: drawn, blocked: layout(choice), choice }, data),
        );
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
    const sizes = { n: 1, h: 4, w: 4, c: b, k: b, taps: 3, stride };
    const form = forms.find((entry) => entry.name === name)!;
    expect(() => build({ sizes, blocked: [], choice: { form, filter } })).toThrow(
      `The weight gradient in the form ${name} needs ${needed}; choose another form.`,
    );
  });
});
