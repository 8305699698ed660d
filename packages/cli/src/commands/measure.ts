import { stat } from "node:fs/promises";
import {
  type DecodeOptions,
  type FillRule,
  formatOf,
  type Labels,
  type MaskPictureOptions,
  maskPicture,
  type Raster,
  replaceNoData,
  stemOf,
  toLabels,
  type Unit,
} from "@segloss/io";
import { Option, type Command as Parser } from "commander";
import type { LabelArray } from "segloss/fields";
import { type LabelMeasures, measureLabels } from "segloss/measure";
import { annotatedImageOf, annotatedImages } from "../data/annotation-file.ts";
import { classFilesBeside, joinedClassFile } from "../data/class-file-beside.ts";
import { colourSource } from "../data/colour-source.ts";
import { dataError } from "../data/data-error.ts";
import { DISK } from "../data/files/disk.ts";
import { listMasks } from "../data/list-masks.ts";
import { readMask } from "../data/object-folder.ts";
import { paintedClasses } from "../data/painted-classes.ts";
import { paintedMasks } from "../data/painted-mask.ts";
import { paletteLabels } from "../data/palette-labels.ts";
import { isYoloFile, labelStem } from "../data/yolo-file.ts";
import { listLabels, yoloFolder } from "../data/yolo-folder.ts";
import { aPositiveList, axisLetters, wholeNumbers } from "../options/option-values.ts";
import { polygonsOption } from "../options/polygons-option.ts";
import { checkFilePlace } from "../output/check-place.ts";
import { writeWhole } from "../output/write-whole.ts";
import type { Io } from "../terminal/io.ts";
import type { Command } from "./command.ts";

interface MeasureCommandOptions {
  readonly labels: "classes" | "instances";
  readonly polygons?: FillRule;
  readonly ignore?: readonly number[];
  readonly spacing?: readonly number[];
  readonly axes?: string;
  readonly array?: string;
  readonly csv?: string;
  readonly json?: boolean;
}

/** The labels of one file. */
interface Measured {
  readonly name: string;
  /** "unit" where there is a spacing and nothing says in what. */
  readonly unit: Unit | "pixel" | "unit";
  readonly axes: number;
  readonly labels: readonly (LabelMeasures & { readonly name?: string })[];
}

/** `segloss measure`: volume, area, box, centroid, components and surface of each label. */
export const measure: Command = {
  name: "measure",
  examples: [
    "segloss measure labels.nii.gz",
    "segloss measure masks/ --csv measures.csv",
    "segloss measure labels.png --spacing 0.5,0.5 --json",
    "segloss measure instances_val.json --labels instances --csv objects.csv",
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument("<masks>", "mask, folder of masks, in any mix of formats, or annotations")
      .addOption(
        new Option("--labels <kind>", "what is measured of annotations: their classes, or each object")
          .choices(["classes", "instances"])
          .default("classes"),
      )
      .addOption(polygonsOption())
      .option("--ignore <labels>", "labels that are not measured beside 0, such as 255", wholeNumbers)
      .option("--spacing <list>", "pixel size, slowest axis first (default: the files', or 1)", aPositiveList)
      .option(
        "--axes <letters>",
        "what the axes of NPY and NPZ arrays are, slowest first, such as zyx",
        axisLetters,
      )
      .option("--array <name>", "which array of an NPZ is meant")
      .option("--csv <file>", "write a line a label to this file")
      .option("--json", "one JSON object on stdout")
      .action((masks: string, options: MeasureCommandOptions) => run(masks, options, io));
  },
};

async function run(masks: string, options: MeasureCommandOptions, io: Io): Promise<void> {
  if (options.csv !== undefined) await checkFilePlace("--csv", options.csv);
  const { axes, array } = options;
  const decode = { ...(axes !== undefined && { axes }), ...(array !== undefined && { array }) };
  const measured: Measured[] = [];
  const problems: string[] = [];
  const { files, problems: doubles } = await filesOf(masks);
  problems.push(...doubles);
  const pictures = await picturesOf(masks, files, { decode, ignore: options.ignore ?? [] });
  const paint = paintedMasks(DISK, {
    ...(await paintedClasses(DISK, [masks], masks)),
    as: options.labels,
    ...(options.polygons && { rule: options.polygons }),
  });
  for (const path of files)
    try {
      const raster = (await paint.read(path)) ?? (await readMask(DISK, path, await isObjects(path), decode));
      measured.push(measuredOf(path, maskPicture(raster, pictures), options));
    } catch (cause) {
      const text = (cause as Error).message;
      problems.push(text.includes(path) ? text : `${path}: ${text}`);
    }
  for (const problem of problems) io.say(problem);
  if (options.json) io.out(`${JSON.stringify({ version: 1, files: measured, problems })}\n`);
  else for (const one of measured) io.out(`${table(one)}\n`);
  if (options.csv !== undefined) await writeWhole(options.csv, csv(measured));
  if (problems.length > 0)
    throw dataError(
      `${problems.length} ${problems.length === 1 ? "file" : "files"} above could not be measured`,
    );
}

/** How the pictures of masks are read: by the colours of a class file, and where palettes have their labels. */
async function picturesOf(
  masks: string,
  files: readonly string[],
  { decode, ignore }: { readonly decode: DecodeOptions; readonly ignore: readonly number[] },
): Promise<MaskPictureOptions> {
  // One that cannot be read is of no concern to masks that need none.
  const stated = joinedClassFile(await classFilesBeside(DISK, masks).catch(() => []));
  const [colours, palettes] = [
    colourSource(stated),
    await paletteLabels(DISK, files, { stated, ignore, decode }),
  ];
  return { keepEdges: true, ...(colours && { colours }), ...(palettes && { palettes }) };
}

/** Files of masks, and images of annotations as `annotations.json#street.png`. */
async function filesOf(masks: string): Promise<{ files: readonly string[]; problems: readonly string[] }> {
  const place = annotatedImageOf(masks);
  const found = await stat(place?.file ?? masks).catch((cause) => {
    throw dataError(`${masks}: no such file or folder; check the path`, cause);
  });
  if (!found.isDirectory() && place && place.image === "") {
    const { files, problems } = await annotatedImages(DISK, masks);
    return { files: [...files.values()], problems };
  }
  if (!found.isDirectory() || formatOf(masks)) return { files: [masks], problems: [] };
  const labels = await yoloFolder(DISK, masks);
  const { files } = labels ? await listLabels(DISK, labels) : await listMasks(DISK, masks);
  return { files: [...files.values()], problems: [] };
}

/** One file per object. */
async function isObjects(path: string): Promise<boolean> {
  return !formatOf(path) && (await stat(path)).isDirectory();
}

function measuredOf(path: string, raster: Raster, { ignore = [], spacing }: MeasureCommandOptions): Measured {
  // Crowds are pixels of no object.
  const labels = toLabels(replaceNoData(raster, 0), ignore);
  const { depth, height, width, names = raster.objectClasses } = labels;
  const shape = depth > 1 ? [depth, height, width] : [height, width];
  if (spacing && spacing.length !== shape.length)
    throw new Error(`--spacing has ${spacing.length} numbers for an image of ${shape.length} axes`);
  const stated = spacing ?? raster.spacing?.slice(-shape.length);
  const along = stated ?? shape.map(() => 1);
  const measures = masksOf(labels).flatMap((mask) =>
    measureLabels(mask, shape, { spacing: along, ignore: [0, ...ignore] }),
  );
  return {
    name: nameOf(path),
    unit: (spacing ? undefined : raster.unit) ?? (stated?.some((step) => step !== 1) ? "unit" : "pixel"),
    axes: shape.length,
    labels: measures.map((one) => {
      const name = names?.get(one.label);
      return name === undefined ? one : { ...one, name };
    }),
  };
}

/** File of a mask, or image of annotations, without its extension. */
function nameOf(path: string): string {
  const place = annotatedImageOf(path);
  if (isYoloFile(path)) return labelStem(path);
  return place && place.image === ""
    ? stemOf(place.file.replace(/\.\w+$/, ""))
    : stemOf(place?.image ?? path);
}

/** The labels, or each segment by itself where they overlap. */
function masksOf({ data, layers }: Labels): readonly LabelArray[] {
  return layers?.map(({ label, mask }) => Int32Array.from(mask, (inside) => inside * label)) ?? [data];
}

function table({ name, unit, axes, labels }: Measured): string {
  const size = axes === 3 ? "volume" : "area";
  const head = [
    "label",
    "pixels",
    `${size} (${unit}${axes})`,
    axes === 3 ? `surface (${unit}2)` : `contour (${unit})`,
    "parts",
    `largest (${unit}${axes})`,
    `centroid (${unit})`,
    "box",
  ];
  const rows = labels.map((one) => [
    one.name === undefined ? String(one.label) : `${one.label} ${one.name}`,
    String(one.pixels),
    digits(one.size),
    digits(one.surface ?? Number.NaN),
    String(one.components),
    digits(one.largest),
    one.centroid.map(digits).join(", "),
    one.box.map(([first, last]) => `${first}-${last}`).join(", "),
  ]);
  const lines = [head, ...rows];
  const widths = head.map((_, k) => Math.max(...lines.map((line) => line[k].length)));
  const text = lines.map((line) =>
    line.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join("  "),
  );
  return `${name}\n${text.join("\n")}\n`;
}

function csv(files: readonly Measured[]): string {
  const head = "file,label,name,pixels,size,surface,components,largest,centroid,box,unit";
  const lines = files.flatMap(({ name, unit, labels }) =>
    labels.map((one) =>
      [
        ...[
          quoted(name),
          one.label,
          quoted(one.name ?? ""),
          one.pixels,
          one.size,
          one.surface ?? "",
          one.components,
          one.largest,
        ],
        ...[one.centroid.join(" "), one.box.map(([first, last]) => `${first}-${last}`).join(" "), unit],
      ].join(","),
    ),
  );
  return `${[head, ...lines].join("\n")}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function digits(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "-";
}
