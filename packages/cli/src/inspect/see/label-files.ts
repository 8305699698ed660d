import { isDataError, maskLabels, type Raster, usedValues } from "@segloss/io";
import type { ClassFile } from "../../data/class-file.ts";
import type { Labels } from "../../data/data-set.ts";
import { decideAmong, type ReadMask } from "../../data/decide-among.ts";
import type { Labelling } from "../../data/labelling.ts";
import { type AgreeMask, setPalettes } from "../../data/set-palettes.ts";
import type { SeenFile } from "./read-files.ts";

/** A file with its labels as they are agreed upon in the set. */
export interface LabelledFile extends ReadMask {
  readonly file: SeenFile;
  /** How its palette was brought to the others of the set. */
  readonly notes: readonly string[];
  labels(): Labels;
}

/**
 * Labels of all files in one order of colours, since tools save palettes anew.
 *
 * @param stated what a class file and the options say of the masks
 * @param problems gets a line for each mask that has colours of its own beside those of the others
 */
export function labelFiles(
  files: readonly SeenFile[],
  stated: ClassFile,
  problems: string[],
): LabelledFile[] {
  const agree = agreementOf(files, stated);
  return files.flatMap((file) => {
    try {
      return [labelledFile(file, file.mask.palette && agree)];
    } catch (error) {
      problems.push((error as Error).message);
      return [];
    }
  });
}

/** Masks are unpacked for it, so only where one has a palette. */
function agreementOf(files: readonly SeenFile[], stated: ClassFile): AgreeMask | undefined {
  if (!files.some(({ mask }) => mask.palette)) return undefined;
  const palettes = setPalettes(stated);
  for (const file of files) {
    const { palette, isGray, unpack } = file.mask;
    palettes.see(file.pair.mask, { palette, isGray, used: usedValues(unpack()) }, () => pictureOf(file));
  }
  return palettes.settle();
}

/** Labels are made anew each time, since those of a whole set do not fit into memory. */
function labelledFile(file: SeenFile, agree: AgreeMask | undefined): LabelledFile {
  const { pair, wide, objects, mask } = file;
  const agreed = agree && (() => agree(pair.mask, pictureOf(file)));
  const labels = () => (agreed ? maskLabels(agreed()) : mask.unpack());
  const first = agreed?.();
  const values = [...usedValues(first ? maskLabels(first) : mask.unpack())];
  return { file, pair, wide, objects, values, labels, notes: first?.notes ?? [] };
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

/** Decides what labels mean; where they make no sense, every value is a class. */
export function decideLabels(
  name: string,
  files: readonly LabelledFile[],
  stated: ClassFile,
  problems: string[],
): DecidedLabels {
  if (files.length === 0) return { labelling: { ...valueLabelling(files), notes: [] }, files };
  try {
    const { labelling, kept, odd } = decideAmong(name, files, stated);
    problems.push(...odd.map(({ message }) => message));
    return { labelling, files: kept };
  } catch (error) {
    if (!isDataError(error)) throw error;
    problems.push(error.message);
    return { labelling: valueLabelling(files), files };
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
