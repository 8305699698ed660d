import * as segloss from "segloss";
import { EMPTY_OPTIONS, labels, logits, NUMBERS, SHAPE, setting } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

const step = (engine: segloss.Engine): segloss.Step =>
  engine.compile(segloss.loss("mean(m*(p - y)^2)", { maps: ["m"] }), {
    shape: SHAPE,
    weights: true,
    mask: true,
    ignore: 9,
  });
const stepInputs = () => [
  {
    logits: logits(),
    targets: labels(),
    weights: Float32Array.of(1, 2, 1, 1),
    mask: Uint8Array.of(1, 1, 1, 0),
    instances: labels(),
    maps: { m: Float32Array.of(1, 0, 1, 2) },
    progress: 0.5,
    gradient: new Float32Array(4),
  },
];
/** A loss that uses neither: instances and progress are then looked at for their kind alone, or not at all. */
const STEP_TAKES = {
  "0.instances": ["undefined"],
  "0.progress": ["undefined", "NaN", "Infinity", ...NUMBERS],
  "0.gradient": ["undefined"],
  "0.mask": [],
};

const ENGINES = {
  reference: segloss.reference(),
  wasm: segloss.wasmSync(),
  preferred: segloss.preferredEngine(),
};
const STEPS = { reference: step(ENGINES.reference), wasm: step(ENGINES.wasm) };
const WARM = ENGINES.wasm.compile(segloss.dice(), { shape: SHAPE });
const runOf = (name: keyof typeof STEPS) => (inputs: never) => STEPS[name].run(inputs);
const compileOf = (name: keyof typeof ENGINES) => (loss: never, options: never) =>
  ENGINES[name].compile(loss, options).dispose();
const COMPILE = {
  args: () => [
    segloss.dice(),
    {
      shape: SHAPE,
      layout: "channels-last",
      link: "sigmoid",
      targets: "indices",
      weights: false,
      ignore: 255,
      mask: false,
      live: ["smooth"],
    },
  ],
  takes: {
    "1.layout": ["undefined"],
    "1.link": ["undefined", "null"],
    "1.targets": ["undefined"],
    "1.weights": ["undefined"],
    "1.mask": ["undefined"],
    "1.ignore": ["undefined", "negative", "list"],
    "1.live": ["undefined", "list"],
  },
};

/** Writes nothing. */
const EMITTER: segloss.OnnxEmitter<object> = {
  emit: () => ({}),
  emitMany: (_, __, shapes) => shapes.map(() => ({})),
  constant: () => ({}),
  integers: () => ({}),
};

/** Engines, plans, and what stands above engines. */
export const ENGINE_CALLS: readonly ValidCall[] = [
  {
    name: "deepSupervision",
    run: segloss.deepSupervision,
    args: () => [
      segloss.reference(),
      "dice",
      { shapes: [SHAPE, [1, 1, 1, 1]], outputWeights: [1, 0.5], normalize: true, ignore: 255 },
    ],
    takes: {
      "2.outputWeights": ["undefined"],
      "2.normalize": ["undefined"],
      "2.ignore": ["undefined", "negative", "list"],
    },
  },
  {
    name: "deepSupervision().run",
    run: (inputs: never) =>
      segloss.deepSupervision(segloss.reference(), "dice", { shapes: [SHAPE, [1, 1, 1, 1]] }).run(inputs),
    args: () => [
      {
        logits: [logits(), Float32Array.of(1)],
        targets: labels(),
        gradient: [new Float32Array(4), new Float32Array(1)],
      },
    ],
    takes: { "0.gradient": ["undefined"] },
  },
  {
    name: "downsample",
    run: segloss.downsample,
    args: () => [labels(), { batch: 1, from: [2, 2], to: [1, 1], channels: 1, layout: "channels-first" }],
    takes: { "1.channels": ["undefined"], "1.layout": ["undefined"] },
  },
  {
    name: "supervisionWeights",
    run: segloss.supervisionWeights,
    args: () => [[1, 2], 2, false],
    takes: { "0": ["undefined"], "2": ["undefined"] },
  },
  {
    name: "evaluate",
    run: segloss.evaluate,
    args: () => [
      "dice",
      {
        ...{
          logits: logits(),
          targets: labels(),
          shape: SHAPE,
          layout: "channels-last",
          link: "sigmoid",
          ignore: 255,
        },
        ...{
          weights: Float32Array.of(1, 1, 2, 1),
          mask: labels(),
          instances: labels(),
          maps: {},
          progress: 0.5,
        },
        ...{ engine: segloss.reference(), gradient: true },
      },
    ],
    takes: {
      "1.layout": ["undefined"],
      "1.link": ["undefined", "null"],
      "1.ignore": ["undefined", "negative", "list"],
      "1.weights": ["undefined"],
      "1.mask": ["undefined"],
      "1.instances": ["undefined"],
      "1.maps": EMPTY_OPTIONS,
      "1.progress": ["undefined", "NaN", "Infinity", ...NUMBERS],
      "1.engine": ["undefined"],
      "1.gradient": ["undefined"],
    },
  },
  {
    name: "lossValues",
    run: segloss.lossValues,
    args: () => [
      "dice",
      {
        ...{ logits: logits(), targets: labels(), shape: SHAPE, layout: "channels-last", link: "sigmoid" },
        ...{ ignore: 255, weights: Float32Array.of(1, 1, 2, 1), mask: labels(), instances: labels() },
        ...{ maps: {}, progress: 0.5 },
      },
    ],
    takes: {
      "1.layout": ["undefined"],
      "1.link": ["undefined", "null"],
      "1.ignore": ["undefined", "negative", "list"],
      "1.weights": ["undefined"],
      "1.mask": ["undefined"],
      "1.instances": ["undefined"],
      "1.maps": EMPTY_OPTIONS,
      "1.progress": ["undefined", "NaN", "Infinity", ...NUMBERS],
    },
  },
  {
    name: "averageTies",
    run: segloss.averageTies,
    args: () => [new Float32Array(4), { logits: logits(), targets: labels(), shape: SHAPE }],
  },
  {
    name: "gradientByProbability",
    run: segloss.gradientByProbability,
    args: () => [new Float32Array(4), { logits: logits(), shape: SHAPE, link: "sigmoid" }],
    takes: { "1.link": ["undefined", "null"] },
  },
  {
    name: "lossCurve",
    run: segloss.lossCurve,
    args: () => ["dice", { share: 0.5, points: 2, engine: segloss.reference() }],
    takes: {
      "1": EMPTY_OPTIONS,
      "1.share": ["undefined", "fraction"],
      "1.points": ["undefined"],
      "1.engine": ["undefined"],
    },
  },
  { name: "supports", run: segloss.supports, args: () => [] },
  { name: "isEngineLimit", run: segloss.isEngineLimit, args: () => [new Error("x")], takes: { "*": ["*"] } },
  {
    name: "leavesOut",
    whole: [0],
    run: segloss.leavesOut,
    args: () => [setting()],
  },
  {
    name: "lowerPlan",
    whole: [0, 1, 2],
    run: segloss.lowerPlan,
    args: () => [
      segloss.makePlan(segloss.dice(), setting() as segloss.Setting),
      EMITTER,
      { logits: {}, targets: {}, maps: {} },
    ],
    takes: {},
  },
  {
    name: "makePlan",
    run: segloss.makePlan,
    args: () => [segloss.dice(), setting()],
    takes: { "1.ignore": ["list"] },
  },
  {
    name: "notesOn",
    run: segloss.notesOn,
    args: () => [logits(), setting(), true],
    takes: { "0": ["floats", "NaN floats", "transferred array"], "1.ignore": ["list"], "2": ["undefined"] },
  },
  { name: "preferredEngine", run: segloss.preferredEngine, args: () => [] },
  { name: "preferredEngine().compile", run: compileOf("preferred"), ...COMPILE },
  { name: "reference", run: segloss.reference, args: () => [] },
  { name: "reference().compile", run: compileOf("reference"), ...COMPILE },
  { name: "reference().compile().run", run: runOf("reference"), args: stepInputs, takes: STEP_TAKES },
  {
    name: "wasm",
    run: segloss.wasm,
    args: () => [{ threads: 1, relaxed: true, lovasz: "auto" }],
    takes: {
      "0": EMPTY_OPTIONS,
      "0.threads": ["undefined"],
      "0.relaxed": ["undefined"],
      "0.lovasz": ["undefined"],
    },
  },
  {
    name: "wasmSync",
    run: segloss.wasmSync,
    args: () => [{ relaxed: true, lovasz: "exact" }],
    takes: { "0": EMPTY_OPTIONS, "0.relaxed": ["undefined"], "0.lovasz": ["undefined"] },
  },
  { name: "wasmSync().compile", run: compileOf("wasm"), ...COMPILE },
  { name: "wasmSync().compile().run", run: runOf("wasm"), args: stepInputs, takes: STEP_TAKES },
  {
    name: "wasmSync().compile().program",
    run: () => WARM.program(),
    args: () => [],
  },
  {
    name: "wasmSync().compile().warmUp",
    run: (ms: never) => WARM.warmUp(ms),
    args: () => [1],
    takes: { "0": ["undefined", "fraction"] },
  },
];
