import { check } from "segloss/door";
import { sizeOf } from "../graph/value.ts";
import type { Parameter } from "./network.ts";
import { PARAMETERS } from "./parameters-kind.ts";
import { type Random, seededRandom } from "./random.ts";

function values({ shape, initial }: Parameter, random: Random): Float32Array {
  const data = new Float32Array(sizeOf(shape));
  if ("constant" in initial) return data.fill(initial.constant);
  if ("values" in initial) return Float32Array.from(initial.values);
  const bound = Math.sqrt(6 / initial.fanIn);
  const drawn = data.map(() => (2 * random() - 1) * bound);
  return initial.balanced ? balanced(drawn, shape[0]) : drawn;
}

/** The same less its mean, output by output. A single number would become 0, and stays. */
function balanced(weights: Float32Array, outputs: number): Float32Array {
  const each = weights.length / outputs;
  if (each === 1) return weights;
  for (let k = 0; k < outputs; k++) {
    const own = weights.subarray(k * each, (k + 1) * each);
    const mean = own.reduce((sum, weight) => sum + weight, 0) / each;
    for (let i = 0; i < each; i++) own[i] -= mean;
  }
  return weights;
}

/**
 * Initial values of all parameters, one after another. Weights are uniform in +-sqrt(6 / fanIn): variance 2 / fanIn, which
 * keeps the scale of the activations through ReLU layers (He et al., "Delving Deep into Rectifiers", 2015).
 */
export function initialise(parameters: readonly Parameter[], seed: number): Float32Array {
  check("initialise: parameters", parameters, PARAMETERS);
  const random = seededRandom(seed);
  const parts = parameters.map((parameter) => values(parameter, random));
  const all = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
