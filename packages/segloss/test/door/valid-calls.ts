import * as segloss from "segloss";
import * as metrics from "segloss/metrics";
import * as tfjs from "segloss/tfjs";
import * as wasm from "segloss/wasm";
import { FAKE_TENSORFLOW, fakeTensor } from "./fake-tensorflow.ts";
import type { ValidCall } from "./substitute.ts";

const SHAPE = [1, 2, 2, 1];
const logits = (): Float32Array => Float32Array.of(0.5, -1, 2, 0.25);
const labels = (): Uint8Array => Uint8Array.of(0, 1, 1, 0);
const IMAGE = [2, 2];
/** Numbers of any size. */
const NUMBERS = ["negative", "fraction", "huge"];
const TEXTS = ["text", "empty text", "long text"];
const EMPTY_OPTIONS = ["undefined", "object", "object without prototype"];

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
const WARM = ENGINES.wasm.compile("dice", { shape: SHAPE });
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
    },
  ],
  takes: {
    "1.layout": ["undefined"],
    "1.link": ["undefined", "null"],
    "1.targets": ["undefined"],
    "1.weights": ["undefined"],
    "1.mask": ["undefined"],
    "1.ignore": ["undefined", "negative", "list"],
  },
};

const counts = () => ({ tp: 3, fp: 1, fn: 2, tn: 4 });
const matrix = () => metrics.confusionMatrix(labels(), Uint8Array.of(0, 1, 0, 0), { classes: 2 });
const overlaps = () => metrics.instanceOverlaps(labels(), labels());
const matches = () => metrics.matchInstances(overlaps());
const setting = () => ({
  ...{ batch: 1, space: [2, 2], channels: 1, layout: "channels-first", link: "sigmoid", targets: "indices" },
  ...{ weighted: false, ignore: [], masked: false },
});
const fieldOptions = { "2.spacing": ["undefined"], "2.output": ["undefined"] };

/** Writes nothing. */
const EMITTER: segloss.OnnxEmitter<object> = {
  emit: () => ({}),
  emitMany: (_, __, shapes) => shapes.map(() => ({})),
  constant: () => ({}),
  integers: () => ({}),
};

const { bootstrapInterval, bootstrapIntervals, bootstrapStatistic, pairedBootstrapInterval } = metrics;
const BOOTSTRAPS = { bootstrapInterval, bootstrapIntervals, bootstrapStatistic, pairedBootstrapInterval };

/** Every distance of `segloss/fields`, and the kernels of the same names. */
function fieldCalls(prefix: string, of: () => Record<string, unknown>, output: () => unknown): ValidCall[] {
  const call = (name: string, rest: Pick<ValidCall, "args" | "takes">): ValidCall => ({
    name: `${prefix}${name}`,
    run: (...args) => (of()[name] as (...args: never[]) => unknown)(...args),
    ...rest,
  });
  const distances = {
    args: () => [labels(), IMAGE, { spacing: [1, 2], output: output() }],
    takes: { "2": EMPTY_OPTIONS, ...fieldOptions },
  };
  return [
    call("distanceTransform", distances),
    call("squaredDistanceTransform", distances),
    call("signedDistance", distances),
    call("nearestCells", {
      args: () => [labels(), IMAGE, { spacing: [1, 2], output: { d1: output(), d2: output() } }],
      takes: { "2": EMPTY_OPTIONS, ...fieldOptions, "2.output": EMPTY_OPTIONS },
    }),
    call("unetWeights", {
      args: () => [
        labels(),
        IMAGE,
        { w0: 10, sigma: 5, spacing: [1, 2], only: "background", output: new Float32Array(4) },
      ],
      takes: {
        "2": EMPTY_OPTIONS,
        ...fieldOptions,
        "2.w0": ["undefined", ...NUMBERS],
        "2.sigma": ["undefined", "fraction", "huge"],
        "2.only": ["undefined"],
      },
    }),
    call("connectedComponents", {
      args: () => [labels(), IMAGE, { connectivity: "full", background: 0, wrap: [false, true] }],
      takes: {
        "2": EMPTY_OPTIONS,
        "2.connectivity": ["undefined"],
        "2.background": ["undefined", "negative"],
        "2.wrap": ["undefined"],
      },
    }),
  ];
}

/** One valid call of every public function of the library, methods of what they return among them. */
export const VALID_CALLS: readonly ValidCall[] = [
  { name: "allOptions", whole: [0], run: segloss.allOptions, args: () => [segloss.dice.definition] },
  ...fieldCalls(
    "",
    () => segloss as unknown as Record<string, unknown>,
    () => new Float64Array(4),
  ),
  ...fieldCalls(
    "wasmFields().",
    () => segloss.wasmFields() as unknown as Record<string, unknown>,
    () => new Float32Array(4),
  ),
  {
    name: "nearestLabels",
    run: segloss.nearestLabels,
    args: () => [labels(), IMAGE, { spacing: [1, 1] }],
    takes: { "2": EMPTY_OPTIONS, ...fieldOptions },
  },
  {
    name: "squaredDistancesAt",
    run: segloss.squaredDistancesAt,
    args: () => [Int32Array.of(0, 3), labels(), IMAGE, { spacing: [1, 1] }],
    takes: { "3": EMPTY_OPTIONS, "3.spacing": ["undefined"] },
  },
  {
    name: "skeleton",
    run: segloss.skeleton,
    args: () => [labels(), IMAGE, { thinning: "lee" }],
    takes: { "2": EMPTY_OPTIONS, "2.thinning": ["undefined"] },
  },
  { name: "wasmFields", run: segloss.wasmFields, args: () => [] },
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
  { name: "defaultLink", run: segloss.defaultLink, args: () => [3] },
  {
    name: "didYouMean",
    run: segloss.didYouMean,
    args: () => ["dcie", ["dice"]],
    takes: { "0": TEXTS, "1": ["list", "list of text", "map", ...TEXTS, "no bytes"] },
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
    name: "explain",
    run: segloss.explain,
    args: () => ["dice", { link: "sigmoid", channels: 1 }],
    takes: { "1": EMPTY_OPTIONS, "1.link": ["undefined"], "1.channels": ["undefined"] },
  },
  {
    name: "formulaLatex",
    whole: [0],
    run: segloss.formulaLatex,
    args: () => [segloss.parseFormula("mean(p)"), { index: "i" }],
    takes: { "1.index": TEXTS },
  },
  { name: "isEngineLimit", run: segloss.isEngineLimit, args: () => [new Error("x")], takes: { "*": ["*"] } },
  {
    name: "leavesOut",
    whole: [0],
    run: segloss.leavesOut,
    args: () => [setting()],
  },
  { name: "linkOf", run: segloss.linkOf, args: () => ["dice"] },
  {
    name: "loss",
    run: segloss.loss,
    args: () => ["mean(k*p*m)", { parameters: { k: 2 }, maps: ["m"], over: "batch" }],
    takes: {
      "1": EMPTY_OPTIONS,
      "1.parameters": EMPTY_OPTIONS,
      "1.maps": ["undefined", "list", "list of text"],
      "0": ["text"],
      "1.over": ["undefined", "null"],
    },
  },
  { name: "lossFromJson", run: segloss.lossFromJson, args: () => [segloss.lossToJson("dice")] },
  { name: "lossToJson", run: segloss.lossToJson, args: () => [segloss.dice()] },
  {
    name: "lowerPlan",
    whole: [0, 1, 2],
    run: segloss.lowerPlan,
    args: () => [
      segloss.makePlan("dice", setting() as segloss.Setting),
      EMITTER,
      { logits: {}, targets: {}, maps: {} },
    ],
    takes: {},
  },
  {
    name: "makePlan",
    run: segloss.makePlan,
    args: () => ["dice", setting()],
    takes: { "1.ignore": ["list"] },
  },
  {
    name: "notesOn",
    run: segloss.notesOn,
    args: () => [logits(), setting(), true],
    takes: { "0": ["floats", "NaN floats", "transferred array"], "1.ignore": ["list"], "2": ["undefined"] },
  },
  { name: "overRegion", run: segloss.overRegion, args: () => ["dice", "batch"] },
  { name: "parseFormula", run: segloss.parseFormula, args: () => ["mean(p)"], takes: { "0": ["text"] } },
  { name: "parseLoss", run: segloss.parseLoss, args: () => ["dice"] },
  { name: "preferredEngine", run: segloss.preferredEngine, args: () => [] },
  { name: "preferredEngine().compile", run: compileOf("preferred"), ...COMPILE },
  { name: "printLoss", run: segloss.printLoss, args: () => ["dice"] },
  {
    name: "ramp",
    run: segloss.ramp,
    args: () => [{ from: 0, to: 1, start: 0, end: 1 }, "dice"],
    takes: {
      "0.from": NUMBERS,
      "0.to": NUMBERS,
      "0.start": ["undefined", "fraction"],
      "0.end": ["undefined", "fraction"],
    },
  },
  { name: "reference", run: segloss.reference, args: () => [] },
  { name: "reference().compile", run: compileOf("reference"), ...COMPILE },
  { name: "reference().compile().run", run: runOf("reference"), args: stepInputs, takes: STEP_TAKES },
  { name: "scale", run: segloss.scale, args: () => [2, "dice"], takes: { "0": NUMBERS } },
  { name: "sum", run: segloss.sum, args: () => ["dice", segloss.focal()] },
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
    name: "wasmSync().compile().warmUp",
    run: (ms: never) => WARM.warmUp(ms),
    args: () => [1],
    takes: { "0": ["undefined", "fraction"] },
  },
  { name: "withLink", run: segloss.withLink, args: () => ["dice", "sigmoid"] },

  {
    name: "assignment",
    run: metrics.assignment,
    args: () => [
      [
        [1, 2],
        [2, 1],
      ],
    ],
    takes: { "0": ["list"] },
  },
  {
    name: "averagePrecision",
    run: metrics.averagePrecision,
    args: () => [[overlaps()], [0.5], { method: "greedy", empty: "skip" }],
    takes: {
      "0": ["list"],
      "1": ["undefined"],
      "2": EMPTY_OPTIONS,
      "2.method": ["undefined"],
      "2.empty": ["undefined"],
    },
  },
  ...(
    ["bootstrapInterval", "bootstrapIntervals", "bootstrapStatistic", "pairedBootstrapInterval"] as const
  ).map((name): ValidCall => {
    const data = {
      bootstrapInterval: [[1, 2, 4]],
      bootstrapIntervals: [[[1, 2, 4]]],
      bootstrapStatistic: [3, (images: Int32Array) => images[0]],
      pairedBootstrapInterval: [
        [1, 2, 4],
        [2, 2, 5],
      ],
    }[name];
    const at = data.length;
    return {
      name,
      run: BOOTSTRAPS[name] as ValidCall["run"],
      args: () => [...data, { level: 0.9, resamples: 20, seed: 3 }],
      takes: {
        [`${at}`]: EMPTY_OPTIONS,
        [`${at}.level`]: ["undefined", "fraction"],
        [`${at}.resamples`]: ["undefined"],
        [`${at}.seed`]: ["undefined", "negative", "huge"],
        ...(name === "bootstrapInterval" && { "0": ["floats"] }),
        ...(name === "bootstrapIntervals" && { "0": ["list"] }),
        ...(name === "pairedBootstrapInterval" && { "0": ["floats"], "1": ["floats"] }),
        ...(name === "bootstrapStatistic" && { "1": ["function"] }),
      },
    };
  }),
  {
    name: "boundaryJaccard",
    run: metrics.boundaryJaccard,
    args: () => [
      labels(),
      labels(),
      IMAGE,
      { width: 2, spacing: [1, 1], label: 1, ignore: 255, empty: "skip" },
    ],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.width": ["undefined", "huge"],
      "3.spacing": ["undefined"],
      "3.label": ["undefined", "negative"],
      "3.ignore": ["undefined", "negative", "list"],
      "3.empty": ["undefined"],
    },
  },
  {
    name: "calibration",
    run: metrics.calibration,
    args: () => [{ classes: 1, ignore: 255, bins: 5 }],
    takes: { "0.ignore": ["undefined", "negative", "list"], "0.bins": ["undefined"] },
  },
  {
    name: "calibration().add",
    run: (...args) =>
      metrics.calibration({ classes: 1 }).add(...(args as unknown as [Float32Array, Uint8Array])),
    args: () => [Float32Array.of(0, 1, 0.5, 0.25), labels()],
  },
  {
    name: "calibration().merge",
    run: (other: never) => metrics.calibration({ classes: 1 }).merge(other),
    args: () => [metrics.calibration({ classes: 1 })],
  },
  {
    name: "centrelineDice",
    run: metrics.centrelineDice,
    args: () => [labels(), labels(), IMAGE, { thinning: "lee", empty: "skip" }],
    takes: { "3": EMPTY_OPTIONS, "3.thinning": ["undefined"], "3.empty": ["undefined"] },
  },
  { name: "classCounts", run: metrics.classCounts, args: () => [matrix()] },
  {
    name: "completeParameters",
    run: metrics.completeParameters,
    args: () => [metrics.fBetaScore, { beta: 2 }],
    takes: { "1": EMPTY_OPTIONS, "1.beta": ["fraction", "huge"] },
  },
  {
    name: "componentCounts",
    run: metrics.componentCounts,
    args: () => [labels(), labels(), IMAGE, { connectivity: "full", spacing: [1, 1] }],
    takes: { "3": EMPTY_OPTIONS, "3.connectivity": ["undefined"], "3.spacing": ["undefined"] },
  },
  {
    name: "confusionMatrix",
    run: metrics.confusionMatrix,
    args: () => [labels(), labels(), { classes: 2, ignore: 255 }],
    takes: { "2.ignore": ["undefined", "negative", "list"] },
  },
  {
    name: "confusionMatrixFromJson",
    run: metrics.confusionMatrixFromJson,
    args: () => [{ classes: 1, ignore: [], counts: [4] }],
    takes: { "0.ignore": ["undefined", "negative", "list"] },
  },
  {
    name: "emptyConfusionMatrix",
    run: metrics.emptyConfusionMatrix,
    args: () => [{ classes: 2, ignore: 255 }],
    takes: { "0.ignore": ["undefined", "negative", "list"] },
  },
  {
    name: "confusionMatrix().add",
    run: (...args) => matrix().add(...(args as unknown as [Uint8Array, Uint8Array])),
    args: () => [labels(), labels(), labels()],
    takes: { "2": ["undefined"] },
  },
  { name: "confusionMatrix().merge", run: (other: never) => matrix().merge(other), args: () => [matrix()] },
  {
    name: "exactSum",
    run: metrics.exactSum,
    args: () => [[1, 2]],
    takes: { "0": ["undefined", "list", "floats", "no bytes", "map"] },
  },
  {
    name: "exactSum().add",
    run: (x: never) => metrics.exactSum().add(x),
    args: () => [1],
    takes: { "0": NUMBERS },
  },
  {
    name: "exactSum().merge",
    run: (x: never) => metrics.exactSum().merge(x),
    args: () => [metrics.exactSum([1])],
  },
  { name: "instanceCounts", whole: [0, 1], run: metrics.instanceCounts, args: () => [matches(), matches()] },
  {
    name: "instanceOverlaps",
    run: metrics.instanceOverlaps,
    args: () => [labels(), labels(), { ignore: 3 }],
    takes: { "2": EMPTY_OPTIONS, "2.ignore": ["undefined", "negative", "list"] },
  },
  { name: "labelPairs", run: metrics.labelPairs, args: () => [labels(), labels()] },
  {
    name: "lesionDetection",
    run: metrics.lesionDetection,
    args: () => [labels(), labels(), IMAGE, { connectivity: "full", overlap: 0.5 }],
    takes: { "3": EMPTY_OPTIONS, "3.connectivity": ["undefined"], "3.overlap": ["undefined", "fraction"] },
  },
  { name: "maskMetricOf", run: metrics.maskMetricOf, args: () => [metrics.hausdorffDistance] },
  {
    name: "matchInstances",
    whole: [0],
    run: metrics.matchInstances,
    args: () => [overlaps(), { threshold: 0.5, exceed: true, method: "greedy" }],
    takes: {
      "1": EMPTY_OPTIONS,
      "1.threshold": ["undefined", "fraction"],
      "1.exceed": ["undefined"],
      "1.method": ["undefined"],
    },
  },
  {
    name: "mergeInstanceCounts",
    whole: [0, 1],
    run: metrics.mergeInstanceCounts,
    args: () => [metrics.instanceCounts(matches()), metrics.instanceCounts(matches())],
  },
  {
    name: "panopticQuality",
    whole: [0],
    run: metrics.panopticQuality,
    args: () => [metrics.instanceCounts(matches()), "skip"],
    takes: { "1": ["undefined"] },
  },
  {
    name: "pooledCounts",
    run: metrics.pooledCounts,
    args: () => [[counts(), counts()]],
    takes: { "0": ["list"] },
  },
  {
    name: "score",
    run: metrics.score,
    args: () => [
      metrics.diceScore,
      matrix(),
      { parameters: {}, classes: [1], average: "pooled", empty: "skip" },
    ],
    takes: {
      "2": EMPTY_OPTIONS,
      "2.parameters": EMPTY_OPTIONS,
      "2.classes": ["undefined"],
      "2.average": ["undefined"],
      "2.empty": ["undefined"],
    },
  },
  {
    name: "scoreImages",
    run: metrics.scoreImages,
    args: () => [metrics.diceScore, [matrix()], { over: "image", classes: [1] }],
    takes: { "2": EMPTY_OPTIONS, "2.over": ["undefined"], "2.classes": ["undefined"] },
  },
  {
    name: "scoreMatrix",
    run: metrics.scoreMatrix,
    args: () => [metrics.pixelAccuracy, matrix(), {}],
    takes: { "2": EMPTY_OPTIONS },
  },
  {
    name: "scoreSurface",
    whole: [0, 1],
    run: metrics.scoreSurface,
    args: () => [
      metrics.hausdorffDistance,
      metrics.surfaceDistances(labels(), labels(), IMAGE),
      { percentile: 95 },
      "skip",
    ],
    takes: { "2": EMPTY_OPTIONS, "2.percentile": ["fraction"], "3": ["undefined"] },
  },
  {
    name: "summarizeImages",
    run: metrics.summarizeImages,
    args: () => [[1, 0.5, undefined], "high", { level: 0.9, resamples: 20, seed: 3 }],
    takes: {
      "0": ["list"],
      "2": EMPTY_OPTIONS,
      "2.level": ["undefined", "fraction"],
      "2.resamples": ["undefined"],
      "2.seed": ["undefined", "negative", "huge"],
    },
  },
  {
    name: "summarizeScores",
    run: metrics.summarizeScores,
    args: () => [[{ values: [1, 2], best: "low" }], { level: 0.9, resamples: 20, seed: 3 }],
    takes: {
      "0": ["list"],
      "1": EMPTY_OPTIONS,
      "1.level": ["undefined", "fraction"],
      "1.resamples": ["undefined"],
      "1.seed": ["undefined", "negative", "huge"],
    },
  },
  {
    name: "surfaceDistances",
    run: metrics.surfaceDistances,
    args: () => [
      labels(),
      labels(),
      IMAGE,
      { spacing: [1, 1], surface: "pixels", connectivity: "full", penalty: 3, label: 1, ignore: 255 },
    ],
    takes: {
      "3": EMPTY_OPTIONS,
      "3.spacing": ["undefined"],
      "3.surface": ["undefined"],
      "3.connectivity": ["undefined"],
      "3.penalty": ["undefined", "fraction", "huge", "Infinity"],
      "3.label": ["undefined", "negative"],
      "3.ignore": ["undefined", "negative", "list"],
    },
  },

  {
    name: "tfLoss",
    run: tfjs.tfLoss,
    args: () => [
      FAKE_TENSORFLOW,
      "dice",
      {
        link: "sigmoid",
        progress: () => 0.5,
        name: "mine",
        ignore: 255,
        packed: ["weights"],
        engine: segloss.reference(),
      },
    ],
    takes: {
      "2": EMPTY_OPTIONS,
      "2.link": ["undefined"],
      "2.progress": ["undefined", "function"],
      "2.name": ["undefined", ...TEXTS],
      "2.ignore": ["undefined", "negative", "list"],
      "2.packed": ["undefined", "list"],
      "2.engine": ["undefined"],
    },
  },
  {
    name: "tfLoss()",
    whole: [0, 1],
    run: (...args) => tfjs.tfLoss(FAKE_TENSORFLOW, "dice")(...(args as [never, never])),
    args: () => [fakeTensor(labels(), [1, 2, 2, 1]), fakeTensor(logits(), [1, 2, 2, 1])],
  },
  {
    name: "tfLossFromJson",
    whole: [0, 1],
    run: tfjs.tfLossFromJson,
    args: () => [
      FAKE_TENSORFLOW,
      tfjs.tfLoss(FAKE_TENSORFLOW, "dice").toJSON(),
      { engine: segloss.reference(), progress: () => 0 },
    ],
    takes: { "2": EMPTY_OPTIONS, "2.engine": ["undefined"], "2.progress": ["undefined", "function"] },
  },
  {
    name: "tfMetrics",
    run: tfjs.tfMetrics,
    args: () => [
      FAKE_TENSORFLOW,
      {
        classes: 2,
        metrics: ["dice"],
        scored: [1],
        average: "pooled",
        empty: "skip",
        link: "softmax",
        ignore: 255,
        packed: [],
      },
    ],
    takes: {
      "1.metrics": ["undefined", "list"],
      "1.scored": ["undefined"],
      "1.average": ["undefined"],
      "1.empty": ["undefined"],
      "1.link": ["undefined"],
      "1.ignore": ["undefined", "negative", "list"],
      "1.packed": ["undefined", "list", "list of text"],
    },
  },
  {
    name: "tfMetrics().update",
    whole: [0, 1],
    run: (...args) => tfjs.tfMetrics(FAKE_TENSORFLOW, { classes: 1 }).update(...(args as [never, never])),
    args: () => [fakeTensor(labels(), [1, 2, 2, 1]), fakeTensor(logits(), [1, 2, 2, 1])],
  },
  {
    name: "tfMetrics().callback",
    run: (...args) =>
      tfjs.tfMetrics(FAKE_TENSORFLOW, { classes: 1 }).callback(...(args as unknown as [never, never])),
    args: () => [
      { predictOnBatch: () => fakeTensor(logits(), [1, 2, 2, 1]) },
      { xs: fakeTensor(logits(), [1, 2, 2, 1]), ys: fakeTensor(labels(), [1, 2, 2, 1]) },
      { batchSize: 4, prefix: "v_" },
    ],
    takes: {
      "0.predictOnBatch": ["function"],
      "2": EMPTY_OPTIONS,
      "2.batchSize": ["undefined"],
      "2.prefix": ["undefined", ...TEXTS],
    },
  },

  {
    name: "functionBuilder",
    run: wasm.functionBuilder,
    args: () => [["i32"], ["i32"]],
    takes: { "0": ["list"], "1": ["list", "undefined"] },
  },
  {
    name: "wasmCode",
    run: wasm.wasmCode,
    args: () => [{}, 1],
    takes: { "0": ["object", "object without prototype"] },
  },
];
