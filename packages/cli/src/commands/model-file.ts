import type { Trial } from "../compare/trial.ts";

const LONGEST = 80;

/** File name of a trained model: the loss without what file systems dislike, and the seed where there are several. */
export function modelFile({ loss, seed }: Pick<Trial, "loss" | "seed">, seeds: number): string {
  const plain = loss
    .replace(/\s+/g, "")
    .replace(/[^\w.+=-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const name = plain.length > LONGEST ? `${plain.slice(0, LONGEST - 9)}-${hash(loss)}` : plain;
  return `${name}${seeds > 1 ? `.seed${seed}` : ""}.onnx`;
}

/** FNV-1a, so that long formulas with the same beginning differ. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
