import {
  type ConfusionMatrix,
  cohenKappa,
  confusionMatrix,
  expectedCost,
  falseNegativeRate,
  multiclassCorrelation,
  normalizedExpectedCost,
  recall,
  score,
  scoreMatrix,
} from "segloss/metrics";
import { labelsOf } from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import { notExpressible, type PeerCall } from "../../peer-library.ts";

type Costs = (truth: number, predicted: number) => number;

interface Options {
  readonly classes?: number;
  /** Of two classes: the cost of a miss, and of a false alarm. */
  readonly cost_fn?: number;
  readonly cost_fp?: number;
  /** Rows of the prediction, columns of the truth. */
  readonly ec_costs?: readonly (readonly number[])[];
  readonly weights?: readonly (readonly number[])[];
}

function matrixOf(each: PeerCase): ConfusionMatrix {
  const { predicted, truth } = labelsOf(each);
  return confusionMatrix(predicted, truth, { classes: Number(each.options.classes ?? 2) });
}

function costsOf({ options }: PeerCase): Costs | undefined {
  const { ec_costs: table, cost_fn, cost_fp } = options as Options;
  if (table) return (t, p) => table[p][t];
  if (cost_fn === undefined && cost_fp === undefined) return undefined;
  if (cost_fn === undefined || cost_fp === undefined)
    notExpressible("one cost given, the other from the shares");
  return (t) => (t === 1 ? cost_fn : cost_fp);
}

function kappa(each: PeerCase): number {
  const { weights } = each.options as Options;
  const isPower = (power: number) =>
    weights?.every((row, p) => row.every((w, t) => w === (p === t ? 0 : Math.abs(p - t) ** power))) ?? true;
  const power = [0, 1, 2].find(isPower) ?? notExpressible("weights that are no power of the distance");
  return scoreMatrix(cohenKappa, matrixOf(each), { power }) ?? Number.NaN;
}

/** The metrics of all classes at once, by the names of their methods. Costs are by default one over the shares. */
export const RELOADED_CLASSES = {
  balanced_accuracy: (each) => score(recall, matrixOf(each)).value ?? Number.NaN,
  matthews_correlation_coefficient: (each) =>
    scoreMatrix(multiclassCorrelation, matrixOf(each)) ?? Number.NaN,
  weighted_cohens_kappa: kappa,
  expected_cost(each) {
    const costs = costsOf(each);
    const matrix = matrixOf(each);
    return costs ? expectedCost(matrix, costs).cost : (score(falseNegativeRate, matrix).value ?? Number.NaN);
  },
  normalised_expected_cost(each) {
    const costs = costsOf(each);
    const matrix = matrixOf(each);
    return costs
      ? expectedCost(matrix, costs).normalized
      : (scoreMatrix(normalizedExpectedCost, matrix) ?? Number.NaN);
  },
} satisfies Readonly<Record<string, PeerCall>>;
