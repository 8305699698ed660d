import type { Adviser } from "./advice.ts";
import { percent } from "./numbers.ts";

/** Pixels that belong to no class need nothing: it is said, so that nobody maps them to a class. */
export const ignoredPixels: Adviser = ({ pixels, ignore }) => {
  if (pixels.ignored === 0) return [];
  return [
    {
      topic: "Ignored pixels",
      finding: `${percent(pixels.ignored / pixels.total)} of the pixels have the label ${ignore} and belong to no class. Every loss and metric leaves them out; the shares here do too.`,
      formula: null,
      losses: [],
      pages: ["docs/inputs.md"],
    },
  ];
};
