import {
  type Device,
  type Graph,
  graph,
  type Operator,
  operators,
  sizeOf,
  tape,
  type Value,
} from "@segloss/train";
import { describe, expect, it } from "vitest";
import { differentiate } from "../../src/graph/differentiate.ts";
import { seededRandom } from "../../src/networks/random.ts";
import { runGraph } from "../run-graph.ts";

interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly attributes?: unknown;
  /** Values with no two of them, nor any and zero, closer than the step: for operators with kinks. */
  readonly spaced?: boolean;
  readonly does: string;
}

const cases: Readonly<Record<string, readonly Case[]>> = {
  add: [
    {
      does: "same shape",
      shapes: [
        [2, 3, 2, 2],
        [2, 3, 2, 2],
      ],
    },
    {
      does: "broadcasts",
      shapes: [
        [2, 3, 2, 2],
        [3, 1, 1],
      ],
    },
  ],
  subtract: [
    {
      does: "same shape",
      shapes: [
        [2, 3, 2, 2],
        [2, 3, 2, 2],
      ],
    },
    {
      does: "broadcasts either side",
      shapes: [
        [3, 1, 1],
        [2, 3, 2, 2],
      ],
    },
  ],
  multiply: [
    {
      does: "same shape",
      shapes: [
        [2, 3, 2, 2],
        [2, 3, 2, 2],
      ],
    },
    {
      does: "broadcasts",
      shapes: [
        [2, 3, 2, 2],
        [1, 3, 1, 1],
      ],
    },
  ],
  relu: [{ does: "both sides of zero", shapes: [[2, 2, 3, 3]], spaced: true }],
  leakyRelu: [
    { does: "both sides of zero", shapes: [[2, 2, 3, 3]], spaced: true, attributes: { slope: 0.1 } },
  ],
  sigmoid: [{ does: "smooth", shapes: [[2, 2, 3, 3]] }],
  concatenate: [
    {
      does: "three parts of unequal width",
      shapes: [
        [2, 1, 2, 3],
        [2, 3, 2, 3],
        [2, 2, 2, 3],
      ],
    },
  ],
  maxPool: [{ does: "signed values", shapes: [[2, 3, 4, 6]], spaced: true }],
  upsampleNearest: [{ does: "doubles", shapes: [[2, 3, 2, 3]] }],
  transposedConvolution: [
    { does: "doubles, batch 2", shapes: [[2, 3, 2, 4], [3, 2, 2, 2], [2]] },
    { does: "one channel", shapes: [[1, 1, 3, 2], [1, 1, 2, 2], [1]] },
  ],
  convolution: [
    { does: "3x3", shapes: [[2, 2, 4, 5], [3, 2, 3, 3], [3]], attributes: { stride: 1 } },
    { does: "1x1", shapes: [[2, 3, 3, 4], [2, 3, 1, 1], [2]], attributes: { stride: 1 } },
    {
      does: "3x3 without bias",
      shapes: [
        [1, 2, 4, 4],
        [2, 2, 3, 3],
      ],
      attributes: { stride: 1 },
    },
    { does: "5x5", shapes: [[1, 2, 6, 5], [2, 2, 5, 5], [2]], attributes: { stride: 1 } },
    {
      does: "kernel larger than the image",
      shapes: [[1, 1, 2, 2], [1, 1, 5, 5], [1]],
      attributes: { stride: 1 },
    },
    {
      does: "3x3, stride 2, even size",
      shapes: [[2, 2, 4, 6], [3, 2, 3, 3], [3]],
      attributes: { stride: 2 },
    },
    { does: "3x3, stride 2, odd size", shapes: [[2, 2, 5, 7], [2, 2, 3, 3], [2]], attributes: { stride: 2 } },
    { does: "1x1, stride 2", shapes: [[2, 2, 4, 4], [2, 2, 1, 1], [2]], attributes: { stride: 2 } },
  ],
  groupNormalization: [
    { does: "one group", shapes: [[2, 4, 3, 3], [4], [4]], attributes: { groups: 1, epsilon: 1e-5 } },
    { does: "two groups", shapes: [[2, 4, 3, 3], [4], [4]], attributes: { groups: 2, epsilon: 1e-5 } },
    { does: "a group a channel", shapes: [[2, 3, 3, 4], [3], [3]], attributes: { groups: 3, epsilon: 1e-2 } },
  ],
};

function smoothValues(size: number, random: () => number): Float32Array {
  return Float32Array.from({ length: size }, () => 2 * random() - 1);
}

/** A shuffled ladder of values that are `1/8` apart and never 0. */
function spacedValues(size: number, random: () => number): Float32Array {
  const ladder = Array.from({ length: size }, (_, index) => (index - size / 2 + 0.5) / 8);
  return Float32Array.from(
    ladder.map((value) => ({ value, key: random() })).sort((a, b) => a.key - b.key),
    (e) => e.value,
  );
}

const declare = (g: Graph, shapes: Case["shapes"]) =>
  shapes.map((shape, index) => g.input(`x${index}`, shape));

function forwardGraph(operator: Operator<unknown>, { shapes, attributes }: Case): [Graph, Value] {
  const g = graph();
  const { output } = operator.forward(g, declare(g, shapes), attributes);
  g.output("y", output);
  return [g, output];
}

function backwardGraph(operator: Operator<unknown>, { shapes, attributes }: Case, device: Device): Graph {
  const g = graph(device);
  const recorded = tape(g);
  const inputs = declare(g, shapes);
  const output = recorded.apply(operator, inputs, attributes);
  const derivatives = differentiate(recorded, [output], [g.input("seed", output.shape)], inputs);
  derivatives.forEach((value, index) => {
    g.output(`d${index}`, value);
  });
  return g;
}

// Fourth-order central difference: the operators here are linear or smooth, so its own error at this step is below 1e-6.
const step = 1 / 32;
const stencil = [
  [-2, 1 / 12],
  [-1, -8 / 12],
  [1, 8 / 12],
  [2, -1 / 12],
];

async function centralDifferences(
  operator: Operator<unknown>,
  testCase: Case,
  inputs: readonly Float32Array[],
  seed: Float32Array,
) {
  const [g] = forwardGraph(operator, testCase);
  const run = await runGraph(g);
  const objective = async () => {
    const { y } = await run(Object.fromEntries(inputs.map((data, index) => [`x${index}`, data])));
    return (y as Float32Array).reduce((total, value, index) => total + value * seed[index], 0);
  };
  const derivatives = inputs.map((data) => new Float64Array(data.length));
  for (const [which, data] of inputs.entries()) {
    for (let at = 0; at < data.length; at++) {
      const original = data[at];
      for (const [offset, weight] of stencil) {
        data[at] = original + offset * step;
        derivatives[which][at] += ((await objective()) * weight) / step;
      }
      data[at] = original;
    }
  }
  return derivatives;
}

function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let at = 0; at < expected.length; at++) {
    difference += (got[at] - expected[at]) ** 2;
    norm += expected[at] ** 2;
  }
  return Math.sqrt(difference / norm);
}

describe.each(operators as readonly Operator<unknown>[])("derivative of $name", (operator) => {
  it("has cases", () => {
    expect(cases[operator.name]?.length).toBeGreaterThan(0);
  });

  it.each(cases[operator.name] ?? [])("agrees with central differences: $does", async (testCase) => {
    const random = seededRandom(7);
    const values = testCase.spaced ? spacedValues : smoothValues;
    const inputs = testCase.shapes.map((shape) => values(sizeOf(shape), random));
    const [, output] = forwardGraph(operator, testCase);
    const seed = smoothValues(sizeOf(output.shape), random);
    const feeds = Object.fromEntries(inputs.map((data, index) => [`x${index}`, data]));
    const expected = await centralDifferences(operator, testCase, inputs, seed);
    for (const device of ["cpu", "gpu"] as const) {
      const run = await runGraph(backwardGraph(operator, testCase, device));
      const got = await run({ ...feeds, seed });
      for (const [index, derivative] of expected.entries()) {
        const error = relativeError(got[`d${index}`] as Float32Array, derivative);
        expect(error, `input ${index}, form for a ${device}`).toBeLessThan(2e-5);
      }
    }
  });
});
