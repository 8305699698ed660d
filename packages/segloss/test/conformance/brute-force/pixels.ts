import { type Case, pixelsPerImage, valueAt } from "../case.ts";
import { cellGaps } from "./cell-gaps.ts";
import { classMap } from "./class-map.ts";
import { isValid } from "./is-valid.ts";

/** A pixel that counts, with one value per channel of everything that a loss reads. */
export interface Pixel {
  readonly z: readonly number[];
  readonly p: readonly number[];
  /** 1 - p without cancellation. */
  readonly q: readonly number[];
  readonly logp: readonly number[];
  readonly log1mp: readonly number[];
  readonly y: readonly number[];
  readonly w: number;
  /** Its image, and where in it. */
  readonly image: number;
  readonly index: number;
  /** Distance to the nearest cell, and to it and the second nearest together. */
  gap(cells: "components" | "classes" | "instances"): { readonly d1: number; readonly sum: number };
}

/** The distances of each pixel of an image, for each kind of cell. */
export type ImageGaps = (cells: Parameters<Pixel["gap"]>[0]) => readonly ReturnType<Pixel["gap"]>[];

/** Distances for every image, worked out when first asked for. */
export function gapsOf(c: Case): ImageGaps[] {
  return Array.from({ length: c.batch }, (_, n) => imageGaps(c, n));
}

/** The pixels that count, image by image. */
export function pixelsOf(c: Case, logits: ArrayLike<number>, gaps: readonly ImageGaps[]): Pixel[][] {
  const perImage = pixelsPerImage(c);
  const at = { perImage, channels: c.channels, layout: c.layout };
  return Array.from({ length: c.batch }, (_, n) => {
    const pixels: Pixel[] = [];
    for (let i = 0; i < perImage; i++) {
      if (!isValid(c, n * perImage + i)) continue;
      const channels = Array.from({ length: c.channels }, (_, k) => valueAt(at, n, i, k));
      const z = channels.map((k) => logits[k]);
      pixels.push({
        ...probabilities(z, c.link),
        z,
        y: targetOf(c, n * perImage + i, channels),
        w: c.weights?.[n * perImage + i] ?? 1,
        image: n,
        index: i,
        gap: (cells) => gaps[n](cells)[i],
      });
    }
    return pixels;
  });
}

function targetOf(c: Case, pixel: number, channels: readonly number[]): number[] {
  if (c.targets instanceof Float32Array) return channels.map((k) => c.targets[k]);
  if (c.channels === 1) return [c.targets[pixel]];
  return channels.map((_, k) => (k === c.targets[pixel] ? 1 : 0));
}

type Probabilities = Pick<Pixel, "p" | "q" | "logp" | "log1mp">;

/** Textbook definitions; e^z does not overflow in float64 below z = 709. */
function probabilities(z: readonly number[], link: Case["link"]): Probabilities {
  if (link === "none") return fromProbabilities(z);
  return link === "sigmoid" ? sigmoid(z) : softmax(z);
}

function fromProbabilities(p: readonly number[]): Probabilities {
  return { p, q: p.map((x) => 1 - x), logp: p.map(Math.log), log1mp: p.map((x) => Math.log(1 - x)) };
}

function sigmoid(z: readonly number[]): Probabilities {
  return {
    p: z.map((x) => 1 / (1 + Math.exp(-x))),
    q: z.map((x) => 1 / (1 + Math.exp(x))),
    logp: z.map((x) => -Math.log1p(Math.exp(-x))),
    log1mp: z.map((x) => -Math.log1p(Math.exp(x))),
  };
}

function softmax(z: readonly number[]): Probabilities {
  const all = z.reduce((sum, x) => sum + Math.exp(x), 0);
  const rest = z.map((_, c) => z.reduce((sum, x, k) => (k === c ? sum : sum + Math.exp(x)), 0));
  const smaller = (c: number): number =>
    z.reduce((sum, x, k) => (k === c ? sum : sum + Math.exp(x - z[c])), 0);
  return {
    p: z.map((x) => Math.exp(x) / all),
    q: rest.map((x) => x / all),
    logp: z.map((_, c) => -Math.log1p(smaller(c))),
    log1mp: z.map((x, c) => -Math.log1p(Math.exp(x - Math.log(rest[c])))),
  };
}

function imageGaps(c: Case, n: number): ImageGaps {
  const made = new Map<string, ReturnType<ImageGaps>>();
  return (cells) => {
    const known = made.get(cells) ?? cellGaps(cells, classMap(c, n), instancesOf(c, n), c.space);
    made.set(cells, known);
    return known;
  };
}

/** Instance labels of an image: the caller's own, also where a pixel does not count. */
function instancesOf(c: Case, n: number): number[] {
  const perImage = pixelsPerImage(c);
  return [...c.instances.subarray(n * perImage, (n + 1) * perImage)];
}
