import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import type { ImageEvidence } from "../../src/compare/protocol/trial.ts";
import { describeLoss } from "../../src/compare/verdict/describe-loss.ts";
import { judgeLosses } from "../../src/compare/verdict/judge-losses.ts";
import { NINE } from "./made-cases.ts";
import { madeResults } from "./made-results.ts";

/** Results of two losses of which no network finds the lesion, which these images alone hold; `elsewhere` more that nobody was tested on. */
export function neverFound(
  holders: readonly number[],
  change: (results: ComparisonResults) => ComparisonResults = (same) => same,
  elsewhere = 0,
): ComparisonResults {
  const made = change(madeResults({ losses: NINE.slice(0, 2) }));
  const missing = (one: ImageEvidence) => ({
    ...one,
    tp: one.tp.with(2, 0),
    fn: one.fn.with(2, holders.includes(one.image) ? 50 : 0),
  });
  const { plan } = made;
  const data = { ...made.data, classImages: made.data.classImages.with(2, holders.length + elsewhere) };
  const losses = made.losses.map((loss) => {
    const trials = loss.trials.map((trial) => ({ ...trial, evidence: trial.evidence.map(missing) }));
    return describeLoss({ ...loss, trials }, data);
  });
  return { ...made, data, ...judgeLosses(losses, plan, data) };
}

/** One split: fold 1 of the first repeat is tested, the rest is trained on. */
export function asSplit({ plan, losses, ...results }: ComparisonResults): ComparisonResults {
  const [fold] = plan.finals.fold;
  const images = (isMeant: (own: number) => boolean) =>
    fold.flatMap((own, image) => (isMeant(own) ? [image] : []));
  const finals = {
    ...{ ...plan.finals, folds: 1, repeats: 1, train: images((own) => own > 0) },
    fold: [fold.map((own) => (own === 0 ? 0 : -1))],
  };
  const tested = losses.map((loss) => ({ ...loss, trials: loss.trials.slice(0, 1) }));
  return { ...results, plan: { ...plan, finals }, losses: tested };
}
