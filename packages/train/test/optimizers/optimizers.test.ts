import { adam, cosine, graph, type Optimizer, optimizers, sgd } from "@segloss/train";
import { describe, expect, it } from "vitest";
import { runGraph } from "../run-graph.ts";

/** Applies the optimizer to a fixed list of gradients of two parameters; returns the parameters after each step. */
async function trajectory(
  optimizer: Optimizer,
  gradients: readonly (readonly number[])[],
): Promise<number[][]> {
  const g = graph();
  const vector = (name: string) => g.input(name, [2]);
  const next = optimizer.update(g, {
    parameters: vector("parameters"),
    gradient: vector("gradient"),
    slots: optimizer.slots.map(vector),
    scalars: optimizer.scalarsAt(1).map((_, index) => g.input(`scalar_${index}`, [])),
  });
  const names = ["parameters", ...optimizer.slots];
  [next.parameters, ...next.slots].forEach((value, index) => {
    g.output(`next_${names[index]}`, value);
  });
  const run = await runGraph(g);
  let state: Record<string, Float32Array> = Object.fromEntries(
    names.map((name) => [name, new Float32Array(2)]),
  );
  state.parameters = Float32Array.of(1, -2);
  const seen: number[][] = [];
  for (const [index, gradient] of gradients.entries()) {
    const scalars = optimizer
      .scalarsAt(index + 1)
      .map((value, at) => [`scalar_${at}`, Float32Array.of(value)]);
    const results = await run({
      ...state,
      gradient: Float32Array.from(gradient),
      ...Object.fromEntries(scalars),
    });
    state = Object.fromEntries(names.map((name) => [name, results[`next_${name}`] as Float32Array]));
    seen.push([...state.parameters]);
  }
  return seen;
}

const gradients = [
  [0.5, -1],
  [0.25, 2],
  [-1, 1e-4],
];

/** Textbook Adam of one number, in float64. */
function textbookAdam(
  start: number,
  samples: readonly number[],
  rate: (step: number) => number,
  decay: number,
) {
  let [p, m, v] = [start, 0, 0];
  return samples.map((sample, index) => {
    const t = index + 1;
    m = 0.9 * m + 0.1 * sample;
    v = 0.999 * v + 0.001 * sample ** 2;
    p -= rate(t) * decay * p;
    p -= (rate(t) * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    return p;
  });
}

const column = (rows: readonly (readonly number[])[], at: number) => rows.map((row) => row[at]);

describe("adam", () => {
  it.each([
    ["constant rate", () => 0.1, 0],
    ["cosine schedule", cosine({ rate: 0.1, steps: 3 }), 0],
    ["weight decay", () => 0.1, 0.3],
  ])("follows the textbook: %s", async (_, rate, weightDecay) => {
    const got = await trajectory(adam({ rate, weightDecay }), gradients);
    for (const [at, start] of [1, -2].entries()) {
      const expected = textbookAdam(start, column(gradients, at), rate, weightDecay);
      column(got, at).forEach((value, step) => {
        expect(value).toBeCloseTo(expected[step], 6);
      });
    }
  });
});

describe("sgd", () => {
  it("with momentum carries the direction on", async () => {
    const got = await trajectory(sgd({ rate: 0.5, momentum: 0.5 }), gradients);
    // directions of the first number: 0.5, 0.5, -0.75
    expect(column(got, 0)).toEqual([0.75, 0.5, 0.875]);
  });

  it("without momentum is plain gradient descent", async () => {
    const got = await trajectory(sgd({ rate: 0.5, momentum: 0 }), gradients);
    expect(column(got, 0)).toEqual([0.75, 0.625, 1.125]);
  });
});

describe("every optimizer", () => {
  it.each(Object.entries(optimizers))("%s names itself and reports its rate first", (name, make) => {
    const optimizer = make({ rate: 0.125 });
    expect(optimizer.description).toMatchObject({ kind: name, rate: 0.125 });
    expect(optimizer.scalarsAt(1)[0]).toBe(0.125);
  });
});
