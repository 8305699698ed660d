import type { ComparisonResults } from "../../compare/protocol/results.ts";
import { measureOf } from "../../compare/verdict/measures.ts";
import { shown } from "./figures.ts";
import { imageScores } from "./image-scores.ts";

/** An image worth looking at, and the losses whose predictions tell something there (places in `losses`). */
export interface PictureChoice {
  readonly image: number;
  readonly losses: readonly number[];
  readonly why: string;
}

/** Images where losses differ most. */
const SPREAD = 4;
/** Losses shown of one image. */
const MOST_LOSSES = 6;

/**
 * From the evidence alone: the images where the losses differ most, each with the best and the worst of them and the leaders, and the worst image of each
 * loss beside the leader. An image that is chosen twice stands once, with all reasons.
 */
export function choosePictures(results: ComparisonResults): PictureChoice[] {
  const scores = imageScores(results);
  const scored = results.losses.map((_, l) => l).filter((l) => scores[l].some((score) => score !== null));
  if (scored.length === 0) return [];
  const choices = new Map<number, { losses: Set<number>; why: string[] }>();
  const choose = (image: number, losses: readonly number[], why: string) => {
    const known = choices.get(image) ?? { losses: new Set<number>(), why: [] };
    for (const loss of losses) if (known.losses.size < MOST_LOSSES) known.losses.add(loss);
    choices.set(image, { losses: known.losses, why: [...known.why, why] });
  };
  if (scored.length > 1)
    for (const { image, order } of mostSpread(results, scores, scored))
      choose(
        image,
        [order[0], order.at(-1)!, ...order.slice(1, -1).sort((a, b) => a - b)],
        spreadText(results, scores, image, order),
      );
  for (const loss of scored) {
    const image = worstImage(results, scores[loss]);
    const title = measureOf(results.plan.rank).title;
    choose(
      image,
      [loss, scored[0]],
      `worst image of ${results.losses[loss].loss} (${title} ${shown(scores[loss][image])})`,
    );
  }
  return [...choices].map(([image, { losses, why }]) => ({
    image,
    losses: [...losses].sort((a, b) => a - b),
    why: why.join("; "),
  }));
}

function direction({ plan }: ComparisonResults): number {
  return measureOf(plan.rank).best === "high" ? 1 : -1;
}

/** Images by the spread of their scores, each with its losses, best first. */
function mostSpread(
  results: ComparisonResults,
  scores: readonly (readonly (number | null)[])[],
  scored: readonly number[],
): { readonly image: number; readonly order: readonly number[] }[] {
  const sign = direction(results);
  const rated = results.data.images.flatMap((_, image) => {
    const known = scored.filter((l) => scores[l][image] !== null);
    if (known.length < 2) return [];
    const order = known.toSorted((a, b) => sign * (scores[b][image]! - scores[a][image]!));
    return [{ image, order, spread: Math.abs(scores[order[0]][image]! - scores[order.at(-1)!][image]!) }];
  });
  return rated.sort((a, b) => b.spread - a.spread || a.image - b.image).slice(0, SPREAD);
}

function spreadText(
  { losses, plan }: ComparisonResults,
  scores: readonly (readonly (number | null)[])[],
  image: number,
  order: readonly number[],
): string {
  const said = [order[0], order.at(-1)!].map((l) => `${shown(scores[l][image])} of ${losses[l].loss}`);
  return `the losses differ much: ${measureOf(plan.rank).title} ${said.join(", ")}`;
}

function worstImage(results: ComparisonResults, scores: readonly (number | null)[]): number {
  const sign = direction(results);
  const known = scores.map((_, image) => image).filter((image) => scores[image] !== null);
  return known.reduce((a, b) => (sign * scores[b]! < sign * scores[a]! ? b : a));
}
