import {
  classColours,
  encodePlain,
  givenFiles,
  imageValues,
  modelsOf,
  plainExtensionFor,
  predictRaster,
  readSource,
  USUAL_OVERLAP,
  usualTile,
} from "@segloss/cli/training";
import { stemOf } from "@segloss/io";
import { loadModel, webRuntime } from "@segloss/train";
import type { GivenFile } from "../../score/files/side.ts";
import { threadsHere } from "./host.ts";
import type { PredictedFile } from "./messages.ts";
import { pixelsOf } from "./shown-images.ts";

type Models = ReturnType<typeof modelsOf>;
type Said =
  | { readonly kind: "predicted"; readonly predicted: PredictedFile | null }
  | { readonly kind: "refused"; readonly text: string };

/**
 * What `segloss predict` makes of an image with a network that segloss saved: overlapping tiles, of a volume slice by slice, of which the
 * middle one is shown. A file that is no such network is refused.
 *
 * @param files the image first, with what may belong to it; without any, it is seen whether the network can be used
 * @throws Error for an image that cannot be read, or that the network does not take
 */
export async function predictFiles(
  model: Uint8Array,
  name: string,
  files: readonly GivenFile[],
  onProgress: (share: number) => void,
): Promise<Said> {
  const models = await openModels(model, name);
  if (models instanceof Error) return { kind: "refused", text: models.message };
  try {
    const predicted = files.length > 0 ? await predictFile(models, files, onProgress) : null;
    return { kind: "predicted", predicted };
  } finally {
    await models.dispose();
  }
}

async function openModels(model: Uint8Array, name: string): Promise<Models | Error> {
  try {
    const loaded = await loadModel(model, webRuntime(), { threads: threadsHere() });
    return modelsOf([{ file: name, loaded }]);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function predictFile(
  models: Models,
  files: readonly GivenFile[],
  onProgress: (share: number) => void,
): Promise<PredictedFile> {
  const path = files[0]!.path.split("/")[0]!;
  const given = givenFiles(new Map(files.map((one) => [one.path, one.file])));
  const raster = await readSource(await given.source(path), path);
  const predicted = await predictRaster(path, raster, models, {
    ...{ as: "labels", size: usualTile(models), overlap: USUAL_OVERLAP, minSize: 1, onProgress },
    signal: new AbortController().signal,
  });
  if (!predicted) throw new Error(`${path}: it was cut short`);
  const extension = plainExtensionFor(path, predicted, "labels");
  return {
    image: shownSlice(path, predicted),
    classes: models.classes,
    colours: classColours(models.classes),
    file: {
      name: `${stemOf(path)}-mask${extension}`,
      bytes: encodePlain(predicted, "labels", models.classes, extension),
    },
  };
}

type Predicted = NonNullable<Awaited<ReturnType<typeof predictRaster>>>;

/** The middle slice with what was predicted of it in place of a truth. */
function shownSlice(name: string, { raster, data }: Predicted): PredictedFile["image"] {
  const { width, height, depth } = raster;
  const area = width * height;
  const z = depth >> 1;
  const { values, channels } = imageValues(raster);
  return {
    ...{ name, width, height },
    ...pixelsOf(values.subarray(z * area * channels, (z + 1) * area * channels), channels),
    truth: Uint8Array.from(data.subarray(z * area, (z + 1) * area)),
  };
}
