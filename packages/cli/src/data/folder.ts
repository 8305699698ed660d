import { basename, resolve } from "node:path";
import {
  distinctLabels,
  type ExifChoice,
  type FillRule,
  type GeometryChoice,
  isDataError,
  sizeText,
  usedValues,
} from "@segloss/io";
import { agreeMasks } from "./agree-masks.ts";
import { annotatedFolder } from "./annotated/annotated-folder.ts";
import { type ClassFile, type LabelKind, readClassFile } from "./class-names.ts";
import { colourSource } from "./colour-table.ts";
import { dataError, firstFew } from "./data-error.ts";
import type { DataSet, Labels, Sample } from "./data-set.ts";
import { decideLabelling, type Labelling } from "./labelling.ts";
import { listedError } from "./listed-error.ts";
import { noteLines } from "./note-lines.ts";
import { paintedPairs } from "./painted-mask.ts";
import type { PairPattern } from "./pair-pattern.ts";
import { findPairs } from "./pairs.ts";
import { type RawPair, type ReadPair, readRawPair } from "./read-pair.ts";
import { settleAll } from "./settle-all.ts";

export interface FolderOptions {
  /** Mask value that belongs to no class; overrides classes.json. */
  ignore?: number;
  /** What the masks' numbers are; overrides classes.json. Default: decided from the masks, see `decideLabelling`. */
  labels?: LabelKind;
  /** How names of images and masks pair; default: by stem. */
  pairs?: PairPattern;
  /** Whether photographs are turned by their EXIF orientation where sizes do not tell. */
  exif?: ExifChoice;
  /** Whether masks are turned into the orientation of their images where both state theirs. Default: "world". */
  geometry?: GeometryChoice;
  /** How outlines of annotations become pixels. Default: the rule of their format. */
  polygons?: FillRule;
  /** Told what is being read, for a progress line. */
  onProgress?: (text: string) => void;
}

/**
 * Reads images and masks of a folder whole into memory. Volumes and stacks become one sample per slice, which share a
 * group. Errors name the files, all of them, and the remedy.
 */
export async function openFolder(folder: string, options: FolderOptions = {}): Promise<DataSet> {
  const name = basename(resolve(folder));
  const annotated = options.pairs ? undefined : await annotatedFolder(folder);
  const { pairs, notes } = annotated ?? (await findPairs(folder, options.pairs));
  const stated = annotated?.stated ?? (await statedClasses(folder, options));
  const paint =
    annotated &&
    paintedPairs({ ...(options.polygons && { rule: options.polygons }), classes: annotated.classes });
  const colours = colourSource(stated);
  const raws: RawPair[] = [];
  const problems: string[] = [];
  for (const pair of pairs) {
    options.onProgress?.(`reading ${name} ${raws.length + problems.length + 1}/${pairs.length}`);
    await readRawPair(pair, { colours, geometry: options.geometry, paint }).then(
      (raw) => raws.push(raw),
      (error: unknown) => problems.push(problemOf(error)),
    );
  }
  const reads = settleAll(agreeMasks(raws, problems), options.exif, problems);
  if (problems.length > 0) throw broken(folder, problems, pairs.length);
  checkSizes(folder, reads, options.exif);
  const facts = {
    name: folder,
    values: distinctLabels(reads.map((read) => read.labels)),
    masks: reads.map((read) => [...usedValues(read.labels)]),
    wide: reads.some((read) => read.wide),
    objects: reads.some((read) => read.objects),
  };
  const set = assemble(name, reads, decideLabelling(facts, stated), [...notes, ...noteLines(reads)]);
  return annotated && annotated.held.length > 0 ? { ...set, validationGroups: annotated.held } : set;
}

/** The line about a file that cannot be read; what is no user's mistake goes on. */
function problemOf(error: unknown): string {
  if (!isDataError(error)) throw error;
  return error.message;
}

function broken(folder: string, problems: readonly string[], pairs: number): Error {
  if (problems.length === 1) return dataError(problems[0]);
  return listedError(`${folder}: ${problems.length} of ${pairs} pairs cannot be read, see above`, problems);
}

function checkSizes(folder: string, reads: readonly ReadPair[], exif: FolderOptions["exif"]): void {
  const unequal = reads.filter(({ raster, size }) => sizeText(raster) !== size);
  if (unequal.length === 0) return;
  const lines = unequal.map(
    ({ pair, raster, size }) => `${pair.stem} (image ${sizeText(raster)}, mask ${size})`,
  );
  throw listedError(
    `${folder}: ${unequal.length} of ${reads.length} masks differ in size from their image: ${firstFew(lines)}. ` +
      `A mask has the pixels of its own image; ${exif ? `leave out --exif ${exif}, or ` : ""}export them again at its size`,
    unequal.length > 1 ? lines.map((line) => `${folder}: ${line}`) : [],
  );
}

async function statedClasses(folder: string, options: FolderOptions): Promise<ClassFile> {
  const { ignore, labels } = options;
  const overrides = { ...(ignore === undefined ? {} : { ignore }), ...(labels ? { labels } : {}) };
  return { ...(await readClassFile(folder)), ...overrides };
}

function assemble(
  name: string,
  reads: readonly ReadPair[],
  labelling: Labelling,
  said: readonly string[],
): DataSet {
  const channels = commonChannels(reads);
  const grays = reads.filter((read) => read.image.channels !== channels).length;
  const notes = [...said, ...labelling.notes];
  if (grays > 0)
    notes.push(`${grays} of ${reads.length} images are gray and were given three equal channels`);
  const { classes, ignore } = labelling;
  const images = reads.flatMap((read) => slices(read, channels, labelling));
  const dataSet: DataSet = { name, classes, channels, images, notes };
  return ignore === undefined ? dataSet : { ...dataSet, ignore };
}

/** Gray and colour may be mixed (gray is repeated); other numbers of channels must agree. */
function commonChannels(reads: readonly ReadPair[]): number {
  const counts = new Set(reads.map((read) => read.image.channels));
  const most = Math.max(...counts);
  const odd = reads.find(
    (read) => read.image.channels !== most && !(most === 3 && read.image.channels === 1),
  );
  if (odd)
    throw dataError(
      `${odd.pair.image}: it has ${odd.image.channels} channels where others have ${most}; convert them to one kind`,
    );
  return most;
}

function slices(read: ReadPair, channels: number, labelling: Labelling): Sample[] {
  const { width, height, depth } = read.raster;
  return Array.from({ length: depth }, (_, z) => slice(read, z, width * height, channels, labelling));
}

function slice(read: ReadPair, z: number, pixels: number, channels: number, labelling: Labelling): Sample {
  const { pair, raster, image } = read;
  const labels = read.labels.subarray(z * pixels, (z + 1) * pixels);
  const own = image.values.subarray(z * pixels * image.channels, (z + 1) * pixels * image.channels);
  const sample: Sample = {
    name: raster.depth === 1 ? pair.stem : `${pair.stem}#${String(z).padStart(3, "0")}`,
    width: raster.width,
    height: raster.height,
    image: image.channels === channels ? own : repeated(own, channels),
    mask: classMask(labels, labelling),
    group: pair.stem,
  };
  if (labelling.kind === "instances")
    sample.instances = withoutIgnored(labels, sample.mask, labelling.ignore);
  else if (read.instances) sample.instances = read.instances;
  if (raster.spacing) sample.spacing = [raster.spacing[1], raster.spacing[2]];
  return sample;
}

function repeated(gray: Float32Array, channels: number): Float32Array {
  const result = new Float32Array(gray.length * channels);
  for (let i = 0; i < gray.length; i++) for (let c = 0; c < channels; c++) result[i * channels + c] = gray[i];
  return result;
}

function classMask(labels: Labels, labelling: Labelling): Uint8Array | Uint16Array {
  const wide = labelling.classes.length > 256 || (labelling.ignore ?? 0) > 255;
  const mask = wide ? new Uint16Array(labels.length) : new Uint8Array(labels.length);
  let [previous, index] = [-1, 0];
  for (let i = 0; i < labels.length; i++) {
    // Neighbours mostly agree, and asking the map is the slow part.
    if (labels[i] !== previous) index = labelling.indexOf.get(labels[i])!;
    previous = labels[i];
    mask[i] = index;
  }
  return mask;
}

/** Object numbers, 0 where the mask is ignored. */
function withoutIgnored(labels: Labels, mask: ArrayLike<number>, ignore: number | undefined): Labels {
  return ignore === undefined ? labels : labels.map((label, i) => (mask[i] === ignore ? 0 : label));
}
