import {
  calibration,
  kernelCalibrationError,
  type ProbabilityScores,
  pixelAveragePrecision,
  precisionAtSensitivity,
  type RankingMetric,
  ranking,
  rocAuc,
  sensitivityAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from "segloss/metrics";
import { probabilitiesOf } from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import type { PeerCall } from "../../peer-library.ts";

const binsOf = ({ options }: PeerCase): number =>
  Number(options.bins ?? options.bins_ece ?? options.bins_mce ?? 10);

/** A score of all classes together. */
const ofClasses =
  (of: (scores: ProbabilityScores) => number, how: "winner" | "class" = "winner"): PeerCall =>
  (each) => {
    const { probabilities, truth, classes } = probabilitiesOf(each);
    const all = calibration({ classes, bins: binsOf(each), of: how });
    return of(all.add(probabilities, truth).scores() as ProbabilityScores);
  };

/** A score of the probability of class 1, the last of two columns. */
const ofForeground =
  (of: (scores: ProbabilityScores) => number): PeerCall =>
  (each) => {
    const { probabilities, truth, classes } = probabilitiesOf(each);
    const foreground = probabilities.filter((_, i) => classes === 1 || i % classes === 1);
    const all = calibration({ classes: 1, bins: binsOf(each), of: "class" });
    return of(all.add(foreground, truth).scores() as ProbabilityScores);
  };

/** A metric of the order of the probabilities; `least` is the option that names the other rate. */
const ranked =
  (metric: RankingMetric, least?: string, parameters: Readonly<Record<string, number>> = {}): PeerCall =>
  (each) => {
    const { probabilities, truth } = probabilitiesOf(each);
    const given = least === undefined ? undefined : each.options[least];
    return metric.from(ranking({ classes: 1 }).add(probabilities, truth).curve(), {
      ...parameters,
      ...(given !== undefined && { least: Number(given) }),
    });
  };

/** The calls of MetricsReloaded that take probabilities. */
export const RELOADED_PROBABILITIES: Readonly<Record<string, PeerCall>> = {
  brier_score: ofClasses(({ brier }) => brier),
  root_brier_score: ofClasses(({ brier }) => Math.sqrt(brier)),
  negative_log_likelihood: ofClasses(({ logLoss }) => logLoss),
  logarithmic_score: ofClasses(({ logLoss }) => -logLoss),
  top_label_classification_error: ofClasses(({ topLabelCalibrationError }) => topLabelCalibrationError),
  class_wise_expectation_calibration_error: ofClasses(
    ({ expectedCalibrationError }) => expectedCalibrationError,
    "class",
  ),
  expectation_calibration_error: ofForeground(({ expectedCalibrationError }) => expectedCalibrationError),
  expected_calibration_error: ofForeground(({ expectedCalibrationError }) => expectedCalibrationError),
  maximum_calibration_error: ofForeground(({ maximumCalibrationError }) => maximumCalibrationError),
  kernel_calibration_error(each) {
    const { probabilities, truth, classes } = probabilitiesOf(each);
    const width = each.options.bandwidth_kce;
    return kernelCalibrationError(probabilities, truth, {
      classes,
      ...(width !== undefined && { width: Number(width) }),
    });
  },
  auroc: ranked(rocAuc),
  average_precision: ranked(pixelAveragePrecision, undefined, { lines: 1 }),
  sensitivity_at_specificity: ranked(sensitivityAtSpecificity, "value_specificity"),
  specificity_at_sensitivity: ranked(specificityAtSensitivity, "value_sensitivity"),
  sensitivity_at_ppv: ranked(sensitivityAtPrecision, "value_ppv"),
  ppv_at_sensitivity: ranked(precisionAtSensitivity, "value_sensitivity"),
};
