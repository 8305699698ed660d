import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { type FillRule, maskPicture, png, replaceNoData } from "@segloss/io";
import { Option, type Command as Parser } from "commander";
import { type Cells, type LabelArray, type WasmFields, wasmFields } from "segloss";
import { DISK } from "../data/files/disk.ts";
import { dataError, encodeNpy, maskLabels, type Raster, readRaster } from "../data/index.ts";
import { paintedMasks } from "../data/painted-mask.ts";
import { isYoloFile } from "../data/yolo-file.ts";
import { aNumberFrom, aPositiveList, aPositiveNumber } from "../options/option-values.ts";
import { polygonsOption } from "../options/polygons-option.ts";
import { checkFilePlace } from "../output/check-place.ts";
import { writeWhole } from "../output/write-whole.ts";
import type { Io } from "../terminal/io.ts";
import { onUsersInput } from "../terminal/on-users-input.ts";
import type { Command } from "./command.ts";

interface WeightsOptions {
  readonly w0: number;
  readonly sigma: number;
  readonly cells: Cells;
  readonly only: "everywhere" | "background";
  readonly spacing?: readonly number[];
  readonly polygons?: FillRule;
  readonly output: string;
  readonly json?: boolean;
}

const WHITE = 65535;

/** `segloss weights`: the pixel weights of U-Net's loss as a file. */
export const weights: Command = {
  name: "weights",
  examples: [
    "segloss weights labels.png --w0 10 --sigma 5 -o weights.npy",
    "segloss weights volume.nii.gz --cells instances --spacing 2,0.5,0.5 -o weights.npy",
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument(
        "<labels>",
        "label image or volume (0 is background), or annotations of one image: annotations.json#street.png, street.txt",
      )
      .option("--w0 <number>", "extra weight between touching cells", aNumberFrom(0), 10)
      .option("--sigma <number>", "reach of the extra weight, in units of the spacing", aPositiveNumber, 5)
      .addOption(
        new Option(
          "--cells <kind>",
          "what is one cell: each label, each connected part of one, or each class region",
        )
          .choices(["instances", "components", "classes"])
          .default("components"),
      )
      .addOption(
        new Option("--only <where>", "pixels that get the extra weight")
          .choices(["everywhere", "background"])
          .default("everywhere"),
      )
      .option(
        "--spacing <list>",
        "pixel size along each axis, slowest first (default: 1, or what the file says)",
        aPositiveList,
      )
      .addOption(polygonsOption())
      .requiredOption("-o, --output <file>", ".npy (float32), or .png (16-bit gray, scaled; images only)")
      .option("--json", "one JSON object on stdout")
      .action((path: string, options: WeightsOptions) => run(path, options, io));
  },
};

async function run(path: string, options: WeightsOptions, io: Io): Promise<void> {
  await checkFilePlace("-o", options.output);
  const kind = outputKind(options.output);
  const raster = await readLabels(path, options);
  const shape =
    raster.depth > 1 ? [raster.depth, raster.height, raster.width] : [raster.height, raster.width];
  const fields = wasmFields();
  const labels = onUsersInput(path, () =>
    cellLabels(fields, maskLabels(maskPicture(raster)), shape, options.cells),
  );
  const spacing = options.spacing ?? raster.spacing?.slice(-shape.length);
  if (spacing && !options.spacing) io.say(`pixel size ${spacing.join(" x ")}, as the file says`);
  const { w0, sigma, only } = options;
  const map = onUsersInput(path, () =>
    fields.unetWeights(labels, shape, { w0, sigma, only, ...(spacing && { spacing }) }),
  );
  const [smallest, largest] = extremes(map);
  const scale = kind === "png" ? largest / WHITE : 1;
  const bytes =
    kind === "png"
      ? onUsersInput(options.output, () => grey(map, raster, scale))
      : encodeNpy({ data: map, shape });
  await writeWhole(options.output, bytes);
  const result = { output: options.output, shape, cells: count(labels), smallest, largest, scale };
  if (options.json) io.out(`${JSON.stringify(result)}\n`);
  else
    io.say(
      `${options.output}: ${shape.join("x")} weights from ${smallest} to ${largest}, ${result.cells} cells`,
    );
  if (kind === "png") io.say(`weight = grey value * ${scale}`);
}

/** A mask, or annotations painted: objects by number where those are the cells, else classes. Crowds are no cells. */
async function readLabels(path: string, { cells, polygons }: WeightsOptions): Promise<Raster> {
  const as = cells === "instances" ? "instances" : "classes";
  // In a folder a label file that is missing means no object; here it was asked for.
  const isMissing = isYoloFile(path) && !(await stat(path).catch(() => undefined));
  const painted = isMissing
    ? undefined
    : await paintedMasks(DISK, { as, ...(polygons && { rule: polygons }) }).read(path);
  return painted ? replaceNoData(painted, 0) : readRaster(path);
}

function outputKind(path: string): "npy" | "png" {
  const extension = extname(path).toLowerCase();
  if (extension === ".npy" || extension === ".png") return extension.slice(1) as "npy" | "png";
  throw dataError(`-o ${path}: the weights are written as .npy or .png; name the file so`);
}

/** One label per cell; with "classes" the regions of every class count, background too. */
function cellLabels(
  fields: WasmFields,
  labels: LabelArray,
  shape: readonly number[],
  cells: Cells,
): LabelArray {
  if (cells === "components") return fields.connectedComponents(labels, shape).labels;
  return cells === "classes" ? Int32Array.from(labels, (label) => label + 1) : labels;
}

function count(labels: LabelArray): number {
  const seen = new Set<number>(labels);
  seen.delete(0);
  return seen.size;
}

function extremes(map: Float32Array): [number, number] {
  let [smallest, largest] = [map[0], map[0]];
  for (const weight of map) {
    if (weight < smallest) smallest = weight;
    if (weight > largest) largest = weight;
  }
  return [smallest, largest];
}

function grey(map: Float32Array, { width, height, depth }: Raster, scale: number): Uint8Array {
  const data = Uint16Array.from(map, (weight) => Math.round(weight / scale));
  return png.encode!({ data, width, height, depth, channels: 1, bitDepth: 16, fullScale: WHITE });
}
