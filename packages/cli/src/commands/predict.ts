import { mkdir, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { formatOf, stemOf } from "@segloss/io";
import { Option, type Command as Parser } from "commander";
import { dataError, isDataError } from "../data/index.ts";
import { WRITTEN_MASKS } from "../data/named-masks.ts";
import { checkProvider } from "../host/check-provider.ts";
import { needRuntime } from "../host/environment.ts";
import { classFilePlace, classFileText } from "../inference/class-file.ts";
import { PREDICTION_EXTENSIONS, predictionExtension } from "../inference/encode-prediction.ts";
import { PREDICTION_KINDS, type PredictionKind } from "../inference/gather-prediction.ts";
import { checkApart, type ImageFiles, listImages } from "../inference/list-images.ts";
import { type Models, usualTile } from "../inference/models.ts";
import { openModels } from "../inference/open-models.ts";
import { predictFile } from "../inference/predict-file.ts";
import { type PredictProgress, predictProgress } from "../inference/predict-progress.ts";
import { USUAL_OVERLAP } from "../inference/usual-overlap.ts";
import { type Place, type WrittenImage, writePrediction } from "../inference/write-prediction.ts";
import { openWrittenMasks } from "../inference/written-masks.ts";
import { aCount, aNumberFrom } from "../options/option-values.ts";
import { aProvider, PROVIDER } from "../options/provider-option.ts";
import { checkFilePlace, checkFolderPlace } from "../output/check-place.ts";
import { writeWhole } from "../output/write-whole.ts";
import { interruptible } from "../terminal/interruptible.ts";
import type { Io } from "../terminal/io.ts";
import type { Command } from "./command.ts";

interface PredictOptions {
  readonly output: string;
  readonly as: PredictionKind;
  readonly minSize: number;
  readonly tile?: number;
  readonly overlap: number;
  readonly threads?: number;
  readonly provider: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** `segloss predict`: masks of images by a network that `segloss compare` trained. */
export const predict: Command = {
  name: "predict",
  examples: [
    "segloss predict segloss-report/models/dice images/ -o predicted/",
    "segloss predict segloss-report/models/dice/r1.f1.onnx photo.jpg -o mask.png",
    "segloss predict segloss-report/models/dice volumes/ -o labels/ --as instances --min-size 20",
    "segloss predict r1.f1.onnx r1.f2.onnx images/ -o predicted/ --as probabilities",
  ],
  define(parser: Parser, io: Io) {
    parser
      .description(
        "Images of any size are cut into overlapping tiles of the size that the network was trained on, whose " +
          "logits are averaged, the middle of a tile counting most. Volumes are predicted slice by slice. Of " +
          "several models the probabilities are averaged. Photographs are used as they are stored, not turned " +
          "by their EXIF orientation.",
      )
      .argument(
        "<model...>",
        ".onnx files that compare wrote, or a folder of them; then an image, a volume, or a folder",
      )
      .requiredOption(
        "-o, --output <path>",
        "folder for the masks; of one image also a .png, .npy, .nii or .nii.gz file",
      )
      .addOption(
        new Option(
          "--as <kind>",
          "classes, the probabilities of all classes (NPY, classes first), or numbered objects",
        )
          .choices(PREDICTION_KINDS)
          .default("labels"),
      )
      .option("--min-size <pixels>", "with instances: objects of fewer pixels are taken out", aCount(1), 1)
      .option("--tile <pixels>", "height and width of a tile (default: as in the training)", aCount(1))
      .option(
        "--overlap <share>",
        "share of a tile that the next one covers too",
        aNumberFrom(0, 0.95),
        USUAL_OVERLAP,
      )
      .option("--threads <n>", "threads of the runtime (default: as many as there are cores)", aCount(1))
      .option(PROVIDER.flags, PROVIDER.says, aProvider, "cpu")
      .option("--overwrite", "write over masks in the folder that were corrected since they were predicted")
      .option("--json", "one JSON object on stdout")
      .action((paths: string[], options: PredictOptions) => run(paths, options, io));
  },
};

async function run(paths: readonly string[], options: PredictOptions, io: Io): Promise<void> {
  const [images, modelPaths] = [paths[paths.length - 1], paths.slice(0, -1)];
  if (modelPaths.length === 0)
    throw dataError(`there are no images: expected a model and images, got ${images} alone`);
  needRuntime("predict runs networks");
  await checkProvider(options.provider);
  const models = await openModels(modelPaths, options.threads ?? availableParallelism(), options.provider);
  try {
    const files = await listImages(images, models.channels);
    const place = await placeFor(images, files, models, options);
    const settings = { ...options, size: tileSize(models, options) };
    await interruptible(io, (signal) => predictAll(files, models, place, settings, signal, io));
  } finally {
    await models.dispose();
  }
}

/** Tiles as in the training, brought to what the network can take. */
function tileSize(models: Models, { tile }: PredictOptions): number {
  const { multiple } = models;
  if (tile === undefined) return usualTile(models);
  if (tile % multiple === 0) return tile;
  const near = Math.max(1, Math.round(tile / multiple)) * multiple;
  throw dataError(`--tile ${tile}: this network takes multiples of ${multiple}, such as ${near}`);
}

async function placeFor(
  images: string,
  { isOne, images: files }: ImageFiles,
  models: Models,
  { output, as, overwrite = false }: PredictOptions,
): Promise<Place> {
  checkApart(output, images, isOne);
  if (isOne && predictionExtension(output)) {
    await checkFilePlace("-o", output);
    const folder = dirname(output);
    if (!(await isPredicted(folder))) return { file: output, folder };
    const stems = new Set([stemOf(output)]);
    return { file: output, folder, written: await openWrittenMasks(folder, { stems, overwrite }) };
  }
  await refuseFileName(output, isOne);
  await checkFolderPlace("-o", output);
  const text = classFileText(classesFor(models, as), as);
  const classFile = { path: await classFilePlace(output, text), text };
  const stems = new Set(files.map(({ stem }) => stem));
  return { folder: output, classFile, written: await openWrittenMasks(output, { stems, overwrite }) };
}

/** Whether a folder has a list of predictions: then no corrected one among them is lost either. */
async function isPredicted(folder: string): Promise<boolean> {
  return stat(join(folder, WRITTEN_MASKS)).then(
    () => true,
    () => false,
  );
}

/** Regions have a probability each; what lies in none of them is a label, and has none. */
function classesFor({ classes, severalLabels }: Models, as: PredictionKind): readonly string[] {
  return severalLabels && as === "probabilities" ? classes.slice(1) : classes;
}

/** A folder is hardly meant to be called `mask.tif`. */
async function refuseFileName(output: string, isOne: boolean): Promise<void> {
  const isFolder = await stat(output).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder || !formatOf(output)) return;
  const expected = isOne
    ? `a mask is written as ${PREDICTION_EXTENSIONS.join(", ")}`
    : "the masks of a folder go into a folder";
  throw dataError(`-o ${output}: ${expected}; choose another name`);
}

type Settings = PredictOptions & { readonly size: number };

async function predictAll(
  files: ImageFiles,
  models: Models,
  place: Place,
  options: Settings,
  signal: AbortSignal,
  io: Io,
): Promise<void> {
  const began = performance.now();
  await mkdir(place.folder, { recursive: true });
  if (place.classFile) await writeWhole(place.classFile.path, place.classFile.text);
  const progress = predictProgress(files.images.length, io);
  const done = await predictEach(files, models, place, options, signal, progress).finally(async () => {
    progress.stop();
    await place.written?.close();
  });
  for (const problem of done.problems) io.say(problem);
  for (const note of done.notes) io.say(`note: ${note}`);
  const { as, size: tile, overlap } = options;
  const seconds = (performance.now() - began) / 1000;
  const { provider } = options;
  const said = {
    output: place.file ?? place.folder,
    as,
    provider,
    models: models.files,
    classes: classesFor(models, as),
  };
  if (options.json) io.out(`${JSON.stringify({ ...said, tile, overlap, seconds, ...done })}\n`);
  else io.say(sentence(said, done.images.length, files.images.length));
  conclude(done);
}

/** What came of the images. */
interface Done {
  readonly images: readonly WrittenImage[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** One after the other; what is wrong with one does not stop the others. */
async function predictEach(
  { images, problems: doubles, notes }: ImageFiles,
  models: Models,
  place: Place,
  options: Settings,
  signal: AbortSignal,
  progress: PredictProgress,
): Promise<Done> {
  const problems = [...doubles];
  const written: WrittenImage[] = [];
  const facts = { turned: 0, volumes: 0 };
  for (const [k, file] of images.entries()) {
    const onProgress = (share: number) => progress.at(k, share);
    try {
      const predicted = await predictFile(file, models, { ...options, signal, onProgress });
      if (!predicted) break;
      written.push(
        await writePrediction(file, predicted, {
          place,
          as: options.as,
          classes: classesFor(models, options.as),
        }),
      );
      facts.turned += predicted.raster.exifOrientation ? 1 : 0;
      facts.volumes += predicted.raster.depth > 1 ? 1 : 0;
    } catch (error) {
      if (!isDataError(error)) throw error;
      problems.push(error.message);
    }
  }
  return { images: written, problems, notes: [...notes, ...notesOf(facts)] };
}

function sentence(
  { output, as, classes }: { output: string; as: PredictionKind; classes: readonly string[] },
  written: number,
  images: number,
): string {
  return `${output}: ${as} of ${written} of ${images} images; classes ${classes.join(", ")}`;
}

function conclude({ images, problems }: Done): void {
  if (problems.length === 0) return;
  const rest = images.length > 0 ? "the rest is predicted" : "nothing is predicted";
  throw dataError(`${problems.length} ${problems.length === 1 ? "problem" : "problems"} above; ${rest}`);
}

function notesOf({ turned, volumes }: { turned: number; volumes: number }): string[] {
  const notes: string[] = [];
  if (turned > 0)
    notes.push(
      `${turned} ${turned === 1 ? "image states" : "images state"} an EXIF orientation and ${turned === 1 ? "is" : "are"} used as stored`,
    );
  if (volumes > 0)
    notes.push(`${volumes} ${volumes === 1 ? "volume is" : "volumes are"} predicted slice by slice`);
  return notes;
}
