import { type FinalCell, finalCells, testImages } from "../../../compare/protocol/final-cells.ts";
import { isTrainedOn } from "../../../compare/protocol/is-trained-on.ts";
import type { ComparisonResults } from "../../../compare/protocol/results.ts";
import { trainImages } from "../../../compare/protocol/train-images.ts";
import {
  type ClassesOfImages,
  classesOfImages,
  holdsOf,
} from "../../../compare/verdict/classes-of-images.ts";
import { listed } from "../../../compare/verdict/listed.ts";
import { html, type Markup } from "../../../page/html.ts";
import { isOnePartition } from "../../../statistics/partition.ts";
import { countOf } from "../figures.ts";
import { type TableRow, table } from "../table.ts";
import type { Section } from "../view.ts";

export const split: Section = {
  id: "split",
  title: "The split",
  render({ results }) {
    const { data, plan } = results;
    const { validation, finals } = plan;
    const all = data.images.map((_, image) => image);
    const tested = all.filter((image) => !validation.includes(image) && !finals.train?.includes(image));
    const groups = countOf(groupsOf(results, all), "group");
    const holds = classesOfImages(results.losses, data);
    const tables = finals.fold.map((fold, repeat) => foldTable(results, fold, repeat, holds));
    const [first, ...others] = tables;
    const sides = finals.train
      ? `${countOf(finals.train.length, "image")} (${countOf(groupsOf(results, finals.train), "group")}) to train on; ${countOf(tested.length, "image")} (${countOf(groupsOf(results, tested), "group")}) held back and tested. One split, with ${countOf(finals.repeats, "seed")}.`
      : `${countOf(tested.length, "image")} (${countOf(groupsOf(results, tested), "group")}) in ${countOf(finals.folds, "fold")}, each held back once in every repeat. ${partitions(finals)}`;
    return html`<p>${countOf(all.length, "image")} in ${groups}, which no side divides: ${countOf(validation.length, "image")} (${countOf(groupsOf(results, validation), "group")}) for validation, on which everything was chosen; ${sides}</p>
${without(results, tested, holds)}
${absent(results, holds)}
${first}
${others.length > 0 ? html`<details><summary>${others.length === 1 ? "The other repeat" : `The other ${others.length} repeats`}</summary>${others}</details>` : ""}`;
  },
};

function partitions({ fold, repeats }: ComparisonResults["plan"]["finals"]): string {
  if (isOnePartition(fold))
    return `The ${countOf(repeats, "repeat")} have the same partition, since there is no other with so few groups: they bring seeds alone, and count as one.`;
  return `Each of the ${countOf(repeats, "repeat")} has a partition of its own.`;
}

function groupsOf({ data }: ComparisonResults, images: readonly number[]): number {
  return new Set(images.map((image) => data.images[image].group)).size;
}

function foldTable(
  results: ComparisonResults,
  fold: readonly number[],
  repeat: number,
  holds: ClassesOfImages,
): Markup {
  const { data, plan } = results;
  const rows = Array.from({ length: plan.finals.folds }, (_, f): TableRow => {
    const images = fold.flatMap((one, image) => (one === f ? [image] : []));
    const rest = trainImages(plan.finals, repeat, f);
    const perClass = data.classes.map(
      (_name, c) => `${counted(rest, c, holds)} / ${counted(images, c, holds)}`,
    );
    return {
      head: `fold ${f + 1}`,
      cells: [String(rest.length), String(images.length), String(groupsOf(results, images)), ...perClass],
    };
  });
  return table(
    `Repeat ${repeat + 1}: images to train on and tested, groups tested; images that hold each class, train / test`,
    "held back",
    ["train", "test", "groups", ...data.classes].map((head) => ({ head, number: true })),
    rows,
  );
}

/** Of older results the images that nothing was tested on are not known. */
function counted(images: readonly number[], c: number, holds: ClassesOfImages): string {
  if (images.some((image) => !holds.has(image))) return "?";
  return String(images.filter((image) => holds.get(image)?.[c]).length);
}

/** Such images are in no mean and in no interval. */
function without({ data }: ComparisonResults, tested: readonly number[], holds: ClassesOfImages): Markup {
  const empty = tested.filter((image) => holds.has(image) && !data.scored.some((c) => holds.get(image)?.[c]));
  if (empty.length === 0) return html``;
  return html`<p>${countOf(empty.length, "tested image")} ${empty.length === 1 ? "holds" : "hold"} no class that is scored, and ${empty.length === 1 ? "has" : "have"} no score.</p>`;
}

/** A class that is nowhere on one side is no failure of a loss. */
function absent({ data, plan }: ComparisonResults, known: ClassesOfImages): Markup {
  const { finals, validation } = plan;
  const holds = holdsOf(known, data);
  const cells = finalCells(finals).map((cell) => ({ ...cell, tested: testImages(finals, cell) }));
  const lines = data.scored.flatMap((c) => {
    const untested = cells.filter(({ tested }) => counted(tested, c, known) === "0");
    const unseen = cells.filter(
      (cell) => cell.tested.some((image) => known.get(image)?.[c]) && !isTrainedOn(finals, cell, c, holds),
    );
    const unchosen =
      counted(validation, c, known) === "0"
        ? [
            html`<p class="banner">${data.classes[c]} is in no validation image: nothing was chosen by it.</p>`,
          ]
        : [];
    const sides = [
      { side: "tested", of: untested, so: "; images without it have no score of it" },
      { side: "training", of: unseen, so: ": it is tested by networks that saw none of it" },
    ];
    const told = sides
      .filter(({ of }) => of.length > 0)
      .map(
        ({ side, of, so }) =>
          html`<p class="banner">${data.classes[c]} is in no ${side} image${placeOf(finals, of)}${so}.</p>`,
      );
    return [...unchosen, ...told];
  });
  return html`${lines}`;
}

/** A single split has no folds to name. */
function placeOf({ train }: ComparisonResults["plan"]["finals"], cells: readonly FinalCell[]): string {
  if (train) return "";
  return ` of ${listed(cells.map(({ repeat, fold }) => `fold ${fold + 1} of repeat ${repeat + 1}`))}`;
}
