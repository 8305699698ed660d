import { checkOptions } from "../door/check-options.ts";
import { type Kind, required } from "../door/kind.ts";
import { BOOLEAN, COUNT, choice, listOf, TEXT, WHOLE } from "../door/kinds.ts";
import { LINKS } from "../links/index.ts";
import type { Setting } from "./setting.ts";

const SPACE: Kind = {
  expected: "a list of 1 to 3 sizes in pixels",
  fits: (x) => Array.isArray(x) && x.length >= 1 && x.length <= 3 && x.every(COUNT.fits),
};

const OPTIONS: Readonly<Record<keyof Setting, Kind>> = {
  batch: required(COUNT),
  space: required(SPACE),
  channels: required(COUNT),
  layout: required(choice("channels-last", "channels-first")),
  link: required(choice(...LINKS.map(({ name }) => name))),
  targets: required(choice("indices", "soft")),
  weighted: required(BOOLEAN),
  ignore: required(listOf(WHOLE, "a list of whole labels")),
  masked: required(BOOLEAN),
  sizes: choice("fixed", "any"),
  overlapping: BOOLEAN,
  live: listOf(TEXT, "a list of names"),
};

/** @throws Error for a setting of the caller's own that lacks something */
export function checkSetting(setting: Setting): void {
  checkOptions("setting", setting, OPTIONS);
}
