import {
  adam,
  type Block,
  convolution,
  differentiate,
  type Graph,
  graph,
  initialise,
  networks as kinds,
  maxPool,
  nodeRuntime,
  parameterCount,
  type StepOptions,
  seededRandom,
  sizeOf,
  tape,
  trainingStep,
  type UnetOptions,
  unet,
} from "@segloss/train";
import { beforeAll, describe, expect, it } from "vitest";
import { lowerToBlocks } from "../../src/graph/blocks/lower-to-blocks.ts";
import { crossEntropyAndDice, softmaxCrossEntropy } from "../losses.ts";
import { runGraph } from "../run-graph.ts";
import { emulateBlocks } from "./emulate-blocks.ts";

const runtime = nodeRuntime();

/** A U-Net where nothing else is said. */
type Options = UnetOptions & {
  readonly kind?: keyof typeof kinds;
  /** Height and width; default 8 x 12. */
  readonly size?: readonly [number, number];
};

const networkOf = ({ kind = "unet", size: _, ...options }: Options) => kinds[kind](options);

const networks: readonly Options[] = [
  { depth: 2, width: 16, normalization: "group" },
  { depth: 3, width: 16, outputs: 2, upsampling: "nearest", inputChannels: 3 },
  { depth: 2, width: 32, classes: 3 },
  { depth: 2, width: 24, inputChannels: 17 },
  { depth: 2, width: 8, normalization: "group" },
  { depth: 2, width: 8, size: [6, 10] },
  { kind: "residual-unet", depth: 2, width: 16, inputChannels: 16, outputs: 1 },
  { kind: "residual-unet", depth: 2, width: 8, classes: 3, normalization: "none" },
];

const words = (options: Options) =>
  Object.entries(options)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");

function stepOf(options: Options, block: Block): Graph {
  const network = networkOf(options);
  const step: StepOptions = {
    ...{
      network,
      optimizer: adam(),
      batchShape: [2, ...(options.size ?? [8, 12])],
      exposeGradient: true,
      block,
    },
  };
  const loss = network.classes === 1 ? crossEntropyAndDice : softmaxCrossEntropy;
  return trainingStep(step, loss, "indices");
}

/** Numbers for every input, the same for both forms. */
function feeds(options: Options, g: Graph) {
  const random = seededRandom(3);
  const network = networkOf(options);
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

type Results = Awaited<ReturnType<Awaited<ReturnType<typeof runGraph>>>>;

function expectAgreement(got: Results, expected: Results): void {
  for (const name of ["loss", "gradient", "next_parameters"])
    expect(relativeError(got[name] as Float32Array, expected[name] as Float32Array), name).toBeLessThan(
      tolerance,
    );
}

describe.each(networks.map((options) => [words(options), options] as const))("a step of %s", (_, options) => {
  const plain = stepOf(options, 1);
  const inputs = feeds(options, plain);
  // Loaded as trainings load them: without a search for better forms.
  const results = async (g: Graph) => (await runGraph(g, runtime, false))(inputs);
  let expected: Results;
  beforeAll(async () => {
    expected = await (await runGraph(plain, runtime))(inputs);
    expect((expected.gradient as Float32Array).length).toBe(parameterCount(networkOf(options).parameters));
  });

  it.each([8, 16] as const)(
    "agrees with the plain order in blocks of %d, written out in plain operators",
    async (block) => {
      expectAgreement(await results(emulateBlocks(stepOf(options, block), block)), expected);
    },
  );

  it("agrees in the blocks of this processor", async () => {
    expectAgreement(await results(stepOf(options, await runtime.block!())), expected);
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

  it("give the gradient of a maximum to the first of equal values, as positions do", async () => {
    const size = [2, 16, 8, 12];
    const ties = Float32Array.from({ length: sizeOf(size) }, (_, at) => (at * 7919) % 3);
    const seed = Float32Array.from({ length: ties.length / 4 }, (_, at) => at + 1);
    const plain = pooled(size);
    const expected = await (await runGraph(plain, runtime))({ x: ties, seed });
    for (const block of [8, 16] as const) {
      const emulated = emulateBlocks(lowerToBlocks(plain, block).g, block);
      expect(await (await runGraph(emulated, runtime))({ x: ties, seed })).toEqual(expected);
    }
    expect(new Set(expected.dx as Float32Array).size).toBe(seed.length + 1);
  });
});

/** Max pooling between operators that want blocks. */
function pooled(size: readonly number[]): Graph {
  const g = graph();
  const recorded = tape(g);
  const identity = g.constant(
    Float32Array.from({ length: 256 }, (_, at) => (at % 17 === 0 ? 1 : 0)),
    [16, 16, 1, 1],
  );
  const x = g.input("x", size);
  const copy = recorded.apply(convolution, [x, identity], { stride: 1 });
  const y = recorded.apply(maxPool, [copy], undefined);
  const [dx] = differentiate(recorded, [y], [g.input("seed", y.shape)], [x]);
  g.output("dx", dx);
  return g;
}
