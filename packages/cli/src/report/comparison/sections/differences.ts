import type { ComparisonResults } from "../../../compare/protocol/results.ts";
import { listed } from "../../../compare/verdict/listed.ts";
import { type Measure, measureOf } from "../../../compare/verdict/measures.ts";
import { minutesText } from "../../../compare/verdict/minutes-text.ts";
import { repeatsRange } from "../../../compare/verdict/repeats-range.ts";
import { wasRising } from "../../../compare/verdict/was-rising.ts";
import { html, type Markup } from "../../../page/html.ts";
import { standing } from "../against-leader.ts";
import { countOf, shown, signed } from "../figures.ts";
import { lossLabel } from "../loss-label.ts";
import { scrolling, table } from "../table.ts";
import type { Section } from "../view.ts";
import { partialBanner } from "./verdict.ts";

export const differences: Section = {
  id: "differences",
  title: "Differences of pairs",
  render({ results }) {
    const { verdict, losses, data, plan } = results;
    if (losses.length < 2) return undefined;
    const { title } = measureOf(plan.rank);
    const rests = html`<p class="small">${countOf(verdict.images, "image")}, ${countOf(verdict.folds, "fold")}, ${countOf(verdict.repeats, "repeat")} with ${verdict.repeats === 1 ? "its partition" : "a partition each"}.${results.complete ? "" : " Partial."}</p>`;
    if (verdict.pairs.length === 0)
      return html`${partialBanner(results)}<p>No pair was compared: ${plan.finals.train ? "the scores of one split have no interval" : "there are too few folds that all losses have finished"}.</p>${observers(results)}`;
    return html`${rests}
${scrolling(`Differences in ${title} of every pair of losses`, matrix(results))}
<p class="legend"><span class="key"><span class="box told" style="background:var(--told)"></span>told apart, all pairs considered together (Holm, 5 %): marked *</span><span class="key"><span class="box same" style="background:var(--same)"></span>equivalent within ${plan.margin}: marked =</span><span class="key"><span class="box"></span>cannot be told apart</span></p>
${together(results)}
${needed(results)}
${reference(results)}
${data.observers ? observers(results) : ""}`;
  },
};

function matrix({ losses, verdict, plan }: ComparisonResults): Markup {
  const heads = losses.map(
    ({ loss }, l) =>
      html`<th scope="col" abbr="${loss}"><span aria-hidden="true">${l + 1}</span><span hidden>${loss}</span></th>`,
  );
  const rows = losses.map(({ loss }, a) => {
    const cells = losses.map((_, b) => {
      const pair = verdict.pairs.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
      if (!pair) return html`<td></td>`;
      const { difference, low, high, word } = standing(pair, a);
      const kind = word === "equivalent" ? "same" : pair.apart ? "told" : "";
      const sign = word === "equivalent" ? " =" : pair.apart ? " *" : "";
      return html`<td class="${kind}" title="${signed(low)} to ${signed(high)}, p ${pair.p.toPrecision(2)}">${signed(difference)}${sign}</td>`;
    });
    return html`<tr><th scope="row">${lossLabel(loss, a)}</th>${cells}</tr>`;
  });
  return html`<table class="matrix"><caption>${captionOf(measureOf(plan.rank))}</caption><thead><tr><th scope="col">loss</th>${heads}</tr></thead><tbody>
${rows}
</tbody></table>`;
}

/** All differences are better above 0. */
function captionOf({ title, best }: Measure): string {
  const [first, second] = best === "high" ? ["row", "column"] : ["column", "row"];
  return `${title} of the ${first}'s loss minus that of the ${second}'s, better above 0`;
}

const STRICTER =
  "Stricter than the verdict: that asks only whether the winner is ahead of each other loss, at 5 % each, this list all pairs at once (Holm), so it may leave open what the verdict has decided.";

/** In words, loss by loss: from which of the others it cannot be told. */
function together({ losses, verdict, plan }: ComparisonResults): Markup {
  const lines = losses.flatMap(({ loss }, a) => {
    const others = verdict.pairs.filter((pair) => (pair.a === a || pair.b === a) && !pair.apart);
    if (others.length === 0) return [html`<li>${loss} is told apart from every other loss.</li>`];
    if (others.length === losses.length - 1)
      return [html`<li>${loss} cannot be told from any other loss.</li>`];
    const names = others.map((pair) => losses[pair.a === a ? pair.b : pair.a].loss);
    return [html`<li>${loss} cannot be told from ${listed(names, "or")}.</li>`];
  });
  const { winner } = verdict;
  const isStricter =
    winner !== null && verdict.pairs.some(({ a, b, apart }) => (a === winner || b === winner) && !apart);
  const note = isStricter ? html`<p class="small">${STRICTER}</p>` : "";
  // Verdicts of older files may call them worse.
  const isCalledWorse = (k: number) =>
    verdict.pairs.some(({ a, b, word }) => (a === k && word === "worse") || (b === k && word === "better"));
  const late = losses
    .filter(({ trials }, k) => wasRising(trials, plan) && !isCalledWorse(k))
    .map(({ loss }) => loss);
  const rising =
    late.length > 0
      ? html`<p class="small">${listed(late)} ${late.length === 1 ? "was" : "were"} still rising when the trainings ended, and ${late.length === 1 ? "is" : "are"} called worse than no other loss.</p>`
      : "";
  return html`<h3>Which losses cannot be told apart</h3>${note}${rising}<ul class="small">${lines}</ul>`;
}

function needed({ verdict, losses, plan }: ComparisonResults): Markup {
  const { needed: said, repeats: now, late = [] } = verdict;
  if (late.length > 0)
    return html`<h3>What would decide</h3><p>Longer trainings: ${listed(late.map((k) => losses[k].loss))} ${late.length === 1 ? "was" : "were"} still rising after ${plan.finals.steps} steps. <code>--steps ${2 * plan.finals.steps}</code> trains twice as long.</p>`;
  if (!said) return html``;
  const { kind, repeats, images, minutes, target, showsNow, against } = said;
  const { loss } = losses[against];
  const shows = `These trainings show a difference of ${shown(showsNow)} in four of five cases`;
  // More trainings are asked for where these do not show what is worth showing.
  if (showsNow <= target)
    return html`<h3>What would decide</h3><p>${shows}. That is enough for one of ${shown(target)}, which would be worth showing; the one to ${loss} seems to be smaller.</p>`;
  const what =
    kind === "repeats"
      ? `about ${repeats} repeats in all (${repeatsRange(repeats!, now)})`
      : kind === "images"
        ? `about ${images} images with ${repeats} repeats`
        : "more images and repeats than can be asked for";
  const time = minutes === null ? "" : `, some ${minutesText(minutes)} more`;
  return html`<h3>What would decide</h3><p>${shows}. To show ${shown(target)}, against ${loss}, it takes ${what}${time}.</p>`;
}

function reference({ verdict, losses, plan }: ComparisonResults): Markup {
  if (!verdict.againstReference || plan.reference === null) return html``;
  const { best } = measureOf(plan.rank);
  return html`<h3>Against ${plan.reference}, the reference</h3>${table(
    "Chosen before anything was trained; Holm over these comparisons",
    "loss",
    [{ head: best === "high" ? "minus reference" : "reference minus it", number: true }, { head: "" }],
    verdict.againstReference.map(({ loss, difference, word }) => ({
      head: lossLabel(losses[loss].loss, loss),
      cells: [signed(difference), word],
    })),
  )}`;
}

function observers({ data, losses, plan }: ComparisonResults): Markup {
  if (!data.observers) return html``;
  const { folder, dice, images } = data.observers;
  const best = losses[0]?.measures.dice?.mean;
  const beside = typeof best === "number" ? ` The leader's mean Dice is ${shown(best)}.` : "";
  return html`<h3>Two observers</h3><p>A second observer (${folder}) agrees with the truth to a mean Dice of <b>${shown(dice)}</b> on ${countOf(images, "image")}.${beside} Where losses differ by less than two people do, the masks do not say which is right${plan.rank === "dice" ? "" : "; this is Dice, not the measure that ranks"}.</p>`;
}
