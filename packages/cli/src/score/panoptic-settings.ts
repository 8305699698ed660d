import { stemOf } from "@segloss/io";
import type { SegmentInfo } from "segloss/metrics";
import { dataError } from "../data/data-error.ts";
import type { FileSystem } from "../data/files/file-system.ts";
import type { PanopticSettings } from "./score-settings.ts";

/** What is read of a panoptic file of COCO. */
interface CocoPanoptic {
  readonly annotations: readonly {
    readonly file_name: string;
    readonly segments_info: readonly SegmentInfo[];
  }[];
  readonly categories?: readonly { readonly id: number; readonly isthing?: number }[];
}

/** What the command is told of panoptic masks. */
export interface PanopticOptions {
  readonly divisor?: number;
  readonly things?: readonly number[];
  readonly segments?: string;
}

/** @throws DataError when a file of `--segments` is missing or something else */
export async function panopticSettings(
  files: FileSystem,
  { divisor = 1000, things, segments }: PanopticOptions,
): Promise<PanopticSettings> {
  if (segments === undefined) return { divisor, ...(things && { things }) };
  const paths = segments.split(",");
  if (paths.length !== 2)
    throw dataError(`--segments: expected two JSON files, predictions.json,truth.json, got "${segments}"`);
  const [predicted, truth] = [await readCoco(files, paths[0]), await readCoco(files, paths[1])];
  const ofTruth = truth.categories?.filter(({ isthing }) => isthing === 1).map(({ id }) => id);
  const known = things ?? ofTruth;
  return {
    divisor,
    segments: { predicted: byName(predicted), truth: byName(truth) },
    ...(known && { things: known }),
  };
}

async function readCoco(files: FileSystem, path: string): Promise<CocoPanoptic> {
  const found = parsed(await textOf(files, path), path);
  const isPanoptic =
    Array.isArray(found?.annotations) &&
    found.annotations.every((one) => typeof one.file_name === "string" && Array.isArray(one.segments_info));
  if (isPanoptic) return found;
  throw dataError(
    `--segments ${path}: expected annotations with file_name and segments_info, as COCO's panoptic files have`,
  );
}

async function textOf(files: FileSystem, path: string): Promise<string> {
  try {
    return await files.text(path);
  } catch (cause) {
    throw dataError(`--segments ${path}: no such file; check the path`, cause);
  }
}

function parsed(text: string, path: string): CocoPanoptic {
  try {
    return JSON.parse(text) as CocoPanoptic;
  } catch (cause) {
    throw dataError(`--segments ${path}: it is no JSON`, cause);
  }
}

function byName({ annotations }: CocoPanoptic): Record<string, readonly SegmentInfo[]> {
  return Object.fromEntries(annotations.map((one) => [stemOf(one.file_name), one.segments_info]));
}
