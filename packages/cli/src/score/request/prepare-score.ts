import { type ClassFile, namesOfLabels } from "../../data/class-file.ts";
import { classFilesBeside, joinedClassFile } from "../../data/class-file-beside.ts";
import { readColourTable } from "../../data/colour-table.ts";
import { dataError } from "../../data/data-error.ts";
import type { FileSystem } from "../../data/files/file-system.ts";
import { paintedClasses } from "../../data/painted-classes.ts";
import type { NamedScores } from "../compare-scores.ts";
import { readScoreJson } from "../score-json.ts";
import type { ScoreSettings } from "../score-settings.ts";
import { parseThresholds } from "../thresholds.ts";
import type { ScoreOptions } from "./score-options.ts";
import { statedSettings } from "./stated-settings.ts";

/** What is compared with what. */
export interface ScoredPaths {
  readonly predictions: readonly string[];
  readonly truth: string;
}

/** What is known before the first pair is read. */
export interface PreparedScore extends ScoredPaths {
  readonly settings: ScoreSettings;
  readonly thresholds: ReturnType<typeof parseThresholds>;
  readonly known: { readonly names: ReadonlyMap<number, string>; readonly areStated: boolean };
  /** Of the models. */
  readonly names: readonly string[];
  /** What a class file says beside the truth. */
  readonly beside: ClassFile;
  /** What there is to say of all models: once. */
  readonly notes: readonly string[];
  readonly baseline: readonly NamedScores[];
  readonly options: ScoreOptions;
}

/**
 * Reads what options, class files, palettes and annotations say of all pairs.
 *
 * @throws DataError for options that contradict each other and files that cannot be read
 */
export async function prepareScore(
  files: FileSystem,
  { predictions, truth }: ScoredPaths,
  options: ScoreOptions,
): Promise<PreparedScore> {
  const written = await classFilesBeside(files, truth);
  const beside = joinedClassFile(written);
  const leftOut = options.ignore ? [] : ignoredBeside(beside, options);
  const ignore = options.ignore ?? leftOut;
  const stated = await statedSettings(files, { ...options, ignore });
  const thresholds =
    options.failUnder === undefined ? [] : parseThresholds(options.failUnder, options.metrics);
  const baseline = options.baseline === undefined ? [] : [await readBaseline(files, options.baseline)];
  const colours = await readColourTable(files, truth, written);
  const painted = await paintedClasses(files, [...predictions, truth], truth);
  const settings = { ...stated, paint: { ...stated.paint!, ...painted }, ...(colours && { colours }) };
  const known = {
    names: beside.names ? namesOfLabels(beside) : new Map<number, string>(),
    areStated: Boolean(options.classes ?? options.regions) || options.labels !== "classes",
  };
  const names = modelNames(files, predictions);
  const notes = leftOut.map(
    (label) =>
      `classes.json says to ignore label ${label}: its pixels are left out; name it in --classes to score it`,
  );
  return { predictions, truth, settings, thresholds, known, names, beside, notes, baseline, options };
}

/** The label that a class file says to leave out, unless it is asked for. */
function ignoredBeside(
  { ignore }: ClassFile,
  { classes = [], regions = [], labels }: ScoreOptions,
): readonly number[] {
  const asked = [...classes, ...regions.flatMap((region) => region.labels)];
  // The numbers of objects and segments are no classes.
  const areClasses = labels === "classes" || labels === "foreground";
  return ignore === undefined || !areClasses || asked.includes(ignore) ? [] : [ignore];
}

/** The last parts of the paths; whole paths where those are the same. */
function modelNames({ basename, resolve }: FileSystem, predictions: readonly string[]): readonly string[] {
  const names = predictions.map((path) => basename(resolve(path)));
  return new Set(names).size === names.length ? names : predictions;
}

async function readBaseline(files: FileSystem, path: string): Promise<NamedScores> {
  try {
    return { name: "baseline", result: readScoreJson(await files.text(path)) };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "no such file; check the path" : message;
    throw dataError(`--baseline ${path}: ${reason}`, cause);
  }
}
