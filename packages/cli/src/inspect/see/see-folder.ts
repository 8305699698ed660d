import { basename, resolve } from "node:path";
import { type WasmFields, wasmFields } from "segloss";
import { annotatedFolder, paintOf } from "../../data/annotated/annotated-folder.ts";
import { readClassFile } from "../../data/class-names.ts";
import { colourSource } from "../../data/colour-source.ts";
import type { Labels, Sample } from "../../data/data-set.ts";
import { DISK } from "../../data/files/disk.ts";
import type { FolderOptions } from "../../data/folder.ts";
import type { Labelling } from "../../data/labelling.ts";
import { noteLines } from "../../data/note-lines.ts";
import { settlePair } from "../../data/orient-pair.ts";
import type { Pairs } from "../../data/pair.ts";
import { listPairs } from "../../data/pairs.ts";
import { readRawPair } from "../../data/read-pair.ts";
import { maskFacts } from "../facts/mask-facts.ts";
import type { Mask } from "../facts/pixels.ts";
import { decideLabels, type LabelledFile, labelFiles } from "./label-files.ts";
import { readFiles, type SeenFile, sliceOf } from "./read-files.ts";
import type { SeenImage, SeenSet } from "./seen-set.ts";

/**
 * Sees every image of a folder. Images are read one after the other and forgotten; masks stay packed until it is known what their labels
 * mean. Files that cannot be used are problems, all of them, and the rest is seen.
 *
 * @throws DataError where there is no data set at all
 */
export async function seeFolder(folder: string, options: FolderOptions = {}): Promise<SeenSet> {
  const name = basename(resolve(folder));
  const annotated = options.pairs ? undefined : await annotatedFolder(DISK, folder);
  const found: Pairs = annotated ?? (await listPairs(DISK, folder, options.pairs));
  const problems = (found.problems ?? []).map(({ message }) => message);
  const stated = annotated?.stated ?? (await readClassFile(DISK, folder));
  const { ignore, labels, geometry, exif, onProgress } = options;
  const paint = annotated && paintOf(DISK, annotated, options.polygons);
  const reading = { colours: colourSource(stated), geometry, exif, paint };
  const read = await readFiles(found.pairs, problems, {
    ...reading,
    onFile: (k) => onProgress?.(`looking at ${name}, images ${k + 1}/${found.pairs.length}`),
  });
  const meant = { ...stated, ...(ignore !== undefined && { ignore }), ...(labels && { labels }) };
  const { labelling, files } = decideLabels(folder, labelFiles(read, meant, problems), meant, problems);
  const fields = wasmFields();
  const images = files.flatMap((file, k) => {
    onProgress?.(`looking at ${name}, masks ${k + 1}/${files.length}`);
    return seenImages(file, labelling, fields);
  });
  fields.dispose();
  const channels = images.reduce((most, one) => Math.max(most, one.channels.length), 1);
  return {
    ...{ name, folder, statesGroups: false, classes: labelling.classes, problems, images },
    ...(labelling.ignore !== undefined && { ignore: labelling.ignore }),
    numbered: labelling.kind === "instances",
    hashes: new Map(files.map(({ file }) => [file.pair.stem, file.hash.done()])),
    notes: [...found.notes, ...noteLines(notesOf(read, files)), ...labelling.notes],
    picture: (image) => pictureOf(image, files, labelling, channels, reading),
  };
}

/** Notes of each file, when it was read and when its labels were agreed upon. */
function notesOf(read: readonly SeenFile[], files: readonly LabelledFile[]) {
  return [...read, ...files.map(({ file: { pair }, notes }) => ({ pair, notes }))];
}

function seenImages({ file, labels }: LabelledFile, labelling: Labelling, fields: WasmFields): SeenImage[] {
  const { width, height, depth } = file.mask;
  const all = labels();
  return file.slices.map((channels, z) => {
    const mask = maskOf(all, z, { width, height }, labelling);
    file.hash.mask(mask);
    return {
      ...{ name: nameOf(file.pair.stem, z, depth), file: file.pair.stem, group: file.pair.stem },
      ...{ width, height, channels, scale: file.scale },
      mask: maskFacts(mask, labelling.classes.length, fields),
    };
  });
}

function nameOf(stem: string, z: number, depth: number): string {
  return depth === 1 ? stem : `${stem}#${String(z).padStart(3, "0")}`;
}

/** A slice of a mask as classes, and as objects where the masks number them. */
function maskOf(
  labels: Labels,
  z: number,
  { width, height }: Pick<Mask, "width" | "height">,
  { kind, indexOf, classes, ignore }: Labelling,
): Mask {
  const own = labels.subarray(z * width * height, (z + 1) * width * height);
  const indices =
    classes.length > 256 || (ignore ?? 0) > 255 ? new Uint16Array(own.length) : new Uint8Array(own.length);
  let [previous, index] = [-1, 0];
  for (let i = 0; i < own.length; i++) {
    // Neighbours mostly agree, and asking the map is the slow part.
    if (own[i] !== previous) index = indexOf.get(own[i])!;
    previous = own[i];
    indices[i] = index;
  }
  return { width, height, classes: indices, ignore, objects: kind === "instances" ? objects() : undefined };

  function objects(): Labels {
    const numbers = own.slice();
    for (let i = 0; i < numbers.length; i++) if (indices[i] === ignore) numbers[i] = 0;
    return numbers;
  }
}

async function pictureOf(
  image: number,
  files: readonly LabelledFile[],
  labelling: Labelling,
  channels: number,
  reading: Parameters<typeof readRawPair>[2],
): Promise<Sample> {
  let z = image;
  const k = files.findIndex(({ file }) => {
    const here = z < file.slices.length;
    if (!here) z -= file.slices.length;
    return here;
  });
  const { file, labels } = files[k];
  const raw = await readRawPair(DISK, file.pair, reading);
  const read = settlePair(raw, file.as);
  if (read === "open") throw new Error(`${file.pair.image}: its orientation was settled before`);
  const { width, height } = file.mask;
  const values = sliceOf(read.image, width * height, z);
  const { classes } = maskOf(labels(), z, { width, height }, labelling);
  return {
    ...{ name: nameOf(file.pair.stem, z, file.mask.depth), group: file.pair.stem, width, height },
    image: read.image.channels === channels ? values : repeated(values, channels),
    mask: classes,
  };
}

function repeated(gray: Float32Array, channels: number): Float32Array {
  const result = new Float32Array(gray.length * channels);
  for (let i = 0; i < result.length; i++) result[i] = gray[Math.floor(i / channels)];
  return result;
}
