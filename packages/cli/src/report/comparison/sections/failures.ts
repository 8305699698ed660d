import { html } from "../../../page/html.ts";
import { countOf } from "../figures.ts";
import { lossLabel } from "../loss-label.ts";
import { failuresOf, STATES } from "../state-tags.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

export const failures: Section = {
  id: "failures",
  title: "Failures",
  render({ results: { losses } }) {
    const all = losses.reduce((sum, result) => sum + failuresOf(result), 0);
    const rising = losses.filter(({ states }) => states.rising > 0);
    const rows = losses.flatMap(({ loss, trials }, l) =>
      trials
        .filter(({ state }) => state !== "converged" && state !== "rising")
        .map(({ state, reason, repeat, fold, steps }) => ({
          head: lossLabel(loss, l),
          cells: [state, `${repeat + 1} / ${fold + 1}`, String(steps), reason ?? ""],
        })),
    );
    const trainings = losses.reduce((sum, { trials }) => sum + trials.length, 0);
    return html`<p>${all === 0 ? "None" : all} of ${countOf(trainings, "training")} failed. A failure is not left out of a mean: its images count with the constant prediction that it ended in, or with the worst one where there is no network.</p>
${rows.length > 0 ? table("Failed trainings", "loss", [{ head: "state" }, { head: "repeat / fold" }, { head: "steps", number: true }, { head: "why" }], rows) : ""}
${rising.length > 0 ? html`<p>Still rising at the end: ${rising.map(({ loss, states, trials }) => `${loss} (${states.rising} of ${trials.length})`).join(", ")}. With more steps they may score higher, so their place is that at this budget.</p>` : ""}
<ul class="small">${STATES.map(([state, means]) => html`<li>${state}: ${means}.</li>`)}</ul>`;
  },
};
