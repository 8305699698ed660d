import { REPETITION_NOISE } from "../compare/rank-losses.ts";
import type { ComparisonResults, LossResult } from "../compare/results.ts";
import type { Estimate } from "../compare/statistics.ts";
import { html, type Markup } from "./html.ts";
import { lossName } from "./loss-name.ts";
import { lossColour } from "./palette.ts";

/** The ranking table: mean Dice drawn and in figures, then Dice and IoU of every class. */
export function ranking({ losses, data, settings }: ComparisonResults): Markup {
  const axis = axisOf(losses);
  const band = settings.seeds.length === 1 ? REPETITION_NOISE : 0;
  const rows = losses.map((result, index) => row(result, index, losses[0], axis, band));
  const classHeads = data.classes.map((name) => html`<th scope="col" class="number">${name}</th>`);
  return html`<div class="wide"><table class="ranking">
<thead>
<tr><th rowspan="2" scope="col">Loss</th><th rowspan="2" scope="col" class="scale"><span>mean Dice</span>${scaleLabels(axis)}</th>
<th colspan="${data.classes.length + 1}" scope="colgroup" class="group">Dice</th>
<th colspan="${data.classes.length + 1}" scope="colgroup" class="group">IoU</th></tr>
<tr><th scope="col" class="number first">mean</th>${classHeads}<th scope="col" class="number first">mean</th>${classHeads}</tr>
</thead>
<tbody>
${rows}
</tbody>
</table></div>
<p class="small">${explanation(data, band)}</p>`;
}

function explanation({ scored, classes }: ComparisonResults["data"], band: number): string {
  const means =
    scored.length === classes.length ? "Means are over all classes" : "Means leave the background out";
  const marks = band
    ? `the shaded strip reaches ${band} below the best: whatever lies in it is a tie`
    : "lines are 95 % intervals over trainings";
  return `Counts are added up over all held-back pixels before a score is taken. ${means}; ${marks}.`;
}

/** Ends of the drawn scale, in twentieths. */
interface Axis {
  readonly low: number;
  readonly high: number;
}

function axisOf(losses: readonly LossResult[]): Axis {
  const ends = losses.flatMap(({ dice }) => (dice ? [dice.low ?? dice.mean, dice.high ?? dice.mean] : []));
  if (ends.length === 0) return { low: 0, high: 1 };
  const low = Math.max(0, Math.floor((Math.min(...ends) - 0.01) * 20) / 20);
  const high = Math.min(1, Math.ceil((Math.max(...ends) + 0.01) * 20) / 20);
  return { low, high };
}

function scaleLabels({ low, high }: Axis): Markup {
  return html`<span class="ends"><span>${low.toFixed(2)}</span><span>${high.toFixed(2)}</span></span>`;
}

function row(result: LossResult, index: number, best: LossResult, axis: Axis, band: number): Markup {
  const name = html`<th scope="row">${lossName(result.loss, index, tag(result, best))}</th>`;
  if (!result.dice || !result.iou) {
    const columns = 3 + 2 * best.classDice.length;
    return html`<tr>${name}<td colspan="${columns}" class="muted">${divergedWhen(result)}</td></tr>`;
  }
  return html`<tr>${name}<td class="scale">${dot(result.dice, index, best, axis, band)}</td>
${figure(result.dice, "first")}${result.classDice.map((one) => figure(one))}${figure(result.iou, "first")}${result.classIou.map((one) => figure(one))}</tr>`;
}

function tag(result: LossResult, best: LossResult): Markup {
  const survivors = result.trials.filter(({ divergedAt }) => divergedAt === null).length;
  const some = survivors < result.trials.length && survivors > 0;
  const diverged = some ? html` <span class="tag">${divergedWhen(result)}</span>` : html``;
  if (result === best || !result.tied) return diverged;
  return html` <span class="tag">tie</span>${diverged}`;
}

function divergedWhen({ trials }: LossResult): string {
  const diverged = trials.filter(({ divergedAt }) => divergedAt !== null);
  const places = diverged.map(({ divergedAt, seed }) =>
    trials.length > 1 ? `step ${divergedAt} (seed ${seed})` : `step ${divergedAt}`,
  );
  return `diverged at ${places.join(", ")}`;
}

function figure({ mean, low, high }: Estimate, kind = ""): Markup {
  const interval = low === null ? "" : `95 % interval ${low.toFixed(3)} to ${high?.toFixed(3)}`;
  return html`<td class="number ${kind}" title="${interval}">${mean.toFixed(3)}</td>`;
}

const WIDTH = 160;
const HEIGHT = 22;

/** The mean as a dot on the common scale, its interval as a line, the strip of ties behind it. */
function dot(
  { mean, low, high }: Estimate,
  index: number,
  best: LossResult,
  axis: Axis,
  band: number,
): Markup {
  const place = (value: number) =>
    Math.round(
      1000 * ((Math.min(axis.high, Math.max(axis.low, value)) - axis.low) / (axis.high - axis.low)) * WIDTH,
    ) / 1000;
  const top = best.dice!.mean;
  const strip = html`<rect class="strip" x="${place(top - band)}" y="0" width="${place(top) - place(top - band)}" height="${HEIGHT}"/>`;
  const line =
    low === null || high === null
      ? html``
      : html`<line x1="${place(low)}" x2="${place(high)}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}" stroke="${lossColour(index)}" stroke-width="2"/>`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="mean Dice ${mean.toFixed(3)}">
${strip}<line class="rule" x1="0" x2="${WIDTH}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>${line}<circle cx="${place(mean)}" cy="${HEIGHT / 2}" r="5" fill="${lossColour(index)}"/></svg>`;
}
