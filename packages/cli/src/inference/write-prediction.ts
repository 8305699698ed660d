import { basename, join, resolve } from "node:path";
import { dataError } from "../data/data-error.ts";
import { writeWhole } from "../output/write-whole.ts";
import { onUsersInput } from "../terminal/on-users-input.ts";
import { encodePrediction, extensionFor, predictionExtension } from "./encode-prediction.ts";
import type { PredictionKind } from "./gather-prediction.ts";
import type { ImageFile } from "./list-images.ts";
import type { FilePrediction } from "./predict-raster.ts";
import type { WrittenMasks } from "./written-masks.ts";

/** Where predictions go: one file, or a folder with what describes them. */
export interface Place {
  readonly file?: string;
  readonly folder: string;
  readonly classFile?: { readonly path: string; readonly text: string };
  readonly written?: WrittenMasks;
}

/** What `--json` says of an image. */
export interface WrittenImage {
  readonly image: string;
  readonly output: string;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** Pixels of each class; with `--as instances` absent. */
  readonly pixels?: readonly number[];
  readonly objects?: number;
}

/**
 * Writes what was predicted of a file, whole.
 *
 * @throws DataError naming the file where it cannot be written so
 */
export async function writePrediction(
  file: ImageFile,
  predicted: FilePrediction,
  { place, as, classes }: { place: Place; as: PredictionKind; classes: readonly string[] },
): Promise<WrittenImage> {
  const { raster, data } = predicted;
  const extension = place.file ? predictionExtension(place.file)! : extensionFor(file.image, predicted, as);
  const output = place.file ?? join(place.folder, `${file.stem}${extension}`);
  if ([file.image, ...(file.channels ?? [])].some((path) => resolve(path) === resolve(output)))
    throw dataError(`${output}: this is the image itself; choose another place for the masks`);
  const bytes = onUsersInput(output, () => encodePrediction(predicted, as, classes, extension));
  await (place.written ? place.written.write(basename(output), bytes) : writeWhole(output, bytes));
  const { width, height, depth } = raster;
  const size = { image: file.image, output, width, height, depth };
  if (as === "labels") return { ...size, pixels: countsOf(data, classes.length) };
  return as === "instances" ? { ...size, objects: largestOf(data) } : size;
}

/** Objects are numbered without gaps. */
function largestOf(objects: Iterable<number>): number {
  let largest = 0;
  for (const label of objects) largest = Math.max(largest, label);
  return largest;
}

function countsOf(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
}
