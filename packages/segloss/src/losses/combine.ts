import type { Loss, Term } from "./loss.ts";

/** The sum of losses: `sum(dice(), scale(0.5, focal()))`. One plan serves all its terms. */
export function sum(...losses: readonly Loss[]): Loss {
  const terms = losses.flatMap((loss) => loss.terms);
  if (terms.length === 0) throw new Error("sum() needs at least one loss.");
  return { terms };
}

/** A loss times a finite factor. */
export function scale(factor: number, loss: Loss): Loss {
  if (!Number.isFinite(factor)) throw new Error(`scale() needs a finite factor, got ${factor}.`);
  return { terms: loss.terms.map((term) => ({ ...term, weight: factor * term.weight })) };
}

/** The loss with the region of every term set: sums over each image, or over the batch. */
export function overRegion(loss: Loss, over: Term["over"]): Loss {
  const options = (term: Term): Term["options"] => ({ ...term.options, over });
  return { terms: loss.terms.map((term) => ({ ...term, over, options: options(term) })) };
}
