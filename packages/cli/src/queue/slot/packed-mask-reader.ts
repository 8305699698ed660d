import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { type PaintSettings, painted } from "../../data/annotation-file.ts";
import { MOST_PIXELS } from "../../data/read-source.ts";
import { type MaskReader, maskReader } from "../../score/mask-reader.ts";
import { decodeOutlines, isOutlines } from "../pack/outlines-file.ts";

/** Reads masks of a pack: files as the sender had them, and images of its annotations. */
export function packedMaskReader(
  paint: PaintSettings = { as: "classes" },
  mostPixels: number = MOST_PIXELS,
): MaskReader {
  const plain = maskReader(paint, mostPixels);
  return {
    sizeOf: plain.sizeOf,
    async read(path, options, size) {
      if (!isOutlines(path)) return plain.read(path, options, size);
      const outlines = decodeOutlines(readFileSync(path), MOST_PIXELS);
      if ("problem" in outlines) throw new Error(placed(outlines.problem, path));
      return painted(outlines, paint);
    },
  };
}

/** Names of files in the pack become those where it was unpacked, as in all that is said here. */
function placed(text: string, path: string): string {
  const folder = dirname(dirname(path));
  return text.replace(/(?<![\w/])[pt]\d{6}\//g, (own) => `${folder}/${own}`);
}
