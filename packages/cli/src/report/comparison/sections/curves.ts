import type { ComparisonResults, LossResult } from "../../../compare/protocol/results.ts";
import { html, type Markup } from "../../../page/html.ts";
import { countOf } from "../figures.ts";
import { lossColour } from "../loss-colours.ts";
import { lossLabel } from "../loss-label.ts";
import { drawnLine, type Points, plot, scaleOver } from "../plot.ts";
import type { Section } from "../view.ts";

export const curves: Section = {
  id: "curves",
  title: "Learning curves",
  render({ results }) {
    const { losses, plan } = results;
    if (losses.every(({ trials }) => trials.every(({ curve }) => curve.length === 0))) return undefined;
    const means = losses.map((one) => meanOf(one.trials.map(dicePoints)));
    const all = losses.flatMap((one) => one.trials.flatMap(dicePoints));
    const x = scaleOver([0, ...all.map(([step]) => step)], "x");
    const y = scaleOver(
      all.map(([, value]) => value),
      "y",
    );
    const ownChart = losses.map((one, l) => chartOf(one, l, means[l], x, y));
    const lines = means.map((points, l) =>
      drawnLine(points, x, y, { colour: lossColour(l), ...dashesOf(l) }),
    );
    return html`<p class="small">Mean Dice over the scored classes while training, counts pooled over crops of ${countOf(plan.validation.length, "validation image")}. No training saw those images and no score holds them; rates and losses were chosen on them, so these curves are not the scores of the ranking.${partialNote(results)}</p>
<figure><p class="legend">${losses.map(({ loss }, l) => lossLabel(loss, l))}</p>${plot(
      {
        ...{ x, y, xTitle: "step", yTitle: "Dice of validation crops, mean over trainings" },
        label: `Mean Dice of validation crops against steps for ${losses.map(({ loss }) => loss).join(", ")}`,
      },
      lines,
    )}</figure>
<div class="multiples">${ownChart}</div>
<p class="small">Thin lines are single trainings (one a fold and repeat), the strong one their mean.</p>
<details><summary>Training losses</summary><div class="multiples">${losses.map(lossChart)}</div><p class="small">Mean loss since the point before. Each loss has a scale of its own, so heights cannot be compared.</p></details>`;
  },
};

function partialNote({ complete, losses }: ComparisonResults): string {
  if (complete) return "";
  return ` Partial: ${losses.map(({ loss, trials }) => `${trials.length} of ${loss}`).join(", ")}.`;
}

/** Losses of one colour are told apart by dashes. */
function dashesOf(index: number): { dashes?: string } {
  return index < 10 ? {} : { dashes: index < 20 ? "7 3" : "2 3" };
}

function dicePoints({ curve }: LossResult["trials"][number]): Points {
  return curve.map(({ step, dice }) => [step, dice] as const);
}

type Scales = Parameters<typeof drawnLine>[1];

function chartOf({ loss, trials }: LossResult, l: number, mean: Points, x: Scales, y: Scales): Markup {
  const colour = lossColour(l);
  const thin = trials.map((one) => drawnLine(dicePoints(one), x, y, { colour, width: 1, opacity: 0.45 }));
  const drawing = plot(
    {
      x,
      y,
      height: 130,
      ticks: [3, 4],
      label: `Dice of validation crops against steps, ${trials.length} trainings of ${loss}`,
    },
    [...thin, drawnLine(mean, x, y, { colour })],
  );
  return html`<figure><figcaption>${lossLabel(loss, l)}</figcaption>${drawing}</figure>`;
}

function lossChart({ loss, trials }: LossResult, l: number): Markup {
  const points = trials.map(({ curve }): Points => curve.map((one) => [one.step, one.loss] as const));
  const x = scaleOver([0, ...points.flat().map(([step]) => step)], "x");
  const y = scaleOver(
    points.flat().map(([, value]) => value),
    "y",
  );
  const lines = points.map((own) => drawnLine(own, x, y, { colour: lossColour(l), width: 1, opacity: 0.6 }));
  return html`<figure><figcaption>${lossLabel(loss, l)}</figcaption>${plot({ x, y, height: 110, ticks: [3, 3], label: `Training loss of ${loss} against steps` }, lines)}</figure>`;
}

/** The mean over the trainings that have a value at a step. */
function meanOf(trials: readonly Points[]): Points {
  const values = new Map<number, number[]>();
  for (const [step, value] of trials.flat())
    if (Number.isFinite(value)) values.set(step, [...(values.get(step) ?? []), value]);
  return [...values]
    .sort(([a], [b]) => a - b)
    .map(([step, own]) => [step, own.reduce((sum, value) => sum + value, 0) / own.length] as const);
}
