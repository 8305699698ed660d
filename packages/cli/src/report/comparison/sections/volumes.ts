import { html } from "../../../page/html.ts";
import { shown } from "../figures.ts";
import { lossLabel } from "../loss-label.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

/** Of data that are slices: whole volumes, the mean and the worst. */
export const volumes: Section = {
  id: "volumes",
  title: "Volumes",
  render({ results: { losses }, pictures }) {
    const scored = losses.map((loss) =>
      (loss.volumes ?? []).flatMap(({ name, dice }) => (dice === null ? [] : [{ name, dice }])),
    );
    if (scored.every((of) => of.length === 0)) return undefined;
    return html`<p>The network sees slices, and the ranking is by slices. Here the counts of the slices of a volume are added up first; no interval is given.</p>
${table(
  "Dice of whole volumes",
  "loss",
  [
    { head: "volumes", number: true },
    { head: "mean", number: true },
    { head: "worst", number: true },
    { head: "which", number: false },
  ],
  losses.map((loss, l) => {
    const of = scored[l];
    if (of.length === 0) return { head: lossLabel(loss.loss, l), cells: ["0", "-", "-", "-"] };
    const worst = of.reduce((a, b) => (b.dice < a.dice ? b : a));
    const mean = of.reduce((sum, { dice }) => sum + dice, 0) / of.length;
    // Names stay at home with the pictures.
    const name = pictures.images.length > 0 ? worst.name : "-";
    return {
      head: lossLabel(loss.loss, l),
      cells: [String(of.length), shown(mean), shown(worst.dice), name],
    };
  }),
)}`;
  },
};
