import { html } from "../../../page/html.ts";
import { countOf, percent, shown } from "../figures.ts";
import { lossLabel } from "../loss-label.ts";
import { type TableRow, table } from "../table.ts";
import type { Section } from "../view.ts";

const MEASURES = ["dice", "iou", "precision", "recall"] as const;
const TITLES: Readonly<Record<(typeof MEASURES)[number], string>> = {
  dice: "Dice",
  iou: "IoU",
  precision: "Precision",
  recall: "Recall",
};

export const classes: Section = {
  id: "classes",
  title: "Per class",
  render({ results: { losses, data } }) {
    const columns = data.classes.map((name, c) => ({
      head: data.scored.includes(c) ? name : `${name} (not in means)`,
      number: true,
    }));
    const of = (measure: (typeof MEASURES)[number]) => {
      const values = losses.map(({ measures }) => measures[measure]?.classes ?? []);
      const best = data.classes.map((_, c) => Math.max(...values.map((own) => own[c] ?? -1)));
      const rows = losses.map(
        ({ loss }, l): TableRow => ({
          head: lossLabel(loss, l),
          cells: data.classes.map((_, c) => shown(values[l][c])),
          best: data.classes.flatMap((_, c) =>
            losses.length > 1 && shown(values[l][c]) === shown(best[c]) ? [c] : [],
          ),
        }),
      );
      return table(
        `${TITLES[measure]} of each class, mean over the images that hold it`,
        "loss",
        columns,
        rows,
      );
    };
    const [first, ...others] = MEASURES;
    return html`<p class="small">${data.classes.map((name, c) => `${name}: ${percent(data.classShares[c])} of the pixels, in ${countOf(data.classImages[c], "image")}`).join("; ")}. An image without the class counts neither as 0 nor as 1.</p>
${of(first)}
<details><summary>IoU, precision and recall of each class</summary>${others.map(of)}</details>`;
  },
};
