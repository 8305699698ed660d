import { check } from "../door/check.ts";
import { checkSpelling } from "../door/check-spelling.ts";
import { RECORD } from "../door/kinds.ts";
import { CLASS, type Expression, PIXEL, variesOver } from "../formula/expression.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import type { Loss, Term } from "../losses/loss.ts";
import { expand } from "../plan/expand.ts";
import { makePlan, termParts } from "../plan/plan.ts";
import { pixelsPerImage, type Setting } from "../plan/setting.ts";
import { checkInputs } from "./check-inputs.ts";
import { checkProgress } from "./check-progress.ts";
import { OPTIONS_AND_DATA, type OptionsAndData, optionsOf } from "./options-of.ts";
import { planFields } from "./plan-fields.ts";
import { readFloats } from "./read-floats.ts";
import { readInputs } from "./read-inputs.ts";
import { readOptions } from "./read-options.ts";
import { evaluate } from "./reference/evaluate.ts";
import { strides } from "./reference/operand.ts";
import { type RunData, symbolValues } from "./reference/symbol-values.ts";
import { validPixels } from "./valid-pixels.ts";

/** The values that a loss averages. */
export interface LossValues {
  /** The last axis of the shape fastest; pixels that are left out have 0. */
  readonly values: Float64Array;
  /** Some of the axes of the logits, in their layout: [batch, ...space, classes], [batch, classes], [batch], ... */
  readonly shape: readonly number[];
}

/**
 * The values that a loss is the average of, which other libraries return for `reduction="none"`: one for each pixel where
 * its formula is a mean (cross entropy, focal), else one for each image, or one for the batch; each times its pixel's weight,
 * and for each class that counts unless the formula adds them up. In float64. A loss that is trained on is one number:
 * `evaluate`.
 *
 * @throws Error when the parts of a sum have values of different shapes, and as `evaluate`
 *
 * @example lossValues(dice(), { logits, targets, shape: [8, 64, 64, 3] }).shape // [8, 3]
 */
export function lossValues(loss: Loss, inputs: OptionsAndData): LossValues {
  const { terms } = checkedLoss(loss);
  check("lossValues: inputs", inputs, RECORD);
  checkSpelling("lossValues", inputs, OPTIONS_AND_DATA);
  const parts = terms.map((term) => ({ term, ...valuesOfTerm(term, { terms }, inputs) }));
  const shape = parts[0].shape;
  const other = parts.find((part) => part.shape.join() !== shape.join());
  if (other) {
    throw new Error(
      `The parts of this sum have values of different shapes, [${shape.join(", ")}] and [${other.shape.join(", ")}]: ask for those of each part.`,
    );
  }
  const at = (i: number): number => parts.reduce((sum, part) => sum + part.term.weight * part.values[i], 0);
  return { values: parts[0].values.map((_, i) => at(i)), shape };
}

function valuesOfTerm(term: Term, loss: Loss, inputs: OptionsAndData): LossValues {
  const { shape: _s, layout: _y, link: _l, ignore: _i, ...given } = inputs;
  const setting = readOptions(optionsOf(inputs), loss);
  if (term.ramp) throw new Error("lossValues: a ramp has no values of its own: ask for those of the loss.");
  const plan = makePlan({ terms: [term] }, setting);
  const read = readInputs({ ...given, logits: readFloats("logits", given.logits) }, setting);
  checkInputs(read, setting, plan.maps);
  checkProgress(read.progress, plan);
  const valid = validPixels(read, setting);
  const data: RunData = { plan, inputs: read, valid, fields: planFields(plan, read, valid), gradient: null };
  return arranged(term, expand(termParts(term, setting, plan), plan.definitions), data);
}

/** Region by region into one array, in the layout of the logits. */
function arranged(term: Term, parts: Expression, data: RunData): LossValues {
  const { setting } = data.plan;
  const { batch, channels, space, layout } = setting;
  const [ofPixels, ofClasses] = [variesOver(parts, PIXEL), variesOver(parts, CLASS)];
  const images = term.over === "image" ? 1 : batch;
  const rows = ofPixels ? batch : batch / images;
  const pixels = ofPixels ? pixelsPerImage(setting) : 1;
  const classes = ofClasses ? countedClasses(term, setting) : [0];
  const [perPixel, perClass] = strides(parts.axes, { classes: channels });
  const values = new Float64Array(rows * pixels * classes.length);
  const at = placing(layout, pixels, classes.length);
  for (let region = 0; region * images < batch; region++) {
    const found = regionValues(parts, region * images, images, data);
    const start = ofPixels ? region * images * pixels : region;
    for (let i = 0; i < (ofPixels ? images * pixels : 1); i++)
      for (const [k, c] of classes.entries()) values[at(start + i, k)] = found[i * perPixel + c * perClass];
  }
  const [axes, last] = [ofPixels ? space : [], ofClasses ? [classes.length] : []];
  return { values, shape: layout === "channels-last" ? [rows, ...axes, ...last] : [rows, ...last, ...axes] };
}

function regionValues(parts: Expression, first: number, images: number, data: RunData): Float64Array {
  const { setting } = data.plan;
  const pixels = images * pixelsPerImage(setting);
  const region = { first, last: first + images, share: images / setting.batch };
  const size = { pixels, classes: setting.channels, space: setting.space };
  return evaluate([parts], (name) => symbolValues(name, region, data, pixels), size, data.plan.kernels)[0];
}

/** Where the value of a class of a pixel stands, pixels counted over all rows. */
function placing(
  layout: Setting["layout"],
  pixels: number,
  classes: number,
): (pixel: number, k: number) => number {
  if (layout === "channels-last") return (pixel, k) => pixel * classes + k;
  return (pixel, k) => (Math.floor(pixel / pixels) * classes + k) * pixels + (pixel % pixels);
}

/** The classes that a list and `background` leave in. */
function countedClasses({ classes, background }: Term, { channels }: Setting): number[] {
  const all = Array.from({ length: channels }, (_, c) => c);
  return all.filter((c) => (background || c > 0) && (!Array.isArray(classes) || classes.includes(c)));
}
