import { ANY, arrayKind, check, checkOptions, type Kind, RECORD, required, shown } from "segloss/door";
import type { Block } from "../graph/blocks/block.ts";
import { lowerToBlocks } from "../graph/blocks/lower-to-blocks.ts";
import { DEVICE, type Device } from "../graph/device.ts";
import { type Graph, graph } from "../graph/graph.ts";
import { tape } from "../graph/tape.ts";
import { sizeOf } from "../graph/value.ts";
import type { Network } from "../networks/network.ts";
import { NETWORK } from "../networks/parameters-kind.ts";
import { type EncodeOptions, encodeModel } from "../onnx/encode-model.ts";
import { checkNormalization, inputImages, type Normalization } from "./images.ts";
import { byName, parameterCount, unpackParameters } from "./parameters.ts";

export interface EvaluationOptions {
  readonly network: Network;
  readonly normalization?: Normalization | undefined;
  /**
   * The parameters to store in the model, all in one vector. Without them they are an input "parameters", so that one
   * model evaluates a network while it is trained.
   */
  readonly parameters?: Float32Array;
  /** What a graph without stored parameters is written for. Default "cpu". */
  readonly device?: Device;
  /** Of a graph without stored parameters: written for batches of this shape alone, in blocks of so many channels. */
  readonly blocks?: { readonly batchShape: readonly [number, number, number]; readonly block: Block };
}

const OPTIONS: Readonly<Record<keyof EvaluationOptions, Kind>> = {
  network: required(NETWORK),
  normalization: RECORD,
  parameters: ANY,
  device: DEVICE,
  blocks: RECORD,
};

function checkEvaluation(options: EvaluationOptions): void {
  checkOptions("evaluation", options, OPTIONS);
  const { network, normalization, parameters } = options;
  if (normalization) checkNormalization(normalization, network.inputChannels);
  const count = parameterCount(network.parameters);
  if (parameters === undefined || (arrayKind(parameters) === "Float32Array" && parameters.length === count))
    return;
  throw new RangeError(
    `evaluation: parameters must be a Float32Array of ${count} values; got ${shown(parameters)}.`,
  );
}

function storedParameters(g: Graph, { network, parameters = new Float32Array() }: EvaluationOptions) {
  let offset = 0;
  return network.parameters.map(({ name, shape }) => {
    const start = offset;
    offset += sizeOf(shape);
    return g.parameter(name, parameters.subarray(start, offset), shape);
  });
}

function fedParameters(g: Graph, { network }: EvaluationOptions) {
  const vector = g.input("parameters", [parameterCount(network.parameters)]);
  return unpackParameters(g, vector, network.parameters);
}

/**
 * The network alone as an .onnx file: "images" [batch, C, height, width] to "logits" [batch, K, height, width], for any
 * batch and for any height and width that the network can divide. `words` are what it says to those who open it.
 */
export function evaluation(
  options: EvaluationOptions,
  metadata: Readonly<Record<string, string>> = {},
  words: Pick<EncodeOptions, "description" | "descriptions"> = {},
): Uint8Array {
  checkEvaluation(options);
  check("evaluation: metadata", metadata, RECORD);
  check("evaluation: words", words, RECORD);
  const { network, parameters, blocks } = options;
  if (blocks && !parameters)
    return encodeModel(lowerToBlocks(forward(options, blocks.batchShape), blocks.block).g, words);
  // The nodes hold for every size; the smallest one gives the builder numbers to work with.
  const g = forward(options, [1, network.sizeMultiple, network.sizeMultiple]);
  const axes = ["batch", null, "height", "width"];
  return encodeModel(g, { ...words, metadata, dynamicAxes: { images: axes, logits: axes } });
}

function forward(options: EvaluationOptions, [n, h, w]: readonly [number, number, number]): Graph {
  const { network, normalization } = options;
  // A model that is kept is run anywhere.
  const g = graph(options.parameters ? "gpu" : options.device);
  const images = inputImages(g, [n, network.inputChannels, h, w], normalization);
  const parameters = options.parameters ? storedParameters(g, options) : fedParameters(g, options);
  g.output("logits", network.forward(tape(g), images, byName(network.parameters, parameters)));
  return g;
}
