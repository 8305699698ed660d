import * as train from "@segloss/train";
import { dice, reference } from "segloss";
import type { ValidCall } from "../../../segloss/test/door/substitute.ts";

const EMPTY_OPTIONS = ["undefined", "object", "object without prototype"];
const TEXTS = ["text", "empty text", "long text"];

const network = () => train.unet({ depth: 2, width: 1 });
const loss = () => train.graphLoss(dice(), { classes: 1 });
const NETWORK_OPTIONS = {
  ...{ depth: 2, width: 1, inputChannels: 1, classes: 1, outputs: 1 },
  ...{ normalization: "none", upsampling: "nearest", startLogits: [-1] },
};
const graphLossOptions = () => ({
  classes: 1,
  link: "sigmoid",
  ignoring: true,
  weighted: false,
  targets: "indices",
});
const LOSS_TAKES = (i: number) => ({
  [`${i}.link`]: ["undefined"],
  [`${i}.ignoring`]: ["undefined"],
  [`${i}.weighted`]: ["undefined"],
  [`${i}.targets`]: ["undefined"],
});
const step = () => ({
  ...{
    network: network(),
    optimizer: train.sgd(),
    batchShape: [1, 2, 2],
    normalization: { mean: [0], deviation: [1] },
  },
  ...{ outputWeights: [1], parts: 1, exposeGradient: false, device: "gpu" },
});
const STEP_TAKES = {
  "0.normalization": ["undefined"],
  "0.outputWeights": ["undefined"],
  "0.parts": ["undefined"],
  "0.exposeGradient": ["undefined"],
  "0.device": ["undefined"],
};
const total = () => train.parameterCount(network().parameters);
/** A runtime that computes nothing: what it gets is checked before. */
const RUNTIME: train.Runtime = {
  name: "none",
  session: async () => ({ run: async () => {}, release: async () => {} }),
};
const made = () => {
  const t = train.tape(train.graph());
  const x = t.graph.input("x", [1, 1, 2, 2]);
  const y = t.apply(train.relu, [x], undefined);
  return { t, x, y };
};
const trainerOptions = () => ({
  ...{ runtime: RUNTIME, network: network(), loss: loss(), batchShape: [1, 2, 2], optimizer: train.adam() },
  ...{ outputWeights: [1], threads: 1, seed: 1, targets: "indices", classNames: ["cell"] },
  inputRange: [0, 1],
  normalization: { mean: [0], deviation: [1] },
  parameters: train.parametersByName(network().parameters, new Float32Array(total())),
});
const saved = () =>
  train.trainer(trainerOptions() as unknown as train.TrainerOptions).then((made) => made.save());
const SAVED = await saved();
const TRAINER = await train.trainer(trainerOptions() as unknown as train.TrainerOptions);
const SNAPSHOT = await TRAINER.snapshot();
const LOADED = await train.loadModel(SAVED, RUNTIME);

/** One valid call of every public function, methods of what they return among them. */
export const VALID_CALLS: readonly ValidCall[] = [
  {
    name: "adam",
    run: train.adam,
    args: () => [{ rate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 }],
    takes: {
      "0": EMPTY_OPTIONS,
      "0.rate": ["undefined", "fraction", "huge", "function"],
      "0.beta1": ["undefined", "fraction"],
      "0.beta2": ["undefined", "fraction"],
      "0.epsilon": ["undefined", "fraction", "huge"],
      "0.weightDecay": ["undefined", "fraction", "huge"],
    },
  },
  {
    name: "sgd",
    run: train.sgd,
    args: () => [{ rate: 1e-3, momentum: 0.9 }],
    takes: {
      "0": EMPTY_OPTIONS,
      "0.rate": ["undefined", "fraction", "huge", "function"],
      "0.momentum": ["undefined", "fraction"],
    },
  },
  {
    name: "channelsFirstPlan",
    run: train.channelsFirstPlan,
    args: () => [dice(), [1, 1, 2, 2], graphLossOptions()],
    takes: LOSS_TAKES(2),
  },
  { name: "graphLoss", run: train.graphLoss, args: () => [dice(), graphLossOptions()], takes: LOSS_TAKES(1) },
  {
    name: "lossModel",
    run: train.lossModel,
    args: () => [dice(), [1, 1, 2, 2], graphLossOptions()],
    takes: LOSS_TAKES(2),
  },
  {
    name: "modelInputs",
    run: train.modelInputs,
    args: () => [dice(), [1, 1, 2, 2], graphLossOptions()],
    takes: LOSS_TAKES(2),
  },
  {
    name: "splitLoss",
    run: train.splitLoss,
    args: () => [dice(), reference(), graphLossOptions()],
    takes: LOSS_TAKES(2),
  },
  {
    name: "checkNormalization",
    run: train.checkNormalization,
    args: () => [{ mean: [0], deviation: [1] }, 1],
    takes: { "0.mean": [], "0.deviation": [] },
  },
  { name: "constant", run: train.constant, args: () => [1], takes: { "0": ["fraction", "huge"] } },
  {
    name: "cosine",
    run: train.cosine,
    args: () => [{ rate: 1, steps: 10, floor: 0 }],
    takes: { "0.rate": ["fraction", "huge"], "0.floor": ["undefined", "fraction", "huge"] },
  },
  {
    name: "warmUp",
    run: train.warmUp,
    args: () => [3, train.constant(1)],
    takes: { "0": ["fraction", "huge"], "1": ["function"] },
  },
  {
    name: "cut",
    run: train.cut,
    whole: [0],
    args: () => [made().t.graph, 1, []],
    takes: { "2": ["list", "list of text"] },
  },
  {
    name: "differentiate",
    run: train.differentiate,
    whole: [0],
    args: () => {
      const { t, x, y } = made();
      return [t, [y], [t.graph.input("seed", [1, 1, 2, 2])], [x]];
    },
    takes: { "3": ["list"] },
  },
  { name: "emptyTensor", run: train.emptyTensor, args: () => ["float32", [2]], takes: { "1": ["list"] } },
  { name: "floatTensor", run: train.floatTensor, args: () => [new Float32Array(2), [2]] },
  {
    name: "encodeModel",
    run: train.encodeModel,
    whole: [0],
    args: () => [train.graph(), { metadata: { a: "b" }, dynamicAxes: { x: ["n", null] } }],
    takes: { "1": EMPTY_OPTIONS, "1.metadata": EMPTY_OPTIONS, "1.dynamicAxes": EMPTY_OPTIONS },
  },
  {
    name: "evaluation",
    run: train.evaluation,
    args: () => [
      {
        network: network(),
        normalization: { mean: [0], deviation: [1] },
        parameters: new Float32Array(total()),
      },
      { a: "b" },
    ],
    takes: {
      "0.normalization": ["undefined"],
      "0.parameters": ["undefined"],
      "1": EMPTY_OPTIONS,
      "1.a": TEXTS,
    },
  },
  { name: "graph", run: train.graph, args: () => ["gpu"], takes: { "0": ["undefined"] } },
  {
    name: "initialise",
    run: train.initialise,
    args: () => [network().parameters, 1],
    takes: { "0": ["list"], "1": ["negative", "huge"] },
  },
  {
    name: "inputShape",
    run: train.inputShape,
    args: () => [{ name: "m", channels: 1 }, [1, 1, 2, 2]],
    takes: { "0.name": TEXTS },
  },
  { name: "isGraphLoss", run: train.isGraphLoss, whole: [0], args: () => [loss()] },
  {
    name: "loadModel",
    whole: [0, 1],
    run: train.loadModel,
    args: () => [SAVED, RUNTIME, { threads: 1 }],
    takes: { "2": EMPTY_OPTIONS, "2.threads": ["undefined"] },
  },
  {
    name: "loadModel().predict",
    run: (...args) => LOADED.predict(...(args as unknown as [Float32Array, [number, number, number]])),
    args: () => [new Float32Array(4), [1, 2, 2]],
  },
  {
    name: "nodeRuntime",
    run: train.nodeRuntime,
    args: () => [{ provider: "webgpu" }],
    takes: { "0": EMPTY_OPTIONS, "0.provider": ["undefined", "text", "long text"] },
  },
  {
    name: "parameterCount",
    run: train.parameterCount,
    args: () => [network().parameters],
    takes: { "0": ["list"] },
  },
  {
    name: "parametersByName",
    run: train.parametersByName,
    args: () => [network().parameters, new Float32Array(total())],
  },
  {
    name: "parameterVector",
    run: train.parameterVector,
    whole: [1],
    args: () => [network().parameters, trainerOptions().parameters],
    takes: { "0": ["list"] },
  },
  { name: "readModel", run: train.readModel, args: () => [SAVED], takes: { "0": ["no bytes"] } },
  { name: "seededRandom", run: train.seededRandom, args: () => [1], takes: { "0": ["negative"] } },
  { name: "sizeOf", run: train.sizeOf, args: () => [[2, 3]], takes: { "0": ["list"] } },
  {
    name: "trainingStep",
    run: train.trainingStep,
    whole: [1],
    args: () => [step(), loss(), "indices"],
    takes: STEP_TAKES,
  },
  { name: "splitTrainingStep", run: train.splitTrainingStep, args: () => [step()], takes: STEP_TAKES },
  { name: "tape", run: train.tape, whole: [0], args: () => [train.graph()] },
  {
    name: "trainer",
    run: train.trainer,
    args: () => [trainerOptions()],
    takes: {
      ...Object.fromEntries(
        [
          "optimizer",
          "outputWeights",
          "threads",
          "seed",
          "targets",
          "classNames",
          "inputRange",
          "normalization",
          "parameters",
        ].map((name) => [`0.${name}`, ["undefined"]]),
      ),
      "0.outputWeights": ["undefined", "floats"],
      "0.seed": ["undefined", "negative"],
      "0.classNames": ["undefined", "list of text"],
    },
  },
  {
    name: "trainer().step",
    run: (batch: never) => TRAINER.step(batch),
    args: () => [
      {
        images: new Float32Array(4),
        targets: new Uint8Array(4),
        valid: Uint8Array.of(1, 1, 1, 1),
        maps: {},
        progress: 0,
      },
    ],
    // Of a loss that changes with progress, or reads maps, they are looked at: see batch.test.ts.
    takes: { "0.valid": ["undefined"], "0.maps": EMPTY_OPTIONS, "0.progress": ["*"] },
  },
  {
    name: "trainer().predict",
    run: (...args) => TRAINER.predict(...(args as unknown as [Float32Array])),
    args: () => [new Float32Array(4), [1, 2, 2]],
    takes: { "1": ["undefined"] },
  },
  { name: "isNotInGraph", run: train.isNotInGraph, args: () => [new Error("x")], takes: { "*": ["*"] } },
  {
    name: "encodeSnapshot",
    run: train.encodeSnapshot,
    whole: [0],
    args: () => [SNAPSHOT, { a: 1 }],
    takes: { "1": ["*"], "1.a": ["*"] },
  },
  {
    name: "decodeSnapshot",
    run: train.decodeSnapshot,
    args: () => [train.encodeSnapshot(SNAPSHOT)],
  },
  { name: "trainer().snapshot", run: () => TRAINER.snapshot(), args: () => [] },
  ...Object.entries({ unet: train.unet, residualUnet: train.residualUnet }).map(([name, run]) => ({
    name,
    run,
    args: () => [NETWORK_OPTIONS],
    takes: {
      "0": EMPTY_OPTIONS,
      ...Object.fromEntries(Object.keys(NETWORK_OPTIONS).map((option) => [`0.${option}`, ["undefined"]])),
    },
  })),
  { name: "priorLogits", run: train.priorLogits, args: () => [[0.2, 0.8], "softmax"] },
  {
    name: "webRuntime",
    run: train.webRuntime,
    args: () => [{ wasmPaths: "/ort/", provider: "webgpu", device: { queue: {}, createBuffer() {} } }],
    takes: {
      "0": EMPTY_OPTIONS,
      "0.wasmPaths": ["undefined", ...TEXTS],
      "0.provider": ["undefined", "text", "long text"],
      "0.device": ["undefined"],
    },
  },
];
