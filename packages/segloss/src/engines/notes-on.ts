import { check } from "../door/check.ts";
import { BOOLEAN, FLOATS } from "../door/kinds.ts";
import { checkSetting } from "../plan/check-setting.ts";
import { ROW_TOLERANCE } from "../plan/row-tolerance.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import type { FloatArray } from "./engine.ts";
import { valueIndex } from "./pixel-order.ts";

/** Fewer logits than this may lie in [0, 1] by chance. */
const LEAST_LOGITS = 16;

/**
 * What is allowed and most often not meant: probabilities where logits are expected, and a shape that looks like the other
 * layout. Notes are returned, never printed: who calls knows whether anybody reads.
 *
 * @param logits of the shape of the setting, that of a step's plan
 * @param layoutGiven whether the caller said the layout. Default false
 */
export function notesOn(logits: FloatArray, setting: Setting, layoutGiven = false): string[] {
  check("notesOn: logits", logits, FLOATS);
  check("notesOn: layoutGiven", layoutGiven, BOOLEAN);
  checkSetting(setting);
  return [
    ...(looksLikeProbabilities(logits, setting)
      ? [
          `The logits look like probabilities: all lie in [0, 1]${setting.link === "softmax" ? " and sum to 1 over the classes" : ""}. ` +
            `The link "${setting.link}" is applied to them; for probabilities say link: "none".`,
        ]
      : []),
    ...(layoutGiven || !looksChannelsFirst(setting) ? [] : [layoutNote(setting)]),
  ];
}

/** A network that knows nothing yet puts out equal numbers, which are no sign of anything. */
function looksLikeProbabilities(logits: FloatArray, setting: Setting): boolean {
  if (setting.link === "none" || logits.length < LEAST_LOGITS) return false;
  let differ = false;
  for (let i = 0; i < logits.length; i++) {
    if (!(logits[i] >= 0 && logits[i] <= 1)) return false;
    differ ||= logits[i] !== logits[0];
  }
  return differ && (setting.link === "sigmoid" || rowsSumToOne(logits, setting));
}

function rowsSumToOne(logits: FloatArray, setting: Setting): boolean {
  const index = valueIndex(setting);
  const pixels = pixelsPerImage(setting);
  for (let n = 0; n < setting.batch; n++) {
    for (let i = 0; i < pixels; i++) {
      let sum = 0;
      for (let c = 0; c < setting.channels; c++) sum += logits[index(n, i, c)];
      if (Math.abs(sum - 1) > ROW_TOLERANCE) return false;
    }
  }
  return true;
}

/** Few rows, then an image: [2, 3, 64, 64], or a single channel [2, 1, 48, 64]. */
function looksChannelsFirst({ layout, space, channels }: Setting): boolean {
  if (layout !== "channels-last" || space.length < 2) return false;
  const [first, ...rest] = [...space, channels];
  return rest.every((n) => n > first) && (first === 1 || rest[rest.length - 1] === rest[rest.length - 2]);
}

function layoutNote({ batch, space, channels }: Setting): string {
  return (
    `The shape [${[batch, ...space, channels].join(", ")}] is read as ${channels} channels of images of ${space.join("x")} pixels: ` +
    'if the second number counts the channels, say layout: "channels-first".'
  );
}
