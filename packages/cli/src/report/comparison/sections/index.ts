import type { Section } from "../view.ts";
import { calibration } from "./calibration.ts";
import { classes } from "./classes.ts";
import { curves } from "./curves.ts";
import { differences } from "./differences.ts";
import { failures } from "./failures.ts";
import { gallery } from "./gallery.ts";
import { limits } from "./limits.ts";
import { lossFormulas } from "./loss-formulas.ts";
import { making } from "./making.ts";
import { measures } from "./measures.ts";
import { onward } from "./onward.ts";
import { precisionRecall } from "./precision-recall.ts";
import { ranking } from "./ranking.ts";
import { screen } from "./screen.ts";
import { split } from "./split.ts";
import { volumes } from "./volumes.ts";
import { worst } from "./worst.ts";

/** The parts of a comparison's page below its head, in order. */
export const SECTIONS: readonly Section[] = [
  ranking,
  differences,
  limits,
  curves,
  precisionRecall,
  classes,
  calibration,
  measures,
  volumes,
  gallery,
  worst,
  onward,
  failures,
  screen,
  split,
  lossFormulas,
  making,
];
