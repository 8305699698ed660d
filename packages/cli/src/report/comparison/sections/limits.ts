import type { ScreenedLoss } from "../../../compare/protocol/results.ts";
import { listed } from "../../../compare/verdict/listed.ts";
import { measureOf } from "../../../compare/verdict/measures.ts";
import { networkText } from "../../../compare/verdict/network-text.ts";
import { html, type Markup } from "../../../page/html.ts";
import { countOf } from "../figures.ts";
import { TRANSFER, transferText } from "../transfer.ts";
import type { Section } from "../view.ts";

export const limits: Section = {
  id: "limits",
  title: "What this does not say",
  render({ results: { plan, verdict, data, complete, screen } }) {
    return html`<ul>
<li>${plan.finals.train ? ONE_SPLIT : FOLDS}</li>
${notScored(screen)}
<li>The network (${networkText(plan.network)}) is one of many and was trained for ${plan.finals.steps} steps. A larger network, or a longer training, may order the losses differently. ${transferText(TRANSFER)}</li>
<li>${rateText(plan.screen.rates)}; other settings (optimiser, augmentation, crop size) were the same for every loss and tuned for none.</li>
<li>The losses are ranked by ${measureOf(plan.rank).title} over ${listed(data.scored.map((c) => data.classes[c]))}. What matters to you may be another measure or one class: choose it before the trainings (--rank).</li>
${plan.finals.train ? "" : html`<li>The difference of a winner is a little too large on average, since it was selected for being large; intervals hold for the number of repeats that was planned (${plan.finals.repeats}).</li>`}
${verdict.word === "candidates" ? html`<li>A ${plan.budget} budget names candidates and no winner; ${plan.finals.train ? "segloss compare with --budget standard" : "--budget standard"} trains the losses that are in reach well enough to tell.</li>` : ""}
${complete ? "" : html`<li>It is partial: trainings of the plan are missing, and what they would say is not in these numbers.</li>`}
</ul>`;
  },
};

const FOLDS =
  "The verdict is about trainings on sets of this collection and size, on images like these, at this budget. All folds share training images, so no analysis of one set can see an effect that this very collection has on a loss: of named winners some would not be confirmed by another collection. With differences between collections half as large as those between trainings that is about one in eight comparisons with one repeat, and more with three.";
const ONE_SPLIT =
  "These are trainings on one split of one set, at this budget. Another split would have given other numbers, and other orders of losses that are near one another: how far they would differ is not in them, so nothing is said of who is better.";

/** Losses that the screen kept from being scored. */
function notScored(screen: readonly ScreenedLoss[]): Markup {
  const left = screen.filter(({ outcome }) => outcome === "left out").map(({ loss }) => loss);
  const out = screen.filter(({ outcome }) => outcome === "out of reach").map(({ loss }) => loss);
  if (left.length + out.length === 0) return html``;
  const parts = [
    ...(out.length > 0 ? [`${listed(out)} out of reach on the validation images`] : []),
    ...(left.length > 0 ? [`${listed(left)} in reach, and left out since the budget scores no more`] : []),
  ];
  return html`<li>The verdict is among the losses that were scored. Not scored: ${parts.join("; ")}.</li>`;
}

function rateText(rates: readonly number[]): string {
  if (rates.length > 1)
    return `Learning rates were chosen among ${countOf(rates.length, "value")}, by Dice on the images to choose on`;
  return `All losses were trained with the learning rate ${rates[0]}, which may suit one better than another`;
}
