import type { Block } from "../graph/blocks/block.ts";
import { initialise } from "../networks/initialise.ts";
import { unet } from "../networks/unet.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { sgd } from "../optimizers/sgd.ts";
import type { GraphLoss } from "../step/loss.ts";
import { trainingStep } from "../step/training-step.ts";
import { emptyTensor, floatTensor, type Runtime } from "./runtime.ts";

/** Blocks that processors have, the best first. */
const CANDIDATES = [16, 8] as const;

/** Rounding differs in the last of seven digits; another order of channels, in the first. */
const TOLERANCE = 1e-4;

/** Its derivative is the target, so that every parameter has one. */
const product: GraphLoss = {
  inputs: [],
  lower: (g, { logits, targets }) => ({
    value: g.emit("ReduceMean", [g.emit("Mul", [logits, targets], logits.shape)], [], { keepdims: 0 }),
    gradient: targets,
  }),
};

/** Derivatives of a small network with groups of the candidate's channels, computed in blocks of `block`. */
async function derivatives(session: Runtime["session"], width: number, block: Block): Promise<Float32Array> {
  const network = unet({ depth: 2, width, normalization: "group" });
  const options = { network, optimizer: sgd(), batchShape: [1, 4, 6] as const, exposeGradient: true, block };
  const step = await session(encodeModel(trainingStep(options, product, "values")), { threads: 1 });
  const parameters = initialise(network.parameters, 1);
  const vector = () => floatTensor(parameters, [parameters.length]);
  const maps = (period: number) =>
    floatTensor(
      Float32Array.from({ length: 24 }, (_, at) => (at % period) / period - 0.4),
      [1, 1, 4, 6],
    );
  const gradient = emptyTensor("float32", [parameters.length]);
  const direction = emptyTensor("float32", [parameters.length]);
  const scalar = floatTensor(Float32Array.of(1), []);
  const inputs = { images: maps(7), targets: maps(5), parameters: vector(), direction, scalar_0: scalar };
  await step.run(inputs, { gradient });
  await step.release();
  return gradient.data as Float32Array;
}

function agree(a: Float32Array, b: Float32Array): boolean {
  const square = (total: number, value: number) => total + value ** 2;
  const difference = a.map((value, at) => value - b[at]).reduce(square, 0);
  return difference <= TOLERANCE ** 2 * b.reduce(square, 0);
}

/**
 * The blocks in which a runtime convolves on this processor: the first candidate with which the step of a small network runs
 * and gives the derivatives of the plain order; 1 where none does.
 */
export async function probeBlock(session: Runtime["session"]): Promise<Block> {
  for (const candidate of CANDIDATES) {
    const expected = await derivatives(session, candidate, 1);
    const got = await derivatives(session, candidate, candidate).catch(() => undefined);
    if (got && agree(got, expected)) return candidate;
  }
  return 1;
}
