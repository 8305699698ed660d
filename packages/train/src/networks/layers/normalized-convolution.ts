import type { Normalizing } from "../encoder-decoder.ts";
import { chain } from "./chain.ts";
import { convolutionLayer } from "./convolution-layer.ts";
import type { Layer } from "./layer.ts";
import { normalizationLayer } from "./normalization-layer.ts";

/** A convolution, and its normalisation where there is one, which has a shift in place of the bias. */
export function normalizedConvolution(
  name: string,
  from: number,
  to: number,
  size: number,
  { normalization }: Normalizing,
): Layer {
  if (normalization === "none") return convolutionLayer(name, from, to, size);
  return chain(
    convolutionLayer(name, from, to, size, false),
    normalizationLayer(`${name}.normalization`, to),
  );
}
