import {
  adam,
  type Block,
  type Graph,
  initialise,
  nodeRuntime,
  parameterCount,
  type StepOptions,
  seededRandom,
  sizeOf,
  trainingStep,
  type UnetOptions,
  unet,
} from "@segloss/train";
import { describe, expect, it } from "vitest";
import { crossEntropyAndDice, softmaxCrossEntropy } from "../losses.ts";
import { runGraph } from "../run-graph.ts";
import { emulateBlocks } from "./emulate-blocks.ts";

const runtime = nodeRuntime();

const networks: readonly UnetOptions[] = [
  { depth: 3, width: 16, normalization: "group" },
  { depth: 2, width: 16, upsampling: "nearest", inputChannels: 3 },
  { depth: 2, width: 32, classes: 3, normalization: "group" },
  { depth: 2, width: 16, inputChannels: 17, classes: 2 },
  { depth: 3, width: 16, outputs: 2 },
  { depth: 2, width: 24 },
  { depth: 3, width: 8, normalization: "group" },
];

const words = (options: UnetOptions) =>
  Object.entries(options)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");

function stepOf(options: UnetOptions, block: Block): Graph {
  const network = unet(options);
  const step: StepOptions = {
    ...{ network, optimizer: adam(), batchShape: [2, 8, 12], exposeGradient: true, block },
  };
  const loss = network.classes === 1 ? crossEntropyAndDice : softmaxCrossEntropy;
  return trainingStep(step, loss, "indices");
}

/** Numbers for every input, the same for both forms. */
function feeds(options: UnetOptions, g: Graph) {
  const random = seededRandom(3);
  const network = unet(options);
  const uniform = (size: number) => Float32Array.from({ length: size }, () => 2 * random() - 1);
  const entries = g.inputs.map(({ name, shape, type }) => {
    const size = sizeOf(shape);
    if (type === "uint8") return [name, Uint8Array.from({ length: size }, (_, at) => Math.floor(at / 5) % 2)];
    if (name === "parameters") {
      const noise = uniform(size);
      return [name, initialise(network.parameters, 1).map((value, at) => value + 0.1 * noise[at])];
    }
    if (name === "valid") return [name, new Float32Array(size).fill(1)];
    return [name, name === "square" ? new Float32Array(size).fill(1) : uniform(size)];
  });
  return Object.fromEntries(entries);
}

function relativeError(got: Float32Array, expected: Float32Array): number {
  const square = (total: number, value: number) => total + value ** 2;
  const difference = expected.map((value, at) => got[at] - value).reduce(square, 0);
  return Math.sqrt(difference / expected.reduce(square, 0));
}

/** Float32 knows seven digits; sums in another order lose one or two. */
const tolerance = 2e-5;

async function expectAgreement(options: UnetOptions, g: Graph): Promise<void> {
  const plain = stepOf(options, 1);
  const inputs = feeds(options, plain);
  const expected = await (await runGraph(plain, runtime))(inputs);
  const got = await (await runGraph(g, runtime))(inputs);
  for (const name of ["loss", "gradient", "next_parameters"])
    expect(relativeError(got[name] as Float32Array, expected[name] as Float32Array), name).toBeLessThan(
      tolerance,
    );
  expect((got.gradient as Float32Array).length).toBe(parameterCount(unet(options).parameters));
}

describe.each(networks.map((options) => [words(options), options] as const))("a step of %s", (_, options) => {
  it.each([8, 16] as const)(
    "agrees with the plain order in blocks of %d, written out in plain operators",
    async (block) => {
      await expectAgreement(options, emulateBlocks(stepOf(options, block), block));
    },
  );

  it("agrees in the blocks of this processor", async () => {
    await expectAgreement(options, stepOf(options, await runtime.block!()));
  });
});

describe("blocks", () => {
  it("hold every convolution of a U-Net of whole blocks but that to the logits, and its gradients", () => {
    const types = stepOf({ depth: 3, width: 16 }, 16).nodes.map(({ type }) => type);
    expect(types).not.toContain("Conv");
    expect(types).not.toContain("ConvTranspose");
    expect(types).toContain("com.microsoft.nchwc.Conv");
  });

  it("of one channel are the plain order: the very graph that there is without", () => {
    const [plain, one] = [undefined, 1 as const].map((block) => {
      const network = unet({ depth: 3, width: 16, normalization: "group" });
      const options = { network, optimizer: adam(), batchShape: [2, 8, 8] as const };
      return trainingStep({ ...options, ...(block && { block }) }, crossEntropyAndDice, "indices");
    });
    expect(one.nodes).toEqual(plain.nodes);
    expect(one.nodes.some(({ type }) => type.includes("nchwc"))).toBe(false);
  });
});
