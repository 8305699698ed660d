import type { Block } from "../graph/blocks/block.ts";
import { lowerToBlocks } from "../graph/blocks/lower-to-blocks.ts";
import { differentiate } from "../graph/differentiate.ts";
import { type Graph, graph } from "../graph/graph.ts";
import { concatenate } from "../graph/operators/concatenate.ts";
import { convolution } from "../graph/operators/convolution.ts";
import { groupNormalization } from "../graph/operators/group-normalization.ts";
import { maxPool } from "../graph/operators/max-pool.ts";
import { relu } from "../graph/operators/relu.ts";
import { transposedConvolution } from "../graph/operators/transposed-convolution.ts";
import { tape } from "../graph/tape.ts";
import { sizeOf } from "../graph/value.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { emptyTensor, floatTensor, type Runtime } from "./runtime.ts";

/** Blocks that processors have, the best first. */
const CANDIDATES = [16, 8] as const;

/** Rounding differs in the last of seven digits; another order of channels, in the first. */
const TOLERANCE = 1e-4;

/** A network of two levels with so many channels, and all that training asks of it: values and derivatives. */
function network(channels: number): Graph {
  const g = graph();
  const recorded = tape(g);
  const { apply } = recorded;
  const c = channels;
  const image = g.input("image", [1, 1, 4, 4]);
  const parameters = [
    ...[g.input("first", [c, 1, 3, 3]), g.input("scale", [c]), g.input("shift", [c])],
    ...[g.input("up", [c, c, 2, 2]), g.input("up_bias", [c])],
    ...[g.input("second", [c, 2 * c, 3, 3]), g.input("second_bias", [c])],
  ];
  const [first, scale, shift, up, upBias, second, bias] = parameters;
  const attributes = { groups: 2, epsilon: 1e-5 };
  const normalised = apply(
    groupNormalization,
    [apply(convolution, [image, first], { stride: 1 }), scale, shift],
    attributes,
  );
  const skip = apply(relu, [normalised], undefined);
  const below = apply(maxPool, [skip], undefined);
  const risen = apply(transposedConvolution, [below, up, upBias], undefined);
  const both = apply(concatenate, [skip, risen], undefined);
  const out = apply(relu, [apply(convolution, [both, second, bias], { stride: 1 })], undefined);
  g.output("out", out);
  const seed = g.input("seed", out.shape);
  differentiate(recorded, [out], [seed], parameters).forEach((derivative, at) => {
    g.output(`derivative_${at}`, derivative);
  });
  return g;
}

/** Numbers without a pattern in [-1, 1), the same everywhere. */
function numbers(count: number, salt: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => ((at * 7919 + salt * 104729) % 1009) / 504.5 - 1);
}

/** What a graph gives for made-up inputs. */
async function results(session: Runtime["session"], g: Graph): Promise<readonly Float32Array[]> {
  const loaded = await session(encodeModel(g), { threads: 1, optimize: false });
  const inputs = g.inputs.map(
    ({ name, shape }, at) => [name, floatTensor(numbers(sizeOf(shape), at + 1), shape)] as const,
  );
  const outputs = g.outputs.map(({ name, value }) => [name, emptyTensor("float32", value.shape)] as const);
  await loaded.run(Object.fromEntries(inputs), Object.fromEntries(outputs)).finally(() => loaded.release());
  return outputs.map(([, { data }]) => data as Float32Array);
}

function agree(got: Float32Array, expected: Float32Array): boolean {
  const square = (total: number, value: number) => total + value ** 2;
  const difference = got.map((value, at) => value - expected[at]).reduce(square, 0);
  return difference <= TOLERANCE ** 2 * expected.reduce(square, 0);
}

/**
 * The blocks in which a runtime convolves on this processor: the first candidate in which a small network runs and gives the
 * values and derivatives of the plain order; 1 where there is none.
 */
export async function probeBlock(session: Runtime["session"]): Promise<Block> {
  for (const candidate of CANDIDATES) {
    const plain = network(candidate);
    const got = await results(session, lowerToBlocks(plain, candidate).g).catch(() => undefined);
    if (got === undefined) continue;
    const expected = await results(session, plain);
    if (got.every((values, at) => agree(values, expected[at]))) return candidate;
  }
  return 1;
}
