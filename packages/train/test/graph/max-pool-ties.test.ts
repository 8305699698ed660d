import { type Device, graph, maxPool, tape } from "@segloss/train";
import { expect, it } from "vitest";
import { differentiate } from "../../src/graph/differentiate.ts";
import { runGraph } from "../run-graph.ts";

// Every window has its maximum more than once; the third of the lower row in the places 0 and -0.
const IMAGE = [
  [1, 1, 2, 0, -1, -1],
  [1, 1, 2, 2, -1, -1],
  [0, 3, -0, 0, 5, 4],
  [3, 3, 0, 0, 5, 5],
];
// By PyTorch 2.13.0 on the CPU: max_pool2d(x, 2).backward(arange(1, 7)).
const GRADIENT = [
  [1, 0, 2, 0, 3, 0],
  [0, 0, 0, 0, 0, 0],
  [0, 4, 5, 0, 6, 0],
  [0, 0, 0, 0, 0, 0],
];

it.each<Device>(["cpu", "gpu"])(
  "of equal values the first gets the gradient, as in PyTorch, in the form for a %s",
  async (device) => {
    const g = graph(device);
    const recorded = tape(g);
    const x = g.input("x", [1, 1, 4, 6]);
    const y = recorded.apply(maxPool, [x], undefined);
    const [gradient] = differentiate(recorded, [y], [g.input("seed", y.shape)], [x]);
    g.output("gradient", gradient);
    const run = await runGraph(g);
    const feeds = { x: Float32Array.from(IMAGE.flat()), seed: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect([...((await run(feeds)).gradient as Float32Array)]).toEqual(GRADIENT.flat());
  },
);
