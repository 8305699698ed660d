import { convolution } from "../../graph/operators/convolution.ts";
import type { Layer } from "./layer.ts";

/** A convolution of an odd size that keeps height and width. */
export function convolutionLayer(name: string, from: number, to: number, size: number, bias = true): Layer {
  const weight = {
    name: `${name}.weight`,
    shape: [to, from, size, size],
    initial: { fanIn: from * size ** 2 },
  };
  const shift = { name: `${name}.bias`, shape: [to], initial: { constant: 0 } };
  const parameters = bias ? [weight, shift] : [weight];
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(convolution, [x, ...parameters.map((entry) => parameter(entry.name))], { stride: 1 }),
  };
}
