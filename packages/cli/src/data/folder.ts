import { basename, resolve } from "node:path";
import { distinctLabels, maskLabels, type Raster, sizeText } from "@segloss/io";
import { type ClassFile, type LabelKind, readClassFile } from "./class-names.ts";
import { dataError, firstFew } from "./data-error.ts";
import type { DataSet, Labels, Sample } from "./data-set.ts";
import { type ImageValues, imageValues } from "./image-values.ts";
import { decideLabelling, type Labelling } from "./labelling.ts";
import { findPairs, type Pair } from "./pairs.ts";
import { readRaster } from "./read-file.ts";

export interface FolderOptions {
  /** Mask value that belongs to no class; overrides classes.json. */
  ignore?: number;
  /** What the masks' numbers are; overrides classes.json. Default: decided from the masks, see `decideLabelling`. */
  labels?: LabelKind;
  /** Told what is being read, for a progress line. */
  onProgress?: (text: string) => void;
}

interface Read {
  pair: Pair;
  image: ImageValues;
  /** Geometry of image and mask. */
  raster: Raster;
  labels: Labels;
  wide: boolean;
}

/**
 * Reads `images/` and `masks/` of a folder whole into memory. Volumes and stacks become one sample per slice, which share a
 * group. Errors name the file and the remedy.
 */
export async function openFolder(folder: string, options: FolderOptions = {}): Promise<DataSet> {
  const name = basename(resolve(folder));
  const pairs = await findPairs(folder);
  const reads: Read[] = [];
  const unequal: string[] = [];
  for (const pair of pairs) {
    options.onProgress?.(`reading ${name} ${reads.length + 1}/${pairs.length}`);
    const [raster, mask] = [await readRaster(pair.image), await readRaster(pair.mask)];
    if (sizeText(raster) !== sizeText(mask))
      unequal.push(`${pair.stem} (image ${sizeText(raster)}, mask ${sizeText(mask)})`);
    else reads.push(readPair(pair, raster, mask));
  }
  if (unequal.length > 0)
    throw dataError(
      `${folder}: ${unequal.length} of ${pairs.length} masks differ in size from their image: ${firstFew(unequal)}. ` +
        "Resize them without interpolation, or export them again",
    );
  const values = distinctLabels(reads.map((read) => read.labels));
  const stated = await statedClasses(folder, options);
  const labelling = decideLabelling({ name: folder, values, wide: reads.some((read) => read.wide) }, stated);
  return assemble(name, reads, labelling);
}

function readPair(pair: Pair, raster: Raster, mask: Raster): Read {
  const labels = named(pair.mask, () => maskLabels(mask));
  const image = named(pair.image, () => imageValues(raster));
  return { pair, image, raster, labels, wide: (mask.fullScale ?? 0) > 255 };
}

/** Runs a conversion; what it throws gets the file's path in front. */
function named<T>(path: string, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    throw dataError(`${path}: ${(cause as Error).message}`, cause);
  }
}

async function statedClasses(folder: string, options: FolderOptions): Promise<ClassFile> {
  const { ignore, labels } = options;
  const overrides = { ...(ignore === undefined ? {} : { ignore }), ...(labels ? { labels } : {}) };
  return { ...(await readClassFile(folder)), ...overrides };
}

function assemble(name: string, reads: readonly Read[], labelling: Labelling): DataSet {
  const channels = commonChannels(reads);
  const grays = reads.filter((read) => read.image.channels !== channels).length;
  const notes = [...labelling.notes];
  if (grays > 0)
    notes.push(`${grays} of ${reads.length} images are gray and were given three equal channels`);
  const { classes, ignore } = labelling;
  const images = reads.flatMap((read) => slices(read, channels, labelling));
  const dataSet: DataSet = { name, classes, channels, images, notes };
  return ignore === undefined ? dataSet : { ...dataSet, ignore };
}

/** Gray and colour may be mixed (gray is repeated); other numbers of channels must agree. */
function commonChannels(reads: readonly Read[]): number {
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

function slices(read: Read, channels: number, labelling: Labelling): Sample[] {
  const { width, height, depth } = read.raster;
  return Array.from({ length: depth }, (_, z) => slice(read, z, width * height, channels, labelling));
}

function slice(read: Read, z: number, pixels: number, channels: number, labelling: Labelling): Sample {
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
