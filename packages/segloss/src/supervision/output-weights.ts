import { check } from "../door/check.ts";
import { BOOLEAN, COUNT, NUMBERS } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";

/** Factors by name, as MONAI's DeepSupervisionLoss has them (its weight_mode), of the output `k`, the finest first. */
export type OutputWeightMode = "same" | "exp" | "two";

const MODES: Readonly<Record<OutputWeightMode, (k: number) => number>> = {
  same: () => 1,
  exp: (k) => Math.max(2 ** -k, 1 / 16),
  two: (k) => (k === 0 ? 1 : 1 / 2),
};

/**
 * Factors of the outputs of a network under deep supervision: those given or named, or 1, 1/2, 1/4, ...; divided by their
 * sum unless they are to be taken as they are.
 * @throws Error for a count that is not that of the outputs, and for factors below 0 or all 0
 */
export function supervisionWeights(
  weights: readonly number[] | OutputWeightMode | undefined,
  outputs: number,
  normalize = true,
): number[] {
  check("supervisionWeights: outputs", outputs, COUNT);
  check("supervisionWeights: normalize", normalize, BOOLEAN);
  if (weights !== undefined && typeof weights !== "string") check("outputWeights", weights, NUMBERS);
  const given = listed(weights, outputs);
  if (given.length !== outputs)
    throw new Error(
      `outputWeights must have one entry for each of the ${outputs} outputs, got ${given.length}.`,
    );
  const wrong = given.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  const sum = given.reduce((a, b) => a + b, 0);
  if (wrong !== undefined || sum === 0)
    throw new Error(
      `outputWeights must be numbers of at least 0, one of them above it; got ${shown(given)}.`,
    );
  return given.map((weight) => (normalize ? weight / sum : weight));
}

function listed(
  weights: readonly number[] | OutputWeightMode | undefined,
  outputs: number,
): readonly number[] {
  if (weights === undefined) return Array.from({ length: outputs }, (_, k) => 2 ** -k);
  if (typeof weights !== "string") return weights;
  if (!Object.hasOwn(MODES, weights))
    throw new Error(`outputWeights must be numbers, "same", "exp" or "two", got ${shown(weights)}.`);
  return Array.from({ length: outputs }, (_, k) => MODES[weights](k));
}
