import { type Graph, graph, type Node } from "@segloss/train";
import { LOSSES, lowerPlan, parseLoss } from "segloss";
import { expect, it } from "vitest";
import { channelsFirstPlan, modelInputs } from "../../src/loss/index.ts";

/**
 * Operators of float32 that onnxruntime's WebGPU provider runs itself (1.30: a session with that provider alone says which
 * nodes it gives to the CPU). Not among them are LogSoftmax, Sign, and whatever reads int64, such as Equal of an ArgMax.
 */
const ON_GPU = new Set(
  (
    "Abs Add Cast CumSum Div Equal Exp Expand Floor GatherElements Greater Less LessOrEqual Log MatMul Max Min Mul Neg Pad " +
    "Pow Range Reciprocal ReduceMax ReduceSum Relu Reshape ScatterElements Slice Sqrt Squeeze Sub Tanh TopK Transpose Where"
  ).split(" "),
);

function lowered(text: string, shape: readonly number[], weighted: boolean): Graph {
  const options = { classes: shape[1], weighted, ignoring: weighted, targets: "soft" as const };
  const loss = parseLoss(text);
  const g = graph();
  const inputs = modelInputs(loss, shape, options).map(
    ({ name, shape }) => [name, g.input(name, shape as number[])] as const,
  );
  const { logits, targets, valid, weights, progress, ...maps } = Object.fromEntries(inputs);
  const tensors = {
    logits,
    targets,
    ...(weighted && { valid, weights }),
    ...(progress && { progress }),
    maps,
  };
  lowerPlan(channelsFirstPlan(loss, shape, options), g, tensors);
  return g;
}

it("every node of a loss has a kernel on GPUs", () => {
  const strange = new Set<string>();
  for (const { definition } of LOSSES)
    for (const classes of [1, 3])
      for (const { type } of lowered(definition.name, [2, classes, 50, 70], classes === 3).nodes)
        if (!ON_GPU.has(type)) strange.add(`${type} of ${definition.name}`);
  expect([...strange]).toEqual([]);
});

/** How many terms a node adds up at most. */
function terms({ type, inputs }: Node, g: Graph): number {
  const shape = [...g.values, ...g.inputs].find(({ name }) => name === inputs[0])?.shape as readonly number[];
  if (type === "CumSum") return shape[shape.length - 1];
  if (type !== "ReduceSum") return 0;
  const axes = g.initializers.find(({ value }) => value.name === inputs[1])?.bytes as Uint8Array;
  return [...new BigInt64Array(axes.buffer)].reduce((product, axis) => product * shape[Number(axis)], 1);
}

it.each(["dice", "crossEntropy + mcc", "lovasz(over=batch)", "topKCrossEntropy"])(
  "no node of %s adds up more than 64 terms, of 40 images of 509x509 and 40 classes",
  (text) => {
    const g = lowered(text, [40, 40, 509, 509], true);
    expect(Math.max(...g.nodes.map((node) => terms(node, g)))).toBeLessThanOrEqual(64);
  },
);
