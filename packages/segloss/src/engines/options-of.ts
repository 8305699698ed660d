import { arrayKind } from "../door/array-kind.ts";
import type { Kind } from "../door/kind.ts";
import { ANY } from "../door/kinds.ts";
import type { CompileOptions, StepInputs } from "./engine.ts";

/** Options and data in one object. */
export interface OptionsAndData
  extends Omit<CompileOptions, "weights" | "mask" | "targets" | "live">,
    Omit<StepInputs, "gradient" | "parameters"> {}

/** They are looked at one by one where they are read. */
export const OPTIONS_AND_DATA: Readonly<Record<keyof OptionsAndData, Kind>> = {
  ...{ shape: ANY, layout: ANY, link: ANY, ignore: ANY },
  ...{ logits: ANY, targets: ANY, weights: ANY, mask: ANY, instances: ANY, maps: ANY, progress: ANY },
};

/** The options of `compile` for options and data of one call: what is there says what a step will be given. */
export function optionsOf(inputs: OptionsAndData): CompileOptions {
  const { shape, layout, link, ignore, weights, mask } = inputs;
  return {
    shape,
    targets: areSoft(inputs) ? "soft" : "indices",
    weights: weights !== undefined,
    mask: mask !== undefined,
    ...(layout !== undefined && { layout }),
    ...(link !== undefined && { link }),
    ...(ignore !== undefined && { ignore }),
  };
}

/** The kind of array says it; lists of plain numbers are soft where there are as many as logits of several classes. */
function areSoft({ targets, logits, shape, layout }: OptionsAndData): boolean {
  const kind = arrayKind(targets);
  if (kind !== "Array") return kind?.startsWith("Float") === true;
  const isBinary = Array.isArray(shape) && shape[layout === "channels-first" ? 1 : shape.length - 1] === 1;
  return !isBinary && targets.length === logits.length;
}
