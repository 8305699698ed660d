import { html, type Markup, markup } from "../../page/html.ts";
import { htmlPage } from "../../page/html-page.ts";
import { classColours, lossColour } from "../../page/palette.ts";
import { STYLE } from "../../page/style.ts";
import type { ScoreComparison } from "../../score/compare-scores.ts";
import { comparisonText } from "../../score/compare-scores.ts";
import { metricOfTitle } from "../../score/metric-choice.ts";
import type { MetricResult, ScoreResult } from "../../score/score-result.ts";
import { type ThresholdOutcome, thresholdText } from "../../score/thresholds.ts";
import type { WorstCase } from "../../score/worst-cases.ts";
import { histogram } from "./histogram.ts";
import { worstImages } from "./worst-images.ts";

/** The masks of one model, with what the page shows of them. */
export interface ScoredModel {
  readonly name: string;
  readonly result: ScoreResult;
  readonly worst: readonly WorstCase[];
  readonly notes: readonly string[];
  readonly problems: readonly string[];
  readonly outcomes: readonly ThresholdOutcome[];
}

export interface ScorePage {
  readonly truth: string;
  readonly models: readonly ScoredModel[];
  readonly comparisons: readonly ScoreComparison[];
  /** The command line that made it. */
  readonly command: string;
  readonly version: string;
}

const OWN_STYLE = `
.numbers th, .numbers td { padding: 4px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
.numbers thead th { font-size: 13px; font-weight: 500; color: var(--soft); }
.charts { display: flex; flex-wrap: wrap; gap: 12px 28px; }
.histogram { margin: 0; }
.worst th .small { display: block; font-weight: 400; white-space: normal; }
.worst tbody th { width: 240px; }
.worst img { width: 100%; max-width: 260px; min-width: 96px; height: auto; }
.wide + h3 { margin-top: 24px; }
.problems { font-size: 13px; }
.notmet { color: #c0392b; font-weight: 600; }
code { overflow-wrap: anywhere; }
@media (max-width: 600px) {
  main { padding: 20px 12px 48px; }
  h1 { overflow-wrap: anywhere; }
  .worst, .worst thead, .worst tbody { display: block; }
  .worst tr { display: grid; grid-template-columns: repeat(3, 1fr); }
  .worst thead td { display: none; }
  .worst tbody th { grid-column: 1 / -1; width: auto; padding-top: 12px; }
  .worst img { min-width: 0; }
}
`;

/** What was scored as one page that needs nothing else: no script, no font, no address. */
export function scorePage(page: ScorePage): string {
  const { models, comparisons, truth, command, version } = page;
  const title = `${models.map(({ name }) => name).join(", ")} against ${truth}`;
  return htmlPage(
    title,
    STYLE + OWN_STYLE,
    html`<p class="eyebrow">segloss score</p>
<h1>${title}</h1>
${models.map(summary)}
${comparisons.length > 0 ? comparison(comparisons) : html``}
${models.map((model, index) => section(model, index, page))}
<h2>What the metrics say</h2>
${meanings(models[0].result)}
<footer>Made by segloss ${version} with <code>${command}</code></footer>`,
  );
}

function summary({ name, result, problems, outcomes }: ScoredModel): Markup {
  const bestOf = (metric: string) => result.metrics.find((one) => one.metric === metric)!.best;
  const thresholds = outcomes.map(
    (outcome) =>
      html`<p class="${outcome.met ? "small" : "small notmet"}">${thresholdText(outcome, bestOf(outcome.threshold.metric))}</p>`,
  );
  const broken =
    problems.length > 0
      ? html`<p class="banner">${problems.length} files were not scored; they are listed below.</p>`
      : html``;
  return html`<p>${name}: ${result.images} ${result.images === 1 ? "image" : "images"}, ${result.pixels} pixels${result.unit ? `, distances in ${result.unit}` : ""}.</p>${broken}${thresholds}`;
}

function comparison(comparisons: readonly ScoreComparison[]): Markup {
  const rows = comparisons.map(({ metric, models, means, verdict }) => {
    const cells = models.map((_, k) => html`<td class="number">${shown(means[k])}</td>`);
    const { leader } = verdict;
    const lines = verdict.rows.map(
      ({ candidate, difference, low, high, word }) =>
        html`<div class="small">${models[leader!]} over ${models[candidate]}: ${shown(difference)} (${shown(low)} to ${shown(high)}), ${word}</div>`,
    );
    return html`<tr><th scope="row">${metric}</th>${cells}<td>${lines}</td></tr>`;
  });
  const heads = comparisons[0].models.map((name) => html`<th scope="col" class="number">${name}</th>`);
  return html`<h2>The models compared</h2>
${comparisons.map((one) => html`<p>${comparisonText(one)}</p>`)}
<div class="wide"><table class="numbers"><thead><tr><th scope="col">metric, mean of the images that all have</th>${heads}<th scope="col">differences, 95 % intervals over images</th></tr></thead><tbody>${rows}</tbody></table></div>
<p class="small">The models are as they are: intervals hold for images like these, and say nothing of training the same networks again.</p>`;
}

function section(model: ScoredModel, index: number, { models }: ScorePage): Markup {
  const { name, result, worst, problems } = model;
  const heading = models.length > 1 ? `${name}: ` : "";
  const colour = lossColour(index);
  const charts = result.metrics.map((metric, m) =>
    histogram(
      metric.metric,
      result.rows.flatMap(({ values }) => (values[m] === null ? [] : [values[m] as number])),
      colour,
    ),
  );
  const labels = result.labels.filter((label) => label !== 0);
  const colours = new Map(
    classColours(["background", ...labels.map(String)]).map((one, k) => [[0, ...labels][k], one]),
  );
  return html`<h2>${heading}scores</h2>
${scores(result)}
${perClass(result)}
<h2>${heading}how the images are spread</h2>
<div class="charts">${charts}</div>
${distributionsOfClasses(result, colour)}
<h2>${heading}worst images by ${result.metrics[0]?.metric ?? ""}</h2>
${worstImages({ cases: worst, metrics: result.metrics.map(({ metric }) => metric), colours })}
${notes(model.notes, problems)}`;
}

function scores({ metrics }: ScoreResult): Markup {
  const heads = ["metric", "data set", "mean of images", "95 % interval", "median", "worst tenth", "worst"];
  const rows = metrics.map(({ metric, dataset, overImages }) => {
    const interval = overImages?.interval;
    const cells = [
      shown(dataset),
      shown(overImages?.mean ?? null),
      interval ? `${shown(interval.low)} to ${shown(interval.high)}` : "-",
      ...[overImages?.median, overImages?.worstTenth, overImages?.worst].map((value) => shown(value ?? null)),
    ];
    return html`<tr><th scope="row">${metric}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
  });
  return html`<div class="wide"><table class="numbers"><thead><tr>${heads.map((head, k) => html`<th scope="col" class="${k ? "number" : ""}">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function perClass({ metrics, names = {} }: ScoreResult): Markup {
  const shownMetrics = metrics.filter(({ classes }) => classes.length > 1);
  if (shownMetrics.length === 0) return html``;
  const heads = shownMetrics.map(({ metric }) => html`<th scope="col" class="number">${metric}</th>`);
  const rows = shownMetrics[0].classes.map(({ label, images }, k) => {
    const cells = shownMetrics.map(
      ({ classes }) => html`<td class="number">${shown(classes[k].dataset ?? classes[k].overImages)}</td>`,
    );
    return html`<tr><th scope="row">${named(label, names)}</th><td class="number">${images}</td>${cells}</tr>`;
  });
  return html`<h3>Per class</h3><div class="wide"><table class="numbers"><thead><tr><th scope="col">class</th><th scope="col" class="number">images</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Where the classes were asked for, images have a value for each. */
function distributionsOfClasses({ metrics, rows, names = {} }: ScoreResult, colour: string): Markup {
  if (!rows.some((row) => row.classes)) return html``;
  const of = (m: number, metric: MetricResult) =>
    metric.classes.map(({ label }, k) =>
      histogram(
        `${metric.metric}, ${named(label, names)}`,
        rows.flatMap(({ classes }) =>
          typeof classes?.[m]?.[k] === "number" ? [classes[m][k] as number] : [],
        ),
        colour,
      ),
    );
  return html`<details><summary>Per class</summary><div class="charts">${metrics.flatMap((metric, m) => of(m, metric))}</div></details>`;
}

function named(label: number | string, names: Readonly<Record<string, string>>): string {
  const name = names[String(label)];
  return name === undefined ? String(label) : `${label} ${name}`;
}

function notes(said: readonly string[], problems: readonly string[]): Markup {
  const lines = [...said, ...problems];
  if (lines.length === 0) return html``;
  return html`<details${problems.length > 0 ? markup(" open") : ""}><summary>Notes and problems</summary><ul class="problems">${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

function meanings({ metrics }: ScoreResult): Markup {
  return html`${metrics.map(({ metric }) => {
    const { title, formula, use, reference, name } = metricOfTitle(metric);
    return html`<section class="formula"><h3>${title} (${name})</h3><p><code>${formula}</code></p><p class="small">${use} ${reference}</p></section>`;
  })}`;
}

function shown(value: number | null): string {
  if (value === null) return "-";
  if (!Number.isFinite(value)) return "infinite";
  return Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(4);
}
