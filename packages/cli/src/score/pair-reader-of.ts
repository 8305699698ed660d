import { formatOf } from "@segloss/io";
import type { FileSystem } from "../data/files/file-system.ts";
import { readMask } from "../data/object-folder.ts";
import { paintedMasks } from "../data/painted-mask.ts";
import { readOrOpenSource } from "../data/read-source.ts";
import type { MaskReader } from "./mask-reader.ts";
import { readBoth } from "./read-both.ts";
import type { ReadPair } from "./read-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** Reads both files of a pair as `pairReader` does, wherever they are. */
export function pairReaderOf(
  files: FileSystem,
  { paint = { as: "classes" }, decode, mostPixels }: ScoreSettings,
): ReadPair {
  const maskReader = (): MaskReader => {
    const annotated = paintedMasks(files, paint);
    return {
      sizeOf: annotated.sizeOf,
      async read(path, stated = {}, size) {
        const painted = await annotated.read(path, size);
        if (painted) return painted;
        if (!formatOf(path) && (await files.kindOf(path)) === "folder")
          return readMask(files, path, true, stated);
        return readOrOpenSource(await files.source(path), path, stated, mostPixels);
      },
    };
  };
  return readBoth(maskReader(), maskReader(), decode);
}
