import { measureOf } from "../../../compare/verdict/measures.ts";
import { html } from "../../../page/html.ts";
import { shown } from "../figures.ts";
import { imageScores } from "../image-scores.ts";
import { lossLabel } from "../loss-label.ts";
import { imageName } from "../private-names.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

/** Quantiles of the images' scores that are shown. */
const TENTH = 0.1;

export const worst: Section = {
  id: "worst",
  title: "Worst images",
  render(view) {
    const { results } = view;
    const { title, best } = measureOf(results.plan.rank);
    const scores = imageScores(results);
    const rows = results.losses.flatMap(({ loss }, l) => {
      const known = scores[l].flatMap((score, image) => (score === null ? [] : [{ score, image }]));
      if (known.length === 0) return [];
      const sorted = known.sort((a, b) => (best === "high" ? a.score - b.score : b.score - a.score));
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))].score;
      const [{ image, score }] = sorted;
      const cells = [shown(score), imageName(view, image), shown(at(TENTH)), shown(at(0.5))];
      return [{ head: lossLabel(loss, l), cells }];
    });
    if (rows.length === 0) return undefined;
    return html`${table(
      `${title} of single images, mean over repeats`,
      "loss",
      [
        { head: "worst", number: true },
        { head: "of image" },
        { head: "worst tenth", number: true },
        { head: "median", number: true },
      ],
      rows,
    )}`;
  },
};
