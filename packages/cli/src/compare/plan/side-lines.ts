import type { ImageSource } from "../../data/image-source.ts";
import { counted } from "../../inspect/advice/numbers.ts";
import { isOnePartition } from "../../statistics/partition.ts";
import { finalCells, testImages } from "../protocol/final-cells.ts";
import type { Plan } from "../protocol/plan.ts";
import { isTrainImage } from "../protocol/train-images.ts";
import { listed } from "../verdict/listed.ts";

/** Of more classes than these nobody reads a line each. */
const MOST_CLASSES = 8;

/** Images and groups to choose on and in folds, or on the sides of a single split. */
export function sidesLine({ validation, finals, data }: Plan): string {
  const { folds, repeats, train } = finals;
  const sizeOf = (side: readonly number[]) =>
    `${counted(side.length, "image")} (${counted(groupsOf(data, side), "group")})`;
  const chosen = `${sizeOf(validation)} to choose on (validation)`;
  const tested = sizeOf(testedImages(finals));
  if (train)
    return `${chosen}; ${sizeOf(train)} to train on, ${tested} tested with ${counted(repeats, "seed")}`;
  const each = foldImages(finals);
  const images = range(each.map((side) => side.length));
  const groups = range(each.map((side) => groupsOf(data, side)));
  return (
    `${chosen}; ${tested} in ${folds} folds of ${plural(images, "image")} (${plural(groups, "group")}), each tested once` +
    `${repeats > 1 ? ` in each of ${repeats} repeats, ${ofRepeats(finals)}` : ""}`
  );
}

/** How many images of each side hold each scored class. */
export function classLines(
  { validation, finals }: Plan,
  { images, classes }: ImageSource,
  scored: readonly number[],
): string[] {
  if (scored.length > MOST_CLASSES) return [];
  const [all, folds] = [testedImages(finals), foldImages(finals)];
  return scored.map((c) => {
    const having = (side: readonly number[]) => side.filter((i) => images[i].classPixels[c] > 0).length;
    const tested = having(all);
    const sides = finals.train
      ? `${having(finals.train)} to train on, ${tested} tested`
      : `${tested} in folds (${range(folds.map(having))} each)`;
    return `${classes[c]} in ${counted(having(validation), "image")} to choose on, ${sides}`;
  });
}

/** Classes that are missing on a side: what follows from them is said before it misleads. */
export function sideWarnings(
  plan: Plan,
  { images, classes }: ImageSource,
  scored: readonly number[],
): string[] {
  return scored.flatMap((c) => {
    const having = images.flatMap(({ classPixels }, i) => (classPixels[c] > 0 ? [i] : []));
    const told = [...absent(plan, having), ...unseen(plan, having)];
    if (told.length === 0) return [];
    return [`warning: ${classes[c]} is in ${counted(having.length, "image")} only${told.join("")}`];
  });
}

function absent(plan: Plan, having: readonly number[]): string[] {
  const sides = sidesWithout(plan, having);
  return sides.length === 0
    ? []
    : [` and absent from ${listed(sides)}; images without it have no score of it`];
}

function sidesWithout({ validation, finals }: Plan, having: readonly number[]): string[] {
  const cells = finalCells(finals);
  const empty = cells.filter(({ repeat, fold }) => !having.some((i) => finals.fold[repeat][i] === fold));
  const tested = finals.train ? "the tested images" : `${counted(empty.length, "fold")} of ${cells.length}`;
  return [
    ...(having.some((i) => validation.includes(i)) ? [] : ["the validation images"]),
    ...(empty.length > 0 ? [tested] : []),
  ];
}

/** That trainings are tested on a class which none of their training images holds. */
function unseen({ finals }: Plan, having: readonly number[]): string[] {
  const cells = finalCells(finals);
  const blind = cells.filter(
    (cell) =>
      having.some((image) => finals.fold[cell.repeat][image] === cell.fold) &&
      !having.some((image) => isTrainImage(finals, cell, image)),
  );
  const trainings = `${blind.length} of ${counted(cells.length, "training")} of each loss`;
  return blind.length === 0 ? [] : [`; in ${trainings} it is tested by networks that saw none of it`];
}

type Finals = Plan["finals"];

/** The images of all folds. */
function testedImages({ fold }: Finals): number[] {
  return fold[0].flatMap((own, image) => (own >= 0 ? [image] : []));
}

/** The images of every fold of every repeat. */
function foldImages(finals: Finals): number[][] {
  return finalCells(finals).map((cell) => testImages(finals, cell));
}

function groupsOf({ groups }: Plan["data"], side: readonly number[]): number {
  return new Set(side.map((image) => groups[image])).size;
}

function ofRepeats({ fold }: Finals): string {
  return isOnePartition(fold)
    ? "which can only have the same folds, with so few groups, and bring seeds alone"
    : "which have folds of their own";
}

/** `2`, or `2 to 3`. */
function range(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function plural(many: string, noun: string): string {
  return `${many} ${noun}${many === "1" ? "" : "s"}`;
}
