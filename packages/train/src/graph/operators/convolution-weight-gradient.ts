import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import { channelsBeforeTaps } from "./weight-gradient/channels-before-taps.ts";
import type { Choice } from "./weight-gradient/choice.ts";
import { choose } from "./weight-gradient/choose.ts";
import type { Correlation } from "./weight-gradient/correlation.ts";
import { exchanged } from "./weight-gradient/exchanged.ts";

/**
 * Derivative of a convolution with respect to its weight of the given shape [K, C, k, k], from its input [N, C, H, W] and the
 * gradient at its output. `choice` says how; without it a rule of the shapes decides.
 */
export function convolutionWeightGradient(
  g: Graph,
  input: Maps,
  gradient: Maps,
  [, , taps]: readonly number[],
  stride: number,
  choice?: Choice,
): Value {
  const correlation = { image: input, filter: gradient, taps, padding: (taps - 1) / 2, stride };
  const { form, filter } = choice ?? choose(correlation);
  if (filter === "gradient") return channelsBeforeTaps(g, build(g, correlation, form));
  if (stride !== 1) throw refusal(form, "stride 1 where the input is the filter");
  return exchanged(g, build(g, { ...correlation, image: gradient, filter: input }, form));
}

function build(g: Graph, correlation: Correlation, form: Choice["form"]): Value {
  const needed = form.needs(correlation);
  if (needed !== undefined) throw refusal(form, needed);
  return form.build(g, correlation);
}

const refusal = ({ name }: Choice["form"], needed: string) =>
  new RangeError(`The weight gradient in the form ${name} needs ${needed}; choose another form.`);
