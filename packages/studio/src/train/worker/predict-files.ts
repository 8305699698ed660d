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

/**
 * What `segloss predict` makes of an image with a network that segloss saved: overlapping tiles, of a volume slice by slice, of which the
 * middle one is shown.
 *
 * @param files the image first, with what may belong to it
 * @throws Error for a file that is no such network, and for an image that it does not take
 */
export async function predictFiles(
  model: Uint8Array,
  name: string,
  files: readonly GivenFile[],
  onProgress: (share: number) => void,
): Promise<PredictedFile> {
  const path = files[0]!.path.split("/")[0]!;
  const given = givenFiles(new Map(files.map((one) => [one.path, one.file])));
  const raster = await readSource(await given.source(path), path);
  const loaded = await loadModel(model, webRuntime(), { threads: threadsHere() });
  const models = modelsOf([{ file: name, loaded }]);
  try {
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
  } finally {
    await models.dispose();
  }
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
