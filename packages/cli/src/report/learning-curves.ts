import type { ComparisonResults } from "../compare/results.ts";
import { html, type Markup } from "./html.ts";
import { type ChartLine, lineChart } from "./line-chart.ts";
import { lossColour } from "./palette.ts";

type Points = ChartLine["points"];

/** Dice on the held-back images and training loss against steps, as drawings that need no script. */
export function learningCurves({ losses, settings }: ComparisonResults): Markup {
  const curves = losses.map(({ loss, trials }, index) => ({
    ...{ loss, colour: lossColour(index) },
    dice: trials.map(({ curve }): Points => curve.map(({ step, dice }) => [step, dice])),
    training: trials.map(({ curve }): Points => curve.map((point) => [point.step, point.loss ?? Number.NaN])),
  }));
  const several = settings.seeds.length > 1;
  const dice = lineChart(
    curves.flatMap(({ colour, dice: trials }) => withMean(trials, colour, several)),
    {
      ...{ width: 640, height: 320, xTitle: "step", yTitle: "mean Dice" },
      label: "Mean Dice on held-back images against training steps, a line for each loss",
    },
  );
  const training = curves.map(({ loss, colour, training: trials }) =>
    lineChart(
      trials.map((points) => ({ colour, points })),
      {
        ...{ width: 240, height: 110, title: loss, ticks: { x: 4, y: 4 } },
        label: `Training loss of ${loss} against training steps`,
      },
    ),
  );
  return html`<figure class="wide">${legend(curves)}${dice}<figcaption>Mean Dice on the held-back images while training.${
    several ? " Strong lines are means over seeds, faint ones single trainings." : ""
  }</figcaption></figure>
<details><summary>Training losses</summary><figure class="wide">${training}<figcaption>Mean training loss since the point before; each loss has a scale of its own, so heights cannot be compared.</figcaption></figure></details>`;
}

function legend(curves: readonly { readonly loss: string; readonly colour: string }[]): Markup {
  return html`<p class="legend">${curves.map(
    ({ loss, colour }) =>
      html`<span class="key"><i class="swatch" style="background:${colour}"></i>${loss}</span>`,
  )}</p>`;
}

function withMean(trials: readonly Points[], colour: string, several: boolean): ChartLine[] {
  if (!several) return trials.map((points) => ({ colour, points }));
  return [...trials.map((points) => ({ colour, points, faint: true })), { colour, points: meanOf(trials) }];
}

/** The mean over the trainings that have a value at a step. */
function meanOf(trials: readonly Points[]): Points {
  const values = new Map<number, number[]>();
  for (const [step, value] of trials.flat()) values.set(step, [...(values.get(step) ?? []), value]);
  return [...values]
    .sort(([a], [b]) => a - b)
    .map(([step, all]) => [step, all.reduce((sum, value) => sum + value, 0) / all.length] as const);
}
