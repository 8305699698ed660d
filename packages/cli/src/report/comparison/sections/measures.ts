import { MEASURES } from "../../../compare/verdict/measures.ts";
import { html } from "../../../page/html.ts";
import { shown } from "../figures.ts";
import { lossLabel } from "../loss-label.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

export const measures: Section = {
  id: "measures",
  title: "Other measures",
  render({ results: { losses, plan, data } }) {
    const there = MEASURES.filter(
      ({ name }) =>
        name !== plan.rank && losses.some((loss) => typeof loss.measures[name]?.mean === "number"),
    );
    if (there.length === 0) return undefined;
    const leading = there.map(({ name, best }) => {
      const values = losses.flatMap((loss) => loss.measures[name]?.mean ?? []);
      return best === "high" ? Math.max(...values) : Math.min(...values);
    });
    const units = (name: string) => (name === "hd95" ? `, ${data.unit}` : "");
    return html`<p class="banner">Exploratory: only the measure that was chosen to rank before the trainings has the 5 % guarantee. Of ${there.length} further measures some loss leads in each by chance.</p>
${table(
  "Means over images (scored classes that the truth holds; objects where the truth numbers them); best of each column bold",
  "loss",
  there.map(({ name, title, best }) => ({
    head: `${title}${units(name)} ${best === "high" ? "\u2191" : "\u2193"}`,
    number: true,
  })),
  losses.map((result, l) => ({
    head: lossLabel(result.loss, l),
    cells: there.map(({ name }) => figure(name, result.measures[name]?.mean)),
    best: there.flatMap(({ name }, k) =>
      losses.length > 1 && result.measures[name]?.mean === leading[k] ? [k] : [],
    ),
  })),
)}
<ul class="small">${there.map(({ title, says, best }) => html`<li>${title}: ${says}; ${best === "high" ? "more" : "less"} is better.</li>`)}</ul>`;
  },
};

/** Distances are in pixels or millimetres: two digits after the point say enough. */
function figure(name: string, value: number | null | undefined): string {
  return name === "hd95" && typeof value === "number" ? value.toFixed(2) : shown(value);
}
