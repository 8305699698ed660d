import type { Graph } from "../graph.ts";
import type { Maps } from "../maps.ts";
import type { Value } from "../value.ts";
import { channelsBeforeTaps } from "./weight-gradient/channels-before-taps.ts";
import type { Choice } from "./weight-gradient/choice.ts";
import { choose } from "./weight-gradient/choose.ts";
import type { Correlation } from "./weight-gradient/correlation.ts";
import { exchanged } from "./weight-gradient/exchanged.ts";

/** What the derivative with respect to a weight [K, C, taps, taps] follows from. */
export interface WeightGradient {
  /** The convolution's input [N, C, H, W]. */
  readonly input: Maps;
  /** The gradient at its output. */
  readonly gradient: Maps;
  readonly taps: number;
  readonly stride: number;
  /** Numbers in a block of the processor, where maps have several pixels in one. Default: as many as their blocks. */
  readonly lanes?: number;
}

/**
 * Derivative of a convolution with zero padding of half the kernel with respect to its weight. `choice` says how it is
 * computed; without it a rule of the shapes decides.
 */
export function convolutionWeightGradient(
  g: Graph,
  { input, gradient, taps, stride, lanes }: WeightGradient,
  choice?: Choice,
): Value {
  const correlation = { image: input, filter: gradient, taps, padding: (taps - 1) / 2, stride, lanes };
  const { form, filter } = choice ?? choose(correlation, g.device);
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
