import {
  aggregatedJaccard,
  averagePrecision,
  instanceCounts,
  instanceOverlaps,
  matchInstances,
  type OutlineCounts,
  outlineCounts,
} from "segloss/metrics";
import { labelsOf } from "../../metric-call.ts";
import { flat, type Nested, type PeerCase } from "../../peer-case.ts";
import { type Convention, notExpressible, type PeerLibrary } from "../../peer-library.ts";

/** Precision, recall and F score for each scale. */
function boundaryScores(each: PeerCase): Nested {
  const { scales } = each.options;
  if (scales === undefined) notExpressible("the case names no scales, for which the library has no default");
  const { predicted, truth, shape } = labelsOf(each);
  const counts = [scales].flat().map((scale) => outlineCounts(predicted, truth, shape, Number(scale)));
  return [precisionOf, recallOf, fScoreOf].map((score) => counts.map(score));
}

const precisionOf = ({ both, predicted }: OutlineCounts): number => both / (both + predicted);
const recallOf = ({ both, truth }: OutlineCounts): number => both / (both + truth);
const fScoreOf = ({ both, predicted, truth }: OutlineCounts): number =>
  (2 * both) / (2 * both + predicted + truth);

function apAndCounts(each: PeerCase): Nested {
  const { predicted, truth } = labelsOf(each);
  const overlaps = instanceOverlaps(predicted, truth);
  const thresholds = [each.options.threshold ?? [0.5, 0.75, 0.9]].flat().map(Number);
  const counts = thresholds.map((threshold) => instanceCounts(matchInstances(overlaps, { threshold })));
  return [
    thresholds.map((threshold) => averagePrecision([overlaps], [threshold])?.value ?? Number.NaN),
    ...(["tp", "fp", "fn"] as const).map((key) => counts.map((one) => one[key])),
  ];
}

const NO_SCORE: Convention = {
  why: "precision and recall are 0: their F score is NaN there, 0 here",
  applies: ({ call, expected }) => call === "boundary_scores" && flat(expected).some(Number.isNaN),
  here: ({ expected }) => flat(expected).map((value) => value || 0),
};

export const cellposeCases: PeerLibrary = {
  suite: "cellpose",
  calls: {
    "cellpose average_precision": apAndCounts,
    average_precision: apAndCounts,
    aggregated_jaccard_index(each) {
      const { predicted, truth } = labelsOf(each);
      const { intersection, union } = aggregatedJaccard(instanceOverlaps(predicted, truth), "cellpose");
      return intersection / union;
    },
    boundary_scores: boundaryScores,
  },
  conventions: [NO_SCORE],
};
