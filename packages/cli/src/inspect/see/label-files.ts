import { agreePictures, isDataError, maskLabels, type Raster, usedValues } from "@segloss/io";
import type { ClassFile } from "../../data/class-file.ts";
import { firstFew } from "../../data/data-error.ts";
import type { Labels } from "../../data/data-set.ts";
import { decideLabelling, type Labelling } from "../../data/labelling.ts";
import type { SeenFile } from "./read-files.ts";

/** A file with its labels as they are agreed upon in the set. */
export interface LabelledFile {
  readonly file: SeenFile;
  /** Stored values that occur, ascending. */
  readonly values: readonly number[];
  labels(): Labels;
}

/**
 * Labels of all files in one order of colours: that of the palette with most colours, since tools save palettes anew.
 *
 * @param problems gets a line for each mask whose colours that palette lacks
 */
export function labelFiles(files: readonly SeenFile[], problems: string[]): LabelledFile[] {
  const coloured = files.filter(({ mask }) => mask.palette);
  const colours = ({ mask }: SeenFile) => new Set(mask.palette!.map((colour) => colour.join())).size;
  const reference = coloured.reduce<SeenFile | undefined>(
    (most, file) => (!most || colours(file) > colours(most) ? file : most),
    undefined,
  );
  return files.flatMap((file) => {
    const labels = () =>
      reference && file.mask.palette && file !== reference ? agreed(file, reference) : file.mask.unpack();
    try {
      return [{ file, labels, values: [...usedValues(labels())].sort((a, b) => a - b) }];
    } catch (error) {
      problems.push((error as Error).message);
      return [];
    }
  });
}

function agreed(file: SeenFile, reference: SeenFile): Labels {
  const pair = { predicted: pictureOf(file), truth: pictureOf(reference) };
  const names = { predicted: file.pair.mask, truth: reference.pair.mask };
  return maskLabels(agreePictures(pair, names).predicted);
}

function pictureOf({ mask }: SeenFile): Raster {
  const { width, height, depth, palette } = mask;
  const data = mask.unpack();
  return {
    data,
    width,
    height,
    depth,
    channels: 1,
    bitDepth: 8,
    fullScale: 255,
    ...(palette && { palette }),
  };
}

/** What labels mean, and the files for which that holds. */
export interface DecidedLabels {
  readonly labelling: Labelling;
  readonly files: readonly LabelledFile[];
}

/**
 * Decides what labels mean. Where the set makes no sense as it is and it would without a few masks of odd values, those are the problem; where
 * it makes none without them either, every value is a class.
 */
export function decideLabels(
  name: string,
  files: readonly LabelledFile[],
  stated: ClassFile,
  problems: string[],
): DecidedLabels {
  if (files.length === 0) return { labelling: { ...valueLabelling(files), notes: [] }, files };
  try {
    return { labelling: decideLabelling(factsOf(name, files), stated), files };
  } catch (error) {
    if (!isDataError(error)) throw error;
    const usual = withoutOdd(files);
    const labelling =
      usual.length < files.length && attempt(() => decideLabelling(factsOf(name, usual), stated));
    if (!labelling) {
      problems.push(error.message);
      return { labelling: valueLabelling(files), files };
    }
    for (const { file, values } of files.filter((one) => !usual.includes(one)))
      problems.push(
        `${file.pair.mask}: its values ${firstFew(values.map(String), 6)} are not those of the other masks; save it without interpolation, one number a class`,
      );
    return { labelling, files: usual };
  }
}

function factsOf(name: string, files: readonly LabelledFile[]) {
  const values = [...new Set(files.flatMap((one) => one.values))].sort((a, b) => a - b);
  return {
    ...{ name, values, masks: files.map((one) => one.values) },
    wide: files.some(({ file }) => file.wide),
    objects: files.some(({ file }) => file.objects),
  };
}

/** A value that fewer masks than one in ten hold is odd. */
function withoutOdd(files: readonly LabelledFile[]): readonly LabelledFile[] {
  const holders = new Map<number, number>();
  for (const { values } of files)
    for (const value of values) holders.set(value, (holders.get(value) ?? 0) + 1);
  return files.filter(({ values }) => values.every((value) => holders.get(value)! >= files.length / 10));
}

function attempt<T>(decide: () => T): T | undefined {
  try {
    return decide();
  } catch (error) {
    if (!isDataError(error)) throw error;
    return undefined;
  }
}

/** More values than this are shown as 0 and everything above. */
const MOST_VALUES = 16;

function valueLabelling(files: readonly LabelledFile[]): Labelling {
  const values = [...new Set([0, ...files.flatMap((one) => one.values)])].sort((a, b) => a - b);
  const few = values.length <= MOST_VALUES && values.length > 1;
  return {
    kind: "classes",
    classes: few
      ? values.map((value) => (value === 0 ? "background" : `value ${value}`))
      : ["background", "values above 0"],
    indexOf: new Map(values.map((value, index) => [value, few ? index : Number(value > 0)])),
    notes: ["what the values of the masks mean is open, so each is taken for a class"],
  };
}
