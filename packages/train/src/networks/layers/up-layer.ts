import { transposedConvolution } from "../../graph/operators/transposed-convolution.ts";
import { upsampleNearest } from "../../graph/operators/upsample-nearest.ts";
import { chain } from "./chain.ts";
import { convolutionLayer } from "./convolution-layer.ts";
import type { Layer } from "./layer.ts";

const repeatLayer: Layer = {
  parameters: [],
  apply: (tape, x) => tape.apply(upsampleNearest, [x], undefined),
};

/** Doubles height and width: by a 2x2 transposed convolution, or by repeated pixels and a 3x3 convolution. */
export function upLayer(name: string, from: number, to: number, upsampling: "transposed" | "nearest"): Layer {
  if (upsampling === "nearest") return chain(repeatLayer, convolutionLayer(name, from, to, 3));
  const parameters = [
    { name: `${name}.weight`, shape: [from, to, 2, 2], initial: { fanIn: from } },
    { name: `${name}.bias`, shape: [to], initial: { constant: 0 } },
  ];
  return {
    parameters,
    apply: (tape, x, parameter) =>
      tape.apply(transposedConvolution, [x, ...parameters.map((entry) => parameter(entry.name))], undefined),
  };
}
