import { type RasterHead, sizeText } from "@segloss/io";
import type { FilePair } from "./file-pair.ts";

/** @throws Error where prediction and truth have other sizes */
export function checkSizes(p: RasterHead, t: RasterHead, { predicted, truth }: FilePair): void {
  if (p.width === t.width && p.height === t.height && p.depth === t.depth) return;
  const sorted = ({ width, height, depth }: RasterHead) =>
    [width, height, depth].sort((a, b) => a - b).join();
  const hint =
    sorted(p) === sorted(t)
      ? "the axes are in another order: save it in the truth's order"
      : "expected the same size: a mask belongs to the pixels of its own image";
  throw new Error(`${predicted}: it is ${sizeText(p)} and ${truth} ${sizeText(t)}; ${hint}`);
}
