import {
  emptyTensor,
  encodeModel,
  type Graph,
  nodeRuntime,
  type Runtime,
  type TensorArrays,
} from "@segloss/train";

type Arrays = Readonly<Record<string, TensorArrays[keyof TensorArrays]>>;

/** Loads a graph and returns a function from inputs to outputs, both as flat arrays by name. */
export async function runGraph(
  g: Graph,
  runtime: Runtime = nodeRuntime(),
  optimize = true,
): Promise<(inputs: Arrays) => Promise<Arrays>> {
  const session = await runtime.session(encodeModel(g), { threads: 1, optimize });
  return async (inputs) => {
    const feeds = g.inputs.map(
      ({ name, shape, type }) => [name, { type, shape, data: inputs[name] }] as const,
    );
    const results = g.outputs.map(({ name, value }) => [name, emptyTensor(value.type, value.shape)] as const);
    await session.run(Object.fromEntries(feeds), Object.fromEntries(results));
    return Object.fromEntries(results.map(([name, { data }]) => [name, data]));
  };
}
