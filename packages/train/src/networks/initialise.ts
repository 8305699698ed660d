import { check } from "segloss/door";
import { sizeOf } from "../graph/value.ts";
import type { Parameter } from "./network.ts";
import { PARAMETERS } from "./parameters-kind.ts";
import { type Random, seededRandom } from "./random.ts";

function values({ shape, initial }: Parameter, random: Random): Float32Array {
  const data = new Float32Array(sizeOf(shape));
  if ("constant" in initial) return data.fill(initial.constant);
  const bound = Math.sqrt(6 / initial.fanIn);
  return data.map(() => (2 * random() - 1) * bound);
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
