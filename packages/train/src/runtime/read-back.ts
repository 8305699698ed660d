import { graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import type { OrtModule, OrtSession, OrtTensor } from "./ort-session.ts";
import { providerOptions } from "./provider.ts";
import type { Tensor } from "./runtime.ts";

/** A model whose result is its input, for one number of axes. */
function identity(type: Tensor["type"], rank: number): Uint8Array {
  const axes = Array.from({ length: rank }, (_, axis) => `axis${axis}`);
  const g = graph("gpu");
  g.output(
    "y",
    g.input(
      "x",
      axes.map(() => 1),
      type,
    ),
  );
  return encodeModel(g, { dynamicAxes: { x: axes, y: axes } });
}

/**
 * Copies tensors of a GPU by a model that does nothing and whose result comes to the CPU: `getData` of onnxruntime-node 1.30
 * ends the process.
 */
export function readBack(provider: string): (ort: OrtModule, tensor: OrtTensor) => Promise<Tensor["data"]> {
  const sessions = new Map<string, Promise<OrtSession>>();
  return async (ort, tensor) => {
    const { type, dims } = tensor;
    const key = `${type} ${dims.length}`;
    const made =
      sessions.get(key) ??
      ort.InferenceSession.create(identity(type as Tensor["type"], dims.length), {
        executionProviders: [providerOptions(provider)],
      });
    sessions.set(key, made);
    const { y } = await (await made).run({ x: tensor }, ["y"]);
    return y.data;
  };
}
