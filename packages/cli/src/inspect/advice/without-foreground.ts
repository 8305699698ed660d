import type { Adviser } from "./advice.ts";
import { call, counted, percent } from "./numbers.ts";

/** From this share of empty tiles on it matters. */
const MANY = 0.05;
const BATCH = 8;

/** Images and crops without foreground, where the Dice loss without smoothing has no gradient. */
export const withoutForeground: Adviser = ({ empty, images, tiles, pixels }) => {
  const share = tiles.empty / tiles.count;
  if (pixels.foreground === 0 || (empty.length === 0 && share < MANY)) return [];
  return [
    {
      topic: "Images and crops without foreground",
      finding: `${counted(empty.length, "image")} of ${images.length} and ${percent(share)} of the tiles of ${tiles.size}x${tiles.size} pixels have no foreground. Of a class without a pixel dice with smooth=0 is 1 whatever is predicted, without a gradient.`,
      formula: `with over=batch, ${BATCH} crops all lack foreground in ${percent(share)} to the power ${BATCH}, ${rareText(share ** BATCH)} of the batches; smooth=1 gives those a gradient too`,
      losses: [
        {
          loss: `${call("dice", ["over=batch", "smooth=1"])} + crossEntropy`,
          note: "sums over the batch and smooth 1, so that crops without foreground have a gradient",
        },
      ],
      pages: ["docs/losses/dice.md", "docs/losses/tversky.md"],
    },
  ];
};

function rareText(share: number): string {
  return share < 0.001 ? "less than 0.1 %" : percent(share);
}
