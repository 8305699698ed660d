import { basename } from "node:path";
import { dataError } from "../../data/data-error.ts";
import { NAMED_SETS } from "../../data/named/index.ts";
import { openSource, type SourceOptions } from "../../data/open-source.ts";
import type { StoredSource } from "../../data/open-stored-source.ts";
import { thinClasses } from "../../inference/thin-classes.ts";
import { groupsOf } from "../../inspect/groups/groups-of.ts";
import type { DataFacts } from "./build-results.ts";
import { sliceNote } from "./slice-note.ts";

/** The data of a comparison as its plan needs them. */
export interface PreparedData {
  readonly source: StoredSource;
  /** Group of each image. */
  readonly groups: readonly string[];
  readonly facts: DataFacts;
  /** What was found and decided, in sentences. */
  readonly notes: readonly string[];
}

/** Most classes: labels and the one that is left out are bytes. */
const MOST_CLASSES = 255;

/** Opens the data, finds the groups that no split divides and the classes that are scored and thin. */
export async function prepareData(data: string, options: SourceOptions): Promise<PreparedData> {
  const source = await openSource(data, options);
  checkClasses(source);
  const isNamed = NAMED_SETS.some(({ name }) => name === data);
  const stems = [...new Set(source.images.map(({ group }) => group))];
  const grouping = isNamed ? undefined : await groupsOf(stems, data);
  const groupOf = new Map(stems.map((stem, k) => [stem, grouping?.groups[k] ?? stem]));
  return {
    source,
    groups: source.images.map(({ group }) => groupOf.get(group)!),
    facts: { scored: scoredClasses(source.classes), thin: thinClasses(source), observers: null },
    notes: [
      ...source.notes,
      ...sliceNote(source.images),
      ...(grouping ? [grouping.note] : []),
      ...problemNotes(source),
    ],
  };
}

function checkClasses({ name, classes }: StoredSource): void {
  if (classes.length >= 2 && classes.length <= MOST_CLASSES) return;
  throw dataError(
    `${name}: the masks have ${classes.length} classes; to compare losses takes 2 to ${MOST_CLASSES}`,
  );
}

/** All classes but one that is called background. */
export function scoredClasses(classes: readonly string[]): number[] {
  const all = classes.map((_, index) => index);
  return /^background$/i.test(classes[0]) ? all.slice(1) : all;
}

function problemNotes({ problems }: StoredSource): string[] {
  return problems.map(({ file, message }) =>
    message.includes(basename(file)) ? message : `${file}: ${message}`,
  );
}
