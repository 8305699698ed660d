import {
  type AnnotatedPicture,
  annotatedImageOf,
  annotationSource,
  type PaintSettings,
} from "../../data/annotation-file.ts";
import { DISK } from "../../data/files/disk.ts";
import { isYoloFile, type PixelSize, yoloSource } from "../../data/yolo-file.ts";
import type { FilePair } from "../../score/file-pair.ts";
import { isOpen } from "../../score/is-open.ts";
import { maskReader } from "../../score/mask-reader.ts";
import type { ScoreSettings } from "../../score/score-settings.ts";
import type { OutlinesFile } from "../pack/outlines-file.ts";

/** What files of annotations say of the images of a pair; undefined for files that are masks themselves. */
export type PairOutlines = (
  pair: FilePair,
) => Promise<{ readonly predicted?: OutlinesFile; readonly truth?: OutlinesFile }>;

/** Reads annotations as scoring on one machine does, without painting them. A file about many images is read once for those that follow each other. */
export function pairOutlines({
  paint = { as: "classes" },
  decode,
  mostPixels,
}: Pick<ScoreSettings, "paint" | "decode" | "mostPixels">): PairOutlines {
  const readers = { predicted: sideReader(paint), truth: sideReader(paint) };
  const masks = maskReader(paint, mostPixels);
  return async (pair) => {
    const outlined = (["predicted", "truth"] as const).filter((side) => isAnnotated(pair[side]));
    const read = outlined.map(async (side) => [side, await outlinesOf(side, pair)] as const);
    return Object.fromEntries(await Promise.all(read));
  };

  async function outlinesOf(side: "predicted" | "truth", pair: FilePair): Promise<OutlinesFile> {
    try {
      return await readers[side].read(pair[side], () => otherSize(side, pair));
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Where a file of outlines does not say how large its image is, and it is not beside it. */
  async function otherSize(side: "predicted" | "truth", pair: FilePair): Promise<PixelSize | undefined> {
    const other = side === "predicted" ? "truth" : "predicted";
    const path = pair[other];
    if (isYoloFile(path)) return readers[other].sizeOf(path);
    if (annotatedImageOf(path)) return (await readers[other].read(path, async () => undefined)).image;
    const mask = await masks.read(path, decode);
    return isOpen(mask) ? mask.head : mask;
  }
}

export function isAnnotated(path: string): boolean {
  return isYoloFile(path) || annotatedImageOf(path) !== undefined;
}

interface SideReader {
  sizeOf(path: string): Promise<PixelSize | undefined>;
  read(path: string, otherSize: () => Promise<PixelSize | undefined>): Promise<AnnotatedPicture>;
}

function sideReader(paint: PaintSettings): SideReader {
  const annotated = annotationSource(DISK, paint);
  const yolo = yoloSource(DISK);
  return {
    sizeOf: yolo.sizeOf,
    async read(path, otherSize) {
      if (!isYoloFile(path)) return (await annotated(path))!;
      return yolo.read(path, (await yolo.sizeOf(path)) ?? (await otherSize()));
    },
  };
}
