import { isTrainedOn } from "../../../compare/protocol/is-trained-on.ts";
import type { Baseline, ComparisonResults, LossResult } from "../../../compare/protocol/results.ts";
import { classesOfImages, holdsOf } from "../../../compare/verdict/classes-of-images.ts";
import { measureOf } from "../../../compare/verdict/measures.ts";
import { misses } from "../../../compare/verdict/missed-classes.ts";
import { html, type Markup, markup } from "../../../page/html.ts";
import { againstLeader } from "../against-leader.ts";
import { chances } from "../chances.ts";
import { countOf, probability, shown, signed } from "../figures.ts";
import { lossColour } from "../loss-colours.ts";
import { lossLabel } from "../loss-label.ts";
import { dot, type Scale, scaleOver } from "../plot.ts";
import { stateTags } from "../state-tags.ts";
import { scrolling } from "../table.ts";
import type { Section } from "../view.ts";

export const ranking: Section = {
  id: "ranking",
  title: "Ranking",
  render({ results }) {
    const { losses, verdict, plan, baselines } = results;
    const scale = axisOf(results);
    const { title, best, says } = measureOf(plan.rank);
    const probabilities = chances(verdict);
    const behind = best === "high" ? "minus the leader" : "the leader minus it";
    const heads = [title, behind, ...(probabilities ? ["best with"] : []), "rate", "trainings"];
    const [low, high] = scale.domain();
    const rows = losses.map((loss, l) => row(results, loss, l, scale, heads));
    const floor = bestBaseline(results);
    const footer = floor === undefined ? html`` : baselineRow(results, floor, scale);
    return html`<p class="small">Mean ${title} over images (${says}; ${best === "high" ? "more is better" : "less is better"}). ${plan.finals.train ? "One split has no intervals." : "Lines are 95 % intervals over folds; whether two losses differ is said by their differences below, not by overlapping lines."}${probabilities ? " Best with: the probability of being the best, from the same trainings." : ""}${plan.reference ? ` Reference, chosen before anything was trained: ${plan.reference}.` : ""}</p>
${scrolling(
  "Ranking",
  html`<table class="table ranking"><caption>Losses, best first</caption><thead><tr><th scope="col">loss</th><th scope="col"><span class="ends"><span>${shown(low)}</span><span>${title}</span><span>${shown(high)}</span></span></th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows}
</tbody>${footer}</table>`,
)}
${missed(results)}${baselines.length === 0 ? "" : html`<p class="small">Last row, and dashed line where it is on the scale: the best constant prediction. A network that is not above it is of no more use than one class everywhere.</p>`}`;
  },
};

/** By every training that saw it and was tested on it. */
function missed({ losses, data, plan }: ComparisonResults): Markup {
  const holds = holdsOf(classesOfImages(losses, data), data);
  const alive = losses.filter(({ measures }) => measures.dice);
  const said = data.scored.flatMap((c) => {
    const who = alive.filter(({ trials }) => {
      const able = trials.filter(
        (trial) =>
          isTrainedOn(plan.finals, trial, c, holds) && trial.evidence.some(({ image }) => holds(image, c)),
      );
      return able.length > 0 && able.every((trial) => misses(trial, c));
    });
    if (who.length === 0) return [];
    const share = `${Number((100 * data.classShares[c]).toPrecision(2))} % of the pixels`;
    return [
      html`<p class="banner">${data.classes[c]}, ${share}, is missed by ${who.length === alive.length ? "every loss" : `${who.length} of ${countOf(alive.length, "loss", "losses")}`}.</p>`,
    ];
  });
  return html`${said}`;
}

function bestBaseline({ baselines, plan }: ComparisonResults) {
  const sign = measureOf(plan.rank).best === "high" ? 1 : -1;
  const known = baselines.filter(({ score }) => score !== null);
  return known.length === 0 ? undefined : known.reduce((a, b) => (sign * b.score! > sign * a.score! ? b : a));
}

function axisOf(results: ComparisonResults): Scale {
  const ends = results.losses.flatMap(({ score }) =>
    score ? [score.mean, score.low ?? score.mean, score.high ?? score.mean] : [],
  );
  const scale = scaleOver(ends, "x");
  const floor = bestBaseline(results)?.score ?? Number.NaN;
  const [low, high] = scale.domain();
  // A constant prediction far from all losses would press them into one dot.
  return floor > low - (high - low) && floor < high + (high - low) ? scaleOver([...ends, floor], "x") : scale;
}

function row(
  results: ComparisonResults,
  result: LossResult,
  l: number,
  scale: Scale,
  heads: readonly string[],
): Markup {
  const { verdict } = results;
  const { loss, note, score, rate } = result;
  const name = html`${lossLabel(loss, l)}${note !== null ? html`<div class="small">${note}</div>` : ""}`;
  const strip = score ? strips(results, result, l, scale) : html`<span class="muted">no network</span>`;
  const behind = againstLeader(verdict, l);
  const each = chances(verdict);
  const cells: (Markup | string)[] = [
    score ? html`<b>${shown(score.mean)}</b>${interval(score)}` : "-",
    html`${behind ? html`${signed(behind.difference)}${interval(behind, signed)}` : l === 0 ? "leader" : "-"} <span class="tag">${standingWord(results, l, behind?.word)}</span>`,
    ...(each ? [l in each ? probability(each[l]) : "-"] : []),
    String(rate),
    html`<span class="states">${stateTags(result)}</span>`,
  ];
  const whole = new Set(["trainings"]);
  return html`<tr><th scope="row">${name}</th><td class="strip">${strip}</td>${cells.map((cell, k) => html`<td class="${whole.has(heads[k]) ? "whole" : ""}"${markup(heads[k] ? ` data-head="${heads[k]}"` : "")}>${cell}</td>`)}</tr>`;
}

function standingWord({ verdict }: ComparisonResults, l: number, word: string | undefined): string {
  if (verdict.winner === l) return "best";
  if (word === "equivalent") return "equivalent to the leader";
  if (word === "worse") return "worse";
  if (verdict.late?.includes(l)) return "was still rising";
  return verdict.candidates.includes(l) ? "may be the best" : (word ?? "not compared");
}

type Ends = { readonly low: number | null; readonly high: number | null };

function interval({ low, high }: Ends, figure: (value: number) => string = shown): Markup {
  return low === null || high === null
    ? html``
    : html` <span class="small interval">${figure(low)} to ${figure(high)}</span>`;
}

/** Trainings as small dots, their mean as a large one, the interval as a line. */
function strips(results: ComparisonResults, { score, trials }: LossResult, l: number, scale: Scale): Markup {
  const level = scaleOver([0, 1], "y");
  const { mean, low, high } = score!;
  const colour = lossColour(l);
  const floor = bestBaseline(results)?.score ?? null;
  const single = results.plan.rank === "dice" ? trials.flatMap(({ dice }) => dice ?? []) : [];
  const [from, to] = scale.domain();
  const seen = single.filter((value) => value >= from && value <= to);
  const line =
    low === null || high === null
      ? ""
      : html`<path d="M${scale(low)},500H${scale(high)}" style="stroke:${colour}" stroke-width="2.5"/>`;
  return html`<svg class="dots" viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="${shown(mean)}${low === null ? "" : `, 95 % interval ${shown(low)} to ${shown(high)}`}"><path class="grid" d="M0,500H1000"/>${floor === null || floor < from || floor > to ? "" : html`<path class="frame" d="M${scale(floor)},0V1000" stroke-dasharray="3 3"/>`}${seen.map((value) => html`<g opacity="0.45">${dot([value, 0.5], scale, level, colour, 4)}</g>`)}${line}${dot([mean, 0.5], scale, level, colour, 11)}</svg>`;
}

function baselineRow({ data }: ComparisonResults, { class: c, score }: Baseline, scale: Scale): Markup {
  const [low, high] = scale.domain();
  const strip =
    score! < low || score! > high
      ? html`<span class="small">off the scale</span>`
      : html`<svg class="dots" viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="${shown(score)}"><path class="grid" d="M0,500H1000"/><path class="frame" d="M${scale(score!)},0V1000" stroke-dasharray="3 3"/></svg>`;
  return html`<tfoot><tr><th scope="row">${c === null ? "every region" : data.classes[c]} everywhere, without a network</th><td class="strip">${strip}</td><td data-head="constant prediction">${shown(score)}</td></tr></tfoot>`;
}
