import type { Kind } from "../door/kind.ts";
import { choice, either, LABELS, listOf, TEXT } from "../door/kinds.ts";
import { LINKS } from "../links/index.ts";

/** Kinds of the options that losses and metrics share. */
export const TARGET_OPTIONS: Readonly<Record<"ignore" | "packed" | "link", Kind>> = {
  ignore: either(LABELS, choice("unlabelled")),
  packed: listOf(TEXT, "a list of names"),
  link: choice(...LINKS.map(({ name }) => name)),
};
