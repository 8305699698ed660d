import type { FilePair } from "./file-pair.ts";

/** Pairs that are looked up one by one. */
export interface ListedPairs {
  readonly length: number;
  pairAt(place: number): FilePair;
}

/** A list of pairs as one text for another thread, which costs a fifth of what as many objects cost there. */
export type WrittenPairs = string;

/** No path holds it. */
const END = "\0";
const PARTS = 3;

export function writePairs(pairs: readonly FilePair[]): WrittenPairs {
  return pairs.map(({ name, predicted, truth }) => [name, predicted, truth].join(END) + END).join("");
}

export function listPairs(text: WrittenPairs): ListedPairs {
  const ends: number[] = [];
  for (let at = text.indexOf(END); at >= 0; at = text.indexOf(END, at + 1)) ends.push(at);
  const part = (k: number) => text.slice(k === 0 ? 0 : ends[k - 1] + 1, ends[k]);
  return {
    length: ends.length / PARTS,
    pairAt(place) {
      const [name, predicted, truth] = [0, 1, 2].map((k) => part(PARTS * place + k));
      return { name, predicted, truth };
    },
  };
}

/** The same pair with strings of its own: V8 writes out a joined path where it is used, and a list of paths would keep that. */
export function freshPair({ name, predicted, truth }: FilePair): FilePair {
  return { name, predicted: fresh(predicted), truth: fresh(truth) };
}

function fresh(path: string): string {
  return (path + END).slice(0, -END.length);
}
