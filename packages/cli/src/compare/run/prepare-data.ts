import { basename } from "node:path";
import { stemOf } from "@segloss/io";
import { checkClasses } from "../../data/check-classes.ts";
import { firstFew } from "../../data/data-error.ts";
import { NAMED_SETS } from "../../data/named/index.ts";
import { openSource, type SourceOptions } from "../../data/open-source.ts";
import type { StoredSource } from "../../data/open-stored-source.ts";
import { scoredClasses } from "../../data/scored-classes.ts";
import { thinClasses } from "../../inference/thin-classes.ts";
import { groupsOf } from "../../inspect/groups/groups-of.ts";
import { imageTwins } from "../../inspect/image-twins.ts";
import { inspectTruth } from "../../inspect/inspect-truth.ts";
import { suggestedLosses } from "../../inspect/suggested-losses.ts";
import { shellWord } from "../../terminal/shell-word.ts";
import { listed } from "../verdict/listed.ts";
import { joinedGroups } from "./joined-groups.ts";
import type { DataFacts, OpenedSet } from "./opened-set.ts";
import { secondObserver } from "./second-observer.ts";
import { sliceNote } from "./slice-note.ts";

/** The data of a comparison as its plan needs them. */
export interface PreparedData extends OpenedSet {
  readonly source: StoredSource;
  /** What was found and decided, in sentences. */
  readonly notes: readonly string[];
}

export interface PrepareOptions extends SourceOptions {
  /** Whether a note says which losses the masks suggest, which takes a look at all of them. Default: false. */
  readonly suggests?: boolean;
}

/** Opens the data, finds the groups that no split divides and the classes that are scored and thin. */
export async function prepareData(
  data: string,
  { suggests = false, ...options }: PrepareOptions,
): Promise<PreparedData> {
  const source = await openSource(data, options);
  checkClasses(source);
  const isNamed = NAMED_SETS.some(({ name }) => name === data);
  const own = source.images.map(({ group }) => group);
  const grouping = isNamed ? undefined : await groupsOf(own, data);
  const twins = imageTwins(source);
  const scored = scoredClasses(source.classes, source.images);
  const observers = isNamed ? null : await secondObserver(data, source, scored, options);
  const notes = [
    ...source.notes,
    ...sliceNote(source.images),
    ...(grouping ? [grouping.note] : []),
    ...absentNote(source, scored),
    ...problemNotes(source),
    ...twins.map((images) => twinNote(source, images)),
    ...(observers ? [observerNote(observers)] : []),
  ];
  return {
    source,
    groups: joinedGroups(grouping?.groups ?? own, twins),
    facts: { scored, thin: thinClasses(source), observers, notes },
    notes: suggests ? [...notes, ...(await suggestionNotes(data, source, options))] : notes,
  };
}

function observerNote({ folder, dice, images }: NonNullable<DataFacts["observers"]>): string {
  return `a second observer (${folder}) agrees with the masks to a mean Dice of ${dice.toFixed(3)} on ${images} images`;
}

function absentNote({ classes }: StoredSource, scored: readonly number[]): string[] {
  const absent = classes.filter((_, c) => c > 0 && !scored.includes(c));
  if (absent.length === 0) return [];
  return [`no mask holds ${listed(absent)}, of which nothing is scored`];
}

function twinNote({ images }: StoredSource, twins: readonly number[]): string {
  const names = [...new Set(twins.map((image) => images[image].group))];
  return `the same pixels under ${names.length} names, which stay together: ${firstFew(names)}`;
}

/** What the masks themselves suggest, for whoever has not chosen losses. */
async function suggestionNotes(
  data: string,
  source: StoredSource,
  { onProgress }: SourceOptions,
): Promise<string[]> {
  const of = source.images.length;
  const advice = await inspectTruth(source, (k) => onProgress?.(`inspecting image ${k + 1} of ${of}`));
  const losses = suggestedLosses({ advice }).map(({ loss }) => loss);
  if (losses.length === 0) return [];
  return [
    `these masks suggest ${losses.join(", ")}: npx segloss inspect ${shellWord(data)} says why; --losses tries them`,
  ];
}

function problemNotes({ problems }: StoredSource): string[] {
  return problems.map(({ file, message }) =>
    message.includes(stemOf(basename(file))) ? message : `${file}: ${message}`,
  );
}
