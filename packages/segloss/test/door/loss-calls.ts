import * as segloss from "segloss";
import { printable } from "segloss/door";
import { EMPTY_OPTIONS, NUMBERS, SHAPE, TEXTS } from "./samples.ts";
import type { ValidCall } from "./substitute.ts";

/** Losses and their texts; the factories are in factory-calls.ts. */
export const LOSS_CALLS: readonly ValidCall[] = [
  { name: "allOptions", whole: [0], run: segloss.allOptions, args: () => [segloss.dice.definition] },
  {
    name: "checkLoss",
    run: segloss.checkLoss,
    args: () => ["dice", { shape: SHAPE, layout: "channels-last", link: "sigmoid", ignore: 255 }],
    takes: {
      "0": TEXTS,
      "1": ["undefined"],
      "1.layout": ["undefined"],
      "1.link": ["undefined", "null"],
      "1.ignore": ["undefined", "negative", "list"],
    },
  },
  {
    name: "completeLoss",
    run: segloss.completeLoss,
    args: () => ["tversky(be", 10],
    takes: { "0": TEXTS, "1": ["undefined"] },
  },
  { name: "needs", run: segloss.needs, args: () => ["dice"] },
  {
    name: "optionRange",
    whole: [0],
    run: segloss.optionRange,
    args: () => [segloss.focal.definition.options.gamma],
  },
  {
    name: "tokenize",
    run: segloss.tokenize,
    args: () => ["dice(smooth=1)"],
    takes: { "0": ["text", "empty text"] },
  },
  { name: "defaultLink", run: segloss.defaultLink, args: () => [3] },
  {
    name: "didYouMean",
    run: segloss.didYouMean,
    args: () => ["dcie", ["dice"]],
    takes: { "0": TEXTS, "1": ["list", "list of text", "map", ...TEXTS, "no bytes"] },
  },
  { name: "printable", run: printable, args: () => ["a\u001b[1m"], takes: { "0": TEXTS } },
  {
    name: "sourceCode",
    run: segloss.sourceCode,
    args: () => [
      segloss.dice(),
      {
        ...{ as: "jax", link: "sigmoid", channels: 2, dimensions: 2, targets: "indices" },
        ...{ weights: true, mask: true, ignore: [255] },
      },
    ],
    takes: {
      "1.link": ["undefined"],
      "1.channels": ["undefined"],
      "1.dimensions": ["undefined"],
      "1.targets": ["undefined"],
      "1.weights": ["undefined"],
      "1.mask": ["undefined"],
      "1.ignore": ["undefined", "negative", "list"],
    },
  },
  {
    name: "equalCalls",
    run: segloss.equalCalls,
    args: () => [segloss.crossEntropy(), { as: "tfjs", link: "sigmoid", channels: 1 }],
    takes: { "1.link": ["undefined"], "1.channels": ["undefined"] },
  },
  {
    name: "explain",
    run: segloss.explain,
    args: () => [segloss.dice(), { link: "sigmoid", channels: 1 }],
    takes: { "1": EMPTY_OPTIONS, "1.link": ["undefined"], "1.channels": ["undefined"] },
  },
  {
    name: "formulaLatex",
    whole: [0],
    run: segloss.formulaLatex,
    args: () => [segloss.parseFormula("mean(p)"), { index: "i" }],
    takes: { "1.index": TEXTS },
  },
  { name: "linkOf", run: segloss.linkOf, args: () => [segloss.dice()] },
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
  { name: "lossFromJson", run: segloss.lossFromJson, args: () => [segloss.lossToJson(segloss.dice())] },
  { name: "lossToJson", run: segloss.lossToJson, args: () => [segloss.dice()] },
  { name: "overRegion", run: segloss.overRegion, args: () => [segloss.dice(), "batch"] },
  { name: "parseFormula", run: segloss.parseFormula, args: () => ["mean(p)"], takes: { "0": ["text"] } },
  { name: "parseLoss", run: segloss.parseLoss, args: () => ["dice"] },
  { name: "printLoss", run: segloss.printLoss, args: () => [segloss.dice()] },
  {
    name: "ramp",
    run: segloss.ramp,
    args: () => [{ from: 0, to: 1, start: 0, end: 1 }, segloss.dice()],
    takes: {
      "0.from": NUMBERS,
      "0.to": NUMBERS,
      "0.start": ["undefined", "fraction"],
      "0.end": ["undefined", "fraction"],
    },
  },
  { name: "scale", run: segloss.scale, args: () => [2, segloss.dice()], takes: { "0": NUMBERS } },
  { name: "sum", run: segloss.sum, args: () => [segloss.dice(), segloss.focal()] },
  { name: "withLink", run: segloss.withLink, args: () => [segloss.dice(), "sigmoid"] },
];
