import { check } from "../door/check.ts";
import { choice } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { LINKS, type LinkName } from "../links/index.ts";
import { checkedLoss } from "./checked-loss.ts";
import type { Loss, Term, TermLink } from "./loss.ts";

/** The sum of losses: `sum(dice(), scale(0.5, focal()))`. One plan serves all its terms. */
export function sum(...losses: readonly Loss[]): Loss {
  const terms = losses.flatMap((loss) => checkedLoss(loss).terms);
  if (terms.length === 0) throw new Error("sum() needs at least one loss.");
  return { terms };
}

/** A loss times a finite factor. */
export function scale(factor: number, loss: Loss): Loss {
  if (!Number.isFinite(factor)) throw new Error(`scale() needs a finite factor, got ${shown(factor)}.`);
  return { terms: checkedLoss(loss).terms.map((term) => ({ ...term, weight: factor * term.weight })) };
}

/**
 * The loss made for one link: what a preset of another library carries. A loss of probabilities (link "none") is composed
 * with the link that makes them: `withLink(keras.Dice(), "sigmoid")` takes logits.
 * @throws Error when it is made for another one
 */
export function withLink(loss: Loss, link: TermLink): Loss {
  check("withLink: link", link, choice("default", ...LINKS.map(({ name }) => name)));
  const given = checkedLoss(loss);
  const own = linkOf(given);
  if (own !== null && own !== "none" && own !== link)
    throw new Error(`The loss is made for the link "${own}", not "${link}".`);
  const terms = given.terms.map((term) => ({ ...term, link, options: { ...term.options, link } }));
  return { terms };
}

/**
 * The link that the terms are made for; null when any will do, or that of the channels.
 * @throws Error when two terms are made for different ones
 */
export function linkOf(loss: Loss): LinkName | null {
  const { terms } = checkedLoss(loss);
  const links = [...new Set(terms.flatMap(({ link = "default" }) => (link === "default" ? [] : [link])))];
  if (links.length > 1) {
    throw new Error(
      `The terms of this sum are made for different links: ${links.join(", ")}. Compute each on its own, or say what makes probabilities of the logits: withLink(loss, "softmax").`,
    );
  }
  return links[0] ?? null;
}

/** The loss with the region of every term set: sums over each image, or over the batch. */
export function overRegion(loss: Loss, over: Term["over"]): Loss {
  check("overRegion: over", over, choice("image", "batch"));
  const options = (term: Term): Term["options"] => ({ ...term.options, over });
  return { terms: checkedLoss(loss).terms.map((term) => ({ ...term, over, options: options(term) })) };
}
