import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import type { ImageEvidence } from "../../src/compare/protocol/trial.ts";
import { describeLoss } from "../../src/compare/verdict/describe-loss.ts";
import { judgeLosses } from "../../src/compare/verdict/judge-losses.ts";
import { NINE } from "./made-cases.ts";
import { madeResults } from "./made-results.ts";

/** Results of two losses of which no network finds the lesion, which these images alone hold, and those `elsewhere`, on which nothing was tested. */
export function neverFound(
  holders: readonly number[],
  change: (results: ComparisonResults) => ComparisonResults = (same) => same,
  elsewhere: readonly number[] = [],
): ComparisonResults {
  const made = change(madeResults({ losses: NINE.slice(0, 2) }));
  const missing = (one: ImageEvidence) => ({
    ...one,
    tp: one.tp.with(2, 0),
    fn: one.fn.with(2, holders.includes(one.image) ? 50 : 0),
  });
  const { plan } = made;
  const having = [...holders, ...elsewhere];
  const data = {
    ...made.data,
    classImages: made.data.classImages.with(2, having.length),
    images: made.data.images.map((one, image) =>
      one.holds ? { ...one, holds: having.includes(image) ? [0, 1, 2] : [0, 1] } : one,
    ),
  };
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

/** As a version wrote them that kept no classes of images. */
export function asOlder(results: ComparisonResults): ComparisonResults {
  const images = results.data.images.map(({ holds: _, ...image }) => image);
  return { ...results, data: { ...results.data, images } };
}
