import { html } from "../../../page/html.ts";
import { shown, signed } from "../figures.ts";
import { lossColour } from "../loss-colours.ts";
import { lossLabel } from "../loss-label.ts";
import { dot, drawnLine, plot, pointText, scaleOver } from "../plot.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

const DICE_LINES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

export const precisionRecall: Section = {
  id: "precision-recall",
  title: "Precision and recall",
  render({ results: { losses } }) {
    const points = losses.flatMap(({ loss, measures: { precision, recall } }, l) =>
      typeof precision?.mean === "number" && typeof recall?.mean === "number"
        ? [{ loss, l, at: [recall.mean, precision.mean] as const }]
        : [],
    );
    if (points.length === 0) return undefined;
    const x = scaleOver(
      points.map(({ at }) => at[0]),
      "x",
    );
    const y = scaleOver(
      points.map(({ at }) => at[1]),
      "y",
    );
    const marks = points.map(({ at, l }) => dot(at, x, y, lossColour(l), 11));
    const text = clusters(points, x, y).map((own) => {
      const [at] = own.map((one) => one.at).sort((a, b) => b[0] - a[0]);
      return pointText(at, x, y, own.map(({ l }) => l + 1).join(" "));
    });
    return html`<p class="small">Means over images and scored classes. Losses to the right miss less, losses above predict less that is not there; on a thin line the Dice of the two is the same.</p>
<figure>${plot({ x, y, height: 320, xTitle: "recall", yTitle: "precision", label: `Precision against recall: ${points.map(({ loss, at }) => `${loss} ${shown(at[1])} against ${shown(at[0])}`).join("; ")}` }, [...DICE_LINES.map((dice) => equalDice(dice, x, y)), ...marks], text)}</figure>
${table(
  "Precision and recall",
  "loss",
  [
    { head: "precision", number: true },
    { head: "recall", number: true },
    { head: "recall minus precision", number: true },
  ],
  points.map(({ loss, l, at: [recall, precision] }) => ({
    head: lossLabel(loss, l),
    cells: [shown(precision), shown(recall), signed(recall - precision)],
  })),
)}`;
  },
};

type Scales = Parameters<typeof drawnLine>[1];

interface Place {
  readonly l: number;
  readonly at: readonly [recall: number, precision: number];
}

/** Places so near each other, in units of the drawing, that their texts would lie over one another. */
function clusters(places: readonly Place[], x: Scales, y: Scales): Place[][] {
  const near = (a: Place, b: Place) =>
    Math.abs(x(a.at[0]) - x(b.at[0])) < 45 && Math.abs(y(a.at[1]) - y(b.at[1])) < 50;
  return places.reduce<Place[][]>((known, place) => {
    const touched = known.filter((own) => own.some((one) => near(one, place)));
    return [...known.filter((own) => !touched.includes(own)), [...touched.flat(), place]];
  }, []);
}

/** Where 2 p r / (p + r) is `dice`, within the drawing. */
function equalDice(dice: number, x: Scales, y: Scales) {
  const [[left, right], [bottom, top]] = [x.domain(), y.domain()];
  const points = Array.from({ length: 61 }, (_, k) => {
    const recall = left + ((right - left) * k) / 60;
    const precision = (dice * recall) / (2 * recall - dice);
    const seen = 2 * recall > dice && precision >= bottom && precision <= top;
    return [recall, seen ? precision : Number.NaN] as const;
  });
  return drawnLine(points, x, y, { colour: "var(--soft)", width: 1, opacity: 0.5, dashes: "2 3" });
}
