import type { TruthSummary } from "../inspection.ts";
import type { Adviser } from "./advice.ts";
import { call, counted, percent, twoDigits } from "./numbers.ts";
import { thinClasses } from "./thin-classes.ts";

/** From this share of the foreground near a border on, borders decide about the overlap. */
const MANY = 0.2;
/** So few objects an image are organs or animals, whose far outliers a Hausdorff distance sees. */
const FEW = 3;

/** Compact objects whose borders matter, and those with so few objects that far outliers do. */
export const borders: Adviser = (inspection) => {
  if (thinClasses(inspection).length > 0) return [];
  return [...nearBorders(inspection), ...outliers(inspection)];
};

const nearBorders: Adviser = ({ perClass }) => {
  const foreground = perClass.slice(1);
  const pixels = foreground.reduce((sum, one) => sum + one.pixels, 0);
  const share = foreground.reduce((sum, one) => sum + one.within2 * one.pixels, 0) / pixels;
  if (!(share >= MANY)) return [];
  const background = perClass.length > 2 && "background=false";
  return [
    {
      topic: "Borders",
      finding: `${percent(share)} of the foreground lies within 2 pixels of another class: an error of one pixel along the border costs ${percent(foreground.reduce((sum, one) => sum + one.within1 * one.pixels, 0) / pixels)} of it.`,
      formula:
        "the weight of the boundary term grows from 0.01 to 1 while training, that of dice falls (Kervadec and others, 2019)",
      losses: [
        {
          loss: `ramp(1, 0.01)*${call("dice", [background])} + ramp(0.01, 1)*${call("boundary", [background])}`,
          note: "a region loss first, the distance to the true border later",
        },
      ],
      pages: [
        "docs/losses/boundary.md",
        "docs/losses/distance-penalized-cross-entropy.md",
        "docs/metrics/normalized-surface-dice.md",
        "docs/metrics/boundary-jaccard.md",
      ],
    },
  ];
};

const outliers: Adviser = (inspection) => {
  const { objects, tiles, sizes } = inspection;
  if (
    !objects.perImage ||
    objects.count === 0 ||
    objects.perImage.median > FEW ||
    objects.near > 0.1 * objects.count
  )
    return [];
  const side = (size: number) => Math.min(tiles.size, size);
  const diagonal = Math.hypot(side(sizes[0].width), side(sizes[0].height));
  const weight = twoDigits(1 / Math.log1p(2 * diagonal ** 2));
  return [
    {
      topic: "Few objects an image",
      finding: `Half of the images have at most ${counted(objects.perImage.median, "object")}: a single false part far away is what a Hausdorff distance sees and an overlap does not.`,
      formula: `weight = 1 / ln(1 + 2 d^2) with d = ${twoDigits(diagonal)}, the diagonal of a crop: the largest value of the distance term is then that of dice, 1`,
      losses: [
        {
          loss: `dice + ${weight}*${call("logHausdorff", [backgroundOf(inspection)])}`,
          note: "far errors cost more; it needs two distance transforms a step and is slow",
        },
      ],
      pages: [
        "docs/losses/log-hausdorff.md",
        "docs/losses/hausdorff.md",
        "docs/metrics/hausdorff-distance.md",
      ],
    },
  ];
};

function backgroundOf({ perClass }: TruthSummary): string | false {
  return perClass.length > 2 && "background=false";
}
