import { firstFew } from "../data/data-error.ts";
import type { FileNote } from "./file-note.ts";
import { metricOfTitle } from "./metric-choice.ts";
import type { ScoreResult } from "./score-result.ts";
import type { SetOutcome } from "./score-set.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** What there is to say about a scored set: decisions about single files together, then about the labels of all. */
export function setNotes({ result, notes, white }: SetOutcome, labels: ScoreSettings["labels"]): string[] {
  // A confusion matrix of very many labels is not written down.
  const isKnown = labels === "classes" && result.confusion.length > 0;
  const about = isKnown ? [...missingLabels(result), ...numberedObjects(result)] : [];
  return [
    ...fileNotes(notes),
    ...whiteNote(result, white),
    ...about,
    ...strangersNote(result),
    ...unitsNote(result),
  ];
}

/** What was not asked for is in no class, but it is there. */
function strangersNote({ strangers }: ScoreResult): string[] {
  if (strangers.length === 0) return [];
  const shown = firstFew(strangers.map(String), 5);
  return [
    `${strangers.length === 1 ? `label ${shown} was found and counts` : `labels ${shown} were found and count`} as everything else; --ignore leaves pixels out`,
  ];
}

function unitsNote({ units, metrics }: ScoreResult): string[] {
  // Only masks have places that distances are between.
  if (!units || metrics.every(({ metric }) => metricOfTitle(metric).kind !== "mask")) return [];
  return [
    `the files state distances in several units (${units.join(", ")}): those of different images cannot be compared; say --spacing, or score them apart`,
  ];
}

/** Notes of many files with one text become one line. */
export function fileNotes(notes: readonly FileNote[]): string[] {
  const byText = new Map<string, Set<string>>();
  for (const { file, text } of notes) byText.set(text, (byText.get(text) ?? new Set()).add(file));
  return [...byText].map(([text, files]) =>
    files.size === 1 ? `${[...files][0]}: ${text}` : `${files.size} files (${firstFew([...files])}): ${text}`,
  );
}

function whiteNote({ labels }: ScoreResult, white: SetOutcome["white"]): string[] {
  if (white === "foreground")
    return ["mask values 0 and 255 are taken for background and one foreground class"];
  if (white === "ignore")
    return [
      "mask value 255 stands beside other labels and is taken for the ignore label: its pixels are left out; name 255 in --classes to score it",
    ];
  if (white === undefined || !labels.includes(255)) return [];
  return [
    "mask value 255 is scored as a class like others; if it marks pixels without a label, say --ignore 255",
  ];
}

/** Labels that only the truths have, beside labels that only the predictions have, are often the same class; some are nowhere. */
function missingLabels({ labels, confusion }: ScoreResult): string[] {
  const inTruth = labels.filter((label, k) => label !== 0 && confusion[k].some((count) => count > 0));
  const inPrediction = labels.filter((label, k) => label !== 0 && confusion.some((row) => row[k] > 0));
  const onlyTruth = inTruth.filter((label) => !inPrediction.includes(label));
  const onlyPrediction = inPrediction.filter((label) => !inTruth.includes(label));
  // Only classes and regions that were asked for can be nowhere.
  const absent = labels.filter(
    (label) => label !== 0 && !inTruth.includes(label) && !inPrediction.includes(label),
  );
  const nowhere = absent.length > 0 ? [`${labelList(absent)} in no mask`] : [];
  const parts = [
    ...(onlyTruth.length > 0 ? [`${labelList(onlyTruth)} only in the truth`] : []),
    ...(onlyPrediction.length > 0 ? [`${labelList(onlyPrediction)} only in the predictions`] : []),
  ];
  const remedy =
    parts.length === 2
      ? `; ${scaled(onlyTruth, onlyPrediction) ?? SAME_CLASS}`
      : countsOn(inTruth, inPrediction)
        ? `; ${NUMBERED}`
        : "";
  return [...(parts.length === 0 ? [] : [`${parts.join(", ")}${remedy}`]), ...nowhere];
}

const SAME_CLASS =
  "if they are the same class, save both with the same number, or score all labels above 0 as one with --labels foreground";

const NUMBERED =
  "if they number objects, compare those with --labels instances, or their pixels with --labels foreground";

/** From so many numbers on they may count objects. */
const LEAST_NUMBERS = 10;

/** Whether both sides count from 1, one of them further, as numbers of objects do. */
function countsOn(a: readonly number[], b: readonly number[]): boolean {
  const counts = (labels: readonly number[]) => labels.every((label, k) => label === k + 1);
  return Math.min(a.length, b.length) >= LEAST_NUMBERS && counts(a) && counts(b);
}

/** What brings the grays of 8 bits to those of 16, where tools take a mask for a picture: 65535 / 255. */
const SCALE = 257;

/** What to do where one side is the other, taken for a picture and brought from 8 bits to 16. */
function scaled(onlyTruth: readonly number[], onlyPrediction: readonly number[]): string | undefined {
  const isScaled = (low: readonly number[], high: readonly number[]) =>
    high.every((label) => label % SCALE === 0) && low.some((label) => high.includes(SCALE * label));
  const side = isScaled(onlyTruth, onlyPrediction)
    ? "predictions"
    : isScaled(onlyPrediction, onlyTruth)
      ? "truth"
      : undefined;
  return (
    side &&
    `those of the ${side} are ${SCALE} times as large, as when a tool brings a mask from 8 bits to 16 as if it were a picture: divide them by ${SCALE}, or save the mask with 8 bits`
  );
}

function labelList(labels: readonly number[]): string {
  const shown = firstFew(labels.map(String), 6);
  return labels.length === 1 ? `label ${shown} occurs` : `labels ${shown} occur`;
}

/** Labels that overlap another number than their own more than their own. */
const LEAST_OBJECTS = 3;

/**
 * Numbered objects taken for classes: for most labels of the truth another label covers the same pixels in the prediction. Trained
 * networks confuse classes, but not most of them one to one.
 */
function numberedObjects({ labels, confusion }: ScoreResult): string[] {
  const sums = labels.map((_, k) => confusion.reduce((sum, row) => sum + row[k], 0));
  const rows = labels.flatMap((label, k) => {
    const size = confusion[k].reduce((a, b) => a + b, 0);
    if (label === 0 || size === 0) return [];
    const overlap = (p: number) => confusion[k][p] / (size + sums[p] - confusion[k][p]);
    const best = labels.reduce((top, _, p) => (labels[p] !== 0 && overlap(p) > overlap(top) ? p : top), k);
    return [best !== k && overlap(best) > 0.5];
  });
  const renumbered = rows.filter(Boolean).length;
  if (renumbered < LEAST_OBJECTS || renumbered <= rows.length / 2) return [];
  return [
    `${renumbered} of ${rows.length} labels cover the same pixels under another number in the predictions: they look like numbered objects; match them by place with --labels instances`,
  ];
}
