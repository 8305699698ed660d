import type { LabelPair } from "segloss/metrics";
import { FOREGROUND } from "./foreground.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** One class that is scored against everything else: a label, or a region of several. */
export interface ScoredClass {
  /** What it is called in tables and files: the label, or the region's name. */
  readonly label: number | string;
  readonly labels: readonly number[];
  /** Place in the list of regions. */
  readonly place?: number;
}

/** The classes that the request states; undefined where they are those that are found. */
export function statedClasses({ labels, classes, regions }: ScoreSettings): ScoredClass[] | undefined {
  if (labels === "foreground" || labels === "instances") return [single(FOREGROUND)];
  if (regions) return regions.map(({ name, labels: of }, place) => ({ label: name, labels: of, place }));
  return classes?.map(single);
}

/** Labels but 0 and the ignored ones that are in some pairs. */
export function foundClasses(pairs: Iterable<LabelPair>, ignore: readonly number[]): ScoredClass[] {
  const found = new Set<number>();
  for (const { truth, predicted } of pairs) found.add(truth).add(predicted);
  return [...found]
    .filter((label) => label !== 0 && !ignore.includes(label))
    .sort((a, b) => a - b)
    .map(single);
}

/** Labels that are no background, not ignored, and in no class: they count as everything else. */
export function strangers(
  pairs: Iterable<LabelPair>,
  classes: readonly ScoredClass[],
  ignore: readonly number[],
): number[] {
  const known = new Set([0, ...ignore, ...classes.flatMap(({ labels }) => labels)]);
  return foundClasses(pairs, ignore).flatMap(({ labels: [label] }) => (known.has(label) ? [] : [label]));
}

function single(label: number): ScoredClass {
  return { label, labels: [label] };
}
