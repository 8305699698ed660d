import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY } from "../door/kinds.ts";
import type { CompileOptions, FloatArray } from "./engine.ts";
import { readOptions } from "./read-options.ts";

/** Where a gradient was computed. */
export interface PredictedInputs extends Pick<CompileOptions, "link"> {
  /** Logits [batch, ...space, channels]. */
  readonly logits: FloatArray;
  /** Shape of the logits, channels last. */
  readonly shape: readonly number[];
}

const FLOATS: Kind = {
  expected: "a Float32Array or Float64Array",
  fits: (x) => x instanceof Float32Array || x instanceof Float64Array,
};

/**
 * Turns a gradient by the logits into the one by the probabilities, in place: what a loss asks of p itself, without the slope of the link, which
 * is nearly 0 where a network is sure, be it right or wrong.
 *
 * With the sigmoid dL/dp = dL/dz / (p (1 - p)). With the softmax dL/dp_c = dL/dz_c / p_c, which is the slope without its mean weighted by p: as the
 * probabilities of a pixel sum to 1, what all of its slopes have in common says nothing. Where dL/dz is 0, so is the result, also where
 * it is 0 because p (1 - p) is below the smallest number. With the link `none` the gradient is by p already.
 *
 * @param gradient of the logits' shape
 * @throws Error for arrays that do not fit the shape
 */
export function gradientByProbability(gradient: FloatArray, inputs: PredictedInputs): void {
  check("gradientByProbability: gradient", gradient, FLOATS);
  checkOptions("gradientByProbability", inputs, { logits: ANY, shape: ANY, link: ANY });
  const { logits, shape, link: stated } = inputs;
  check("gradientByProbability: logits", logits, FLOATS);
  const { channels, link } = readOptions({ shape, ...(stated !== undefined && { link: stated }) });
  const values = shape.reduce((a, b) => a * b, 1);
  for (const [name, array] of Object.entries({ gradient, logits }))
    if (array.length !== values)
      throw new Error(
        `gradientByProbability: ${name} must have ${values} values for this shape, got ${array.length}.`,
      );
  if (link === "sigmoid") bySigmoid(gradient, logits);
  if (link === "softmax") bySoftmax(gradient, logits, channels);
}

/** 1 / (p (1 - p)) = e^z + 2 + e^-z. */
function bySigmoid(gradient: FloatArray, logits: FloatArray): void {
  for (let i = 0; i < gradient.length; i++)
    if (gradient[i] !== 0) gradient[i] *= Math.exp(logits[i]) + 2 + Math.exp(-logits[i]);
}

/** 1 / p_c = sum_k e^(z_k - z_c). */
function bySoftmax(gradient: FloatArray, logits: FloatArray, channels: number): void {
  for (let i = 0; i < gradient.length; i++) {
    if (gradient[i] === 0) continue;
    const first = i - (i % channels);
    let sum = 0;
    for (let k = first; k < first + channels; k++) sum += Math.exp(logits[k] - logits[i]);
    gradient[i] *= sum;
  }
}
