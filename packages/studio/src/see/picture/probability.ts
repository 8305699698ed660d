import type { Picture } from "./picture.ts";

/** Probability that the network gives to a class at a pixel; with one channel, of the foreground. */
export function probability({ channels, logits }: Picture, pixel: number, label: number): number {
  if (channels === 1) return 1 / (1 + Math.exp(-logits[pixel]));
  const at = 3 * pixel;
  const top = Math.max(logits[at], logits[at + 1], logits[at + 2]);
  const total = Math.exp(logits[at] - top) + Math.exp(logits[at + 1] - top) + Math.exp(logits[at + 2] - top);
  return Math.exp(logits[at + label] - top) / total;
}
