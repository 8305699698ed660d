import type { Adviser } from "./advice.ts";
import { beginning } from "./beginning.ts";
import { borders } from "./borders.ts";
import { classWeights } from "./class-weights.ts";
import { ignoredPixels } from "./ignored-pixels.ts";
import { imbalance } from "./imbalance.ts";
import { neighbours } from "./neighbours.ts";
import { rareClasses } from "./rare-classes.ts";
import { thin } from "./thin-classes.ts";
import { withoutForeground } from "./without-foreground.ts";

/** What is looked for, in the order in which it is said. What is added is one file and a line here. */
export const ADVISERS: readonly Adviser[] = [
  beginning,
  imbalance,
  classWeights,
  rareClasses,
  withoutForeground,
  neighbours,
  thin,
  borders,
  ignoredPixels,
];
