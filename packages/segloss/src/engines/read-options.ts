import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, BOOLEAN, choice, listOf, TEXT } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { defaultLink, LINKS } from "../links/index.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss } from "../losses/loss.ts";
import type { Setting } from "../plan/setting.ts";
import type { CompileOptions } from "./engine.ts";

const OPTIONS: Readonly<Record<keyof CompileOptions, Kind>> = {
  shape: ANY,
  layout: ANY,
  link: ANY,
  targets: choice("indices", "soft"),
  weights: BOOLEAN,
  ignore: ANY,
  mask: BOOLEAN,
  live: listOf(TEXT, "a list of names"),
};

/**
 * Checks the options of `compile` and fills in the defaults; the link is that of the loss, when it has one.
 * @throws Error that says what was expected, what came and the remedy.
 */
export function readOptions(options: CompileOptions, loss?: Loss): Setting {
  checkOptions("compile", options, OPTIONS);
  const { shape, layout = "channels-last", targets = "indices", weights = false, mask = false } = options;
  checkShape(shape);
  if (layout !== "channels-last" && layout !== "channels-first") {
    throw new Error(`Unknown layout ${shown(layout)}: expected "channels-last" or "channels-first".`);
  }
  const channels = layout === "channels-last" ? shape[shape.length - 1] : shape[1];
  const space = layout === "channels-last" ? shape.slice(1, -1) : shape.slice(2);
  const link = options.link ?? (loss ? linkOf(loss) : null) ?? defaultLink(channels);
  checkLink(link);
  const ignore = readIgnore(options.ignore);
  if (targets === "soft" && ignore.length > 0) {
    throw new Error("ignore names labels, but the targets are soft: leave pixels out with a mask instead.");
  }
  // Made for the link of the channels and for a sigmoid beside it, as MONAI's DiceCELoss: its targets may overlap.
  const overlapping = loss?.terms.some((term) => term.link === "default");
  return {
    ...{ batch: shape[0], space, channels, layout, link, targets, weighted: weights, ignore, masked: mask },
    ...(overlapping && { overlapping }),
    ...(options.live && options.live.length > 0 && { live: [...new Set(options.live)] }),
  };
}

function checkShape(shape: unknown): asserts shape is readonly number[] {
  const got = shown(shape);
  if (!Array.isArray(shape) || shape.length < 3 || shape.length > 5) {
    throw new Error(`Expected a shape [batch, ...space, channels] with 1 to 3 spatial axes, got ${got}.`);
  }
  if (!shape.every((n) => Number.isInteger(n) && n > 0)) {
    throw new Error(`Every axis of the shape must be a whole number above 0, got ${got}.`);
  }
  if (!Number.isSafeInteger(shape.reduce((a, b) => a * b, 1)))
    throw new Error(`The shape must have fewer than 2^53 values, got ${got}.`);
}

function checkLink(link: unknown): void {
  const names = LINKS.map(({ name }) => name);
  if (!names.includes(link as (typeof names)[number]))
    throw new Error(`Unknown link ${shown(link)}: expected ${names.join(", ")}.`);
}

/** Labels are 32 bits wide, with a sign or without: 4294967295 is the -1 of arrays that have a sign. */
function readIgnore(given: CompileOptions["ignore"]): number[] {
  const labels: unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
  return labels.map((label) => {
    if (!Number.isInteger(label))
      throw new Error(`ignore must be whole labels such as 255, got ${shown(label)}.`);
    if ((label as number) < -(2 ** 31) || (label as number) >= 2 ** 32)
      throw new Error(`ignore must be labels of 32 bits, -2147483648 to 4294967295, got ${shown(label)}.`);
    return (label as number) | 0;
  });
}
