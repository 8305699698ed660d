import * as segloss from "segloss";
import * as tfjs from "segloss/tfjs";
import * as wasm from "segloss/wasm";
import * as webgpu from "segloss/webgpu";
import { FAKE_TENSORFLOW, fakeTensor } from "./fake-tensorflow.ts";
import { EMPTY_OPTIONS, labels, logits, TEXTS } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

/** TensorFlow.js, and code of one's own. */
export const ADAPTER_CALLS: readonly ValidCall[] = [
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
    args: () => [{ x: "i32" }, ["i32"]],
    takes: {
      "0": ["list", "list of text", "object", "object without prototype"],
      "1": ["list", "undefined"],
    },
  },
  {
    name: "wasmBytes",
    run: wasm.wasmBytes,
    args: () => [{}],
    takes: { "0": ["object", "object without prototype"] },
  },
  {
    name: "compiledWasm",
    run: wasm.compiledWasm,
    args: () => [wasm.wasmBytes({})],
    takes: { "0": ["no bytes"] },
  },
  {
    name: "wasmCode",
    run: wasm.wasmCode,
    args: () => [{}, 1],
    takes: { "0": ["object", "object without prototype"] },
  },
  {
    name: "webgpu",
    run: webgpu.webgpu,
    args: () => [{ device: async () => Promise.reject(new Error("no adapter")) }],
    takes: { "0.device": ["function"] },
  },
];
