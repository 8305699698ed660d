import { measureOf } from "../../compare/verdict/measures.ts";
import { html, type Markup } from "../../page/html.ts";
import { htmlPage } from "../../page/html-page.ts";
import { shown } from "../comparison/figures.ts";
import { breakable } from "../comparison/loss-label.ts";
import { comparisonBody } from "../comparison/render-comparison.ts";
import { verdictHead } from "../comparison/sections/verdict.ts";
import { stateTags } from "../comparison/state-tags.ts";
import { COMPARISON_STYLE } from "../comparison/style.ts";
import { type TableRow, table } from "../comparison/table.ts";
import type { Run } from "./run.ts";

/** Runs that no verdict can be made over, beside each other: why, all losses in one table, then each run as its own page shows it. */
export function renderRuns(runs: readonly Run[], reasons: readonly string[]): string {
  const [{ results }] = runs;
  const parts = runs.map(
    (run, k) => html`<div class="run"><p class="eyebrow">Run ${run.name}</p>${verdictHead(run.results, "h2")}
${comparisonBody(run, `run${k + 1}-`)}</div>`,
  );
  return htmlPage(
    `${runs.length} runs on ${results.data.name}`,
    COMPARISON_STYLE,
    html`<p class="eyebrow">Runs on ${results.data.name}: ${runs.map(({ name }) => name).join(", ")}</p>
<h1>${runs.length} runs beside each other, without a verdict over them</h1>
<p>Scores of different runs differ by more than the loss: each verdict below holds within its own run.</p>
<ul>${reasons.map((reason) => html`<li>${reason}.</li>`)}</ul>
${sideBySide(runs)}
${parts}
<footer>Made by segloss ${results.environment.segloss ?? ""}. The numbers are in the results.json of each run.</footer>`,
  );
}

function sideBySide(runs: readonly Run[]): Markup {
  const rows = runs.flatMap(({ name, results }) =>
    results.losses.map((result): TableRow => {
      const { loss, score, rate } = result;
      const { plan, verdict } = results;
      const interval =
        score && score.low !== null && score.high !== null
          ? `${shown(score.low)} to ${shown(score.high)}`
          : "-";
      const place = results.losses.indexOf(result);
      return {
        head: breakable(loss),
        cells: [
          name,
          shown(score?.mean),
          interval,
          verdict.winner === place
            ? "best of its run"
            : verdict.candidates.includes(place)
              ? "may be the best of its run"
              : "",
          `${measureOf(plan.rank).title}, ${plan.finals.steps} steps, ${plan.finals.folds} x ${plan.finals.repeats}${results.complete ? "" : ", partial"}`,
          String(rate),
          stateTags(result),
        ],
      };
    }),
  );
  const heads = [
    "run",
    "score",
    "95 % interval",
    "in its run",
    "measure, steps, folds x repeats",
    "rate",
    "trainings",
  ];
  return table(
    "Losses of all runs",
    "loss",
    heads.map((head, k) => ({ head, number: k === 1 || k === 2 })),
    rows,
  );
}
