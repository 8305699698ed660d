import { type Case, type CaseParts, makeCase } from "./case.ts";
import { below } from "./random.ts";

const IGNORED = 255;

/** Random targets that sum to 1 over the classes, or stand for themselves in one channel: 64ths. */
function softClasses(random: () => number, channels: number): number[] {
  if (channels === 1) return [below(65, random) / 64];
  const cuts = Array.from({ length: channels - 1 }, () => below(65, random)).sort((a, b) => a - b);
  return [...cuts, 64].map((cut, k) => (cut - (cuts[k - 1] ?? 0)) / 64);
}

const masks = (random: () => number, channels: number): number[] =>
  Array.from({ length: channels }, () => below(2, random));
const independentSoft = (random: () => number, channels: number): number[] =>
  Array.from({ length: channels }, () => below(65, random) / 64);
const oneOf =
  (...values: number[]) =>
  (random: () => number): number =>
    values[below(values.length, random)];
const always = (value: number) => (): number => value;
const probability = (random: () => number): number => 0.02 + 0.96 * random();
const eighths = (random: () => number): number => below(25, random) / 8;
const someIgnored =
  (classes: number) =>
  (random: () => number): number =>
    random() < 0.3 ? IGNORED : below(classes, random);
const imageIgnored =
  (classes: number, image: number) =>
  (random: () => number, _i: number, n: number): number =>
    n === image ? IGNORED : below(classes, random);

const BINARY: Readonly<Record<string, CaseParts>> = {
  random: {},
  "one image": { batch: 1, space: [5, 7] },
  "1-D": { space: [9] },
  "3-D": { space: [2, 3, 3] },
  "one pixel": { batch: 1, space: [1] },
  "one pixel each": { batch: 3, space: [1, 1] },
  "|z| = 30": { logit: oneOf(-30, 30, 0.5), ties: true },
  "|z| = 100": { logit: oneOf(-100, 100), ties: true },
  "|z| = 100, all right": { logit: (_, k) => (k % 2 ? 100 : -100), label: (_, i) => i % 2, ties: true },
  "|z| = 100, all wrong": { logit: (_, k) => (k % 2 ? -100 : 100), label: (_, i) => i % 2, ties: true },
  "empty masks": { label: always(0) },
  "one empty mask": { label: (r, _i, n) => (n === 1 ? 0 : below(2, r)) },
  "full masks": { label: always(1) },
  "one true pixel": { label: (_r, i, n) => (i === 5 && n === 0 ? 1 : 0) },
  ties: { logit: oneOf(-0.5, 0.25, 1), ties: true },
  "all logits 0": { logit: always(0), ties: true },
  "denormal logits": { logit: oneOf(1e-40, -1e-42, 3e-39), ties: true },
  "some ignored": { label: someIgnored(2), ignore: [IGNORED] },
  "two labels ignored": { label: (r) => below(4, r), ignore: [2, 3] },
  "an image ignored": { label: imageIgnored(2, 1), ignore: [IGNORED] },
  "everything ignored": { label: always(IGNORED), ignore: [IGNORED] },
  masked: { masked: (r) => r() < 0.4 },
  "an image masked": { masked: (_r, _i, n) => n === 0 },
  "masked and ignored": { label: someIgnored(2), ignore: [IGNORED], masked: (r) => r() < 0.3 },
  weighted: { weight: eighths },
  "weighted, some ignored": { weight: eighths, label: someIgnored(2), ignore: [IGNORED] },
  "all weights 0": { weight: always(0) },
  "soft targets": { soft: softClasses },
  "soft targets, masked, weighted": { soft: softClasses, masked: (r) => r() < 0.3, weight: eighths },
  "channels first": { layout: "channels-first", space: [4, 3] },
  probabilities: { link: "none", logit: probability },
  "more than a block of pixels": { space: [23, 29] },
  "more than a block, weighted, some ignored": {
    ...{ space: [23, 13], weight: eighths, label: someIgnored(2), ignore: [IGNORED] },
  },
};

const SEVERAL: Readonly<Record<string, CaseParts>> = {
  "2 classes": { channels: 2 },
  "3 classes": { channels: 3, space: [4, 5] },
  "5 classes, 3-D": { channels: 5, space: [2, 3, 3] },
  "3 classes, 1-D, channels first": { channels: 3, space: [7], layout: "channels-first" },
  "3 classes, channels first": { channels: 3, layout: "channels-first" },
  "5 classes, one pixel": { channels: 5, batch: 1, space: [1, 1] },
  "3 classes, |z| = 30": { channels: 3, logit: oneOf(-30, 30, 0.5), ties: true },
  "3 classes, |z| = 100": { channels: 3, logit: oneOf(-100, 100, 0), ties: true },
  "2 classes, |z| = 100": { channels: 2, logit: oneOf(-100, 100), ties: true },
  "3 classes, absent in one image": { channels: 3, label: (r, _i, n) => below(n === 1 ? 2 : 3, r) },
  "5 classes, two absent": { channels: 5, label: (r) => [0, 2, 3][below(3, r)] },
  "3 classes, background only": { channels: 3, label: always(0) },
  "3 classes, one class only": { channels: 3, label: always(2) },
  "3 classes, ties": { channels: 3, logit: oneOf(-0.5, 0.25, 1), ties: true },
  "3 classes, all logits 0": { channels: 3, logit: always(0), ties: true },
  "3 classes, denormal logits": { channels: 3, logit: oneOf(1e-40, -1e-42, 3e-39), ties: true },
  "3 classes, some ignored": { channels: 3, label: someIgnored(3), ignore: [IGNORED] },
  "3 classes, background ignored": { channels: 3, ignore: [0] },
  "3 classes, an image ignored": { channels: 3, label: imageIgnored(3, 0), ignore: [IGNORED] },
  "3 classes, everything ignored": { channels: 3, label: always(IGNORED), ignore: [IGNORED] },
  "3 classes, masked": { channels: 3, masked: (r) => r() < 0.4 },
  "3 classes, weighted, ignored, channels first": {
    ...{ channels: 3, label: someIgnored(3), ignore: [IGNORED] },
    ...{ weight: eighths, layout: "channels-first" as const },
  },
  "3 classes, soft": { channels: 3, soft: softClasses },
  "5 classes, soft, masked, channels first": {
    ...{ channels: 5, soft: softClasses, masked: (r: () => number) => r() < 0.3 },
    layout: "channels-first",
  },
  "3 labels": { channels: 3, link: "sigmoid", soft: masks },
  "3 labels, soft, weighted": { channels: 3, link: "sigmoid", soft: independentSoft, weight: eighths },
  "3 labels, indices, ignored": { channels: 3, link: "sigmoid", label: someIgnored(3), ignore: [IGNORED] },
  "3 labels, |z| = 100": { channels: 3, link: "sigmoid", soft: masks, logit: oneOf(-100, 100), ties: true },
  "3 probabilities": { channels: 3, link: "none", logit: probability },
  "7 classes": { channels: 7, space: [5, 9] },
  "7 classes, channels first, some ignored": {
    ...{ channels: 7, space: [37], label: someIgnored(7), ignore: [IGNORED] },
    layout: "channels-first",
  },
  "6 classes, first and last ignored": { channels: 6, space: [4, 8], ignore: [0, 5] },
  "6 classes, |z| = 100": { channels: 6, space: [4, 5], logit: oneOf(-100, 100, 0), ties: true },
  "9 classes, masked, weighted": {
    ...{ channels: 9, space: [3, 7], weight: eighths, masked: (r: () => number) => r() < 0.3 },
  },
  "8 classes, soft": { channels: 8, space: [18], soft: softClasses },
  "6 labels, indices": { channels: 6, space: [18], link: "sigmoid" },
  "6 probabilities, channels first": {
    ...{ channels: 6, space: [5, 4], link: "none", logit: probability, layout: "channels-first" as const },
  },
  "21 classes, more than a block of pixels": { channels: 21, batch: 1, space: [13, 11] },
  "11 classes, one pixel": { channels: 11, batch: 1, space: [1] },
};

const parts = { ...BINARY, ...SEVERAL };

/** Every case of the suite, binary ones first. */
export const CASES: readonly Case[] = Object.entries(parts).map(([name, given], k) =>
  makeCase(name, { seed: k + 1, ...given }),
);
