import { parse, View } from "vega";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import type { ComparisonResults } from "../compare/results.ts";
import { html, type Markup, markup } from "./html.ts";
import { lossColour } from "./palette.ts";

/** A point of a curve as the charts read it. */
interface Row {
  readonly loss: string;
  readonly seed: number;
  readonly step: number;
  readonly value: number;
}

/** Dice on the held-back images and training loss against steps, as drawings that need no script. */
export async function learningCurves({ losses, settings }: ComparisonResults): Promise<Markup> {
  const names = losses.map(({ loss }) => loss);
  const rowsOf = (value: "dice" | "loss"): Row[] =>
    losses.flatMap(({ loss, trials }) =>
      trials.flatMap(({ seed, curve }) =>
        curve.map((point) => ({ loss, seed, step: point.step, value: point[value] })),
      ),
    );
  const several = settings.seeds.length > 1;
  const dice = await draw(diceChart(rowsOf("dice"), names, several));
  const training = await draw(lossCharts(rowsOf("loss"), names));
  return html`<figure class="wide">${dice}<figcaption>Mean Dice on the held-back images while training.${
    several ? " Strong lines are means over seeds, faint ones single trainings." : ""
  }</figcaption></figure>
<details><summary>Training losses</summary><figure class="wide">${training}<figcaption>Mean training loss since the point before; each loss has a scale of its own, so heights cannot be compared.</figcaption></figure></details>`;
}

const AXES = {
  labelColor: "currentColor",
  titleColor: "currentColor",
  domainColor: "currentColor",
  tickColor: "currentColor",
  gridColor: "currentColor",
  domainOpacity: 0.4,
  tickOpacity: 0.4,
  gridOpacity: 0.12,
  labelFontSize: 12,
  titleFontSize: 12,
  titleFontWeight: "normal" as const,
};
const CONFIG: Config = {
  background: "transparent",
  font: "system-ui, sans-serif",
  view: { stroke: null },
  axis: AXES,
  legend: {
    labelColor: "currentColor",
    titleColor: "currentColor",
    labelFontSize: 12,
    labelLimit: 0,
    symbolSize: 80,
    symbolOpacity: 1,
    symbolStrokeWidth: 2.2,
  },
  header: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 12 },
};

const STEPS = {
  field: "step",
  type: "quantitative",
  title: "step",
  axis: { tickCount: 6, grid: false },
} as const;

function colours(names: readonly string[], legend: boolean) {
  const scale = { domain: [...names], range: names.map((_, index) => lossColour(index)) };
  return { field: "loss", type: "nominal" as const, scale, ...(legend ? { title: null } : { legend: null }) };
}

function diceChart(values: readonly Row[], names: readonly string[], several: boolean): TopLevelSpec {
  const y = { type: "quantitative", title: "mean Dice", scale: { zero: false } } as const;
  const color = colours(names, true);
  const single = {
    mark: { type: "line" as const, strokeWidth: 1, opacity: 0.3 },
    encoding: { x: STEPS, y: { ...y, field: "value" }, color, detail: { field: "seed" } },
  };
  const mean = {
    mark: { type: "line" as const, strokeWidth: 2.2 },
    encoding: { x: STEPS, y: { ...y, field: "value", aggregate: "mean" as const }, color },
  };
  return {
    description: "Mean Dice on held-back images against training steps, a line for each loss",
    width: 640,
    height: 320,
    config: CONFIG,
    data: { values: [...values] },
    layer: several ? [single, mean] : [mean],
  };
}

function lossCharts(values: readonly Row[], names: readonly string[]): TopLevelSpec {
  return {
    description: "Training loss against training steps, a small chart for each loss",
    config: CONFIG,
    data: { values: [...values] },
    columns: 3,
    facet: { field: "loss", type: "nominal", title: null, sort: [...names] },
    spec: {
      width: 240,
      height: 110,
      mark: { type: "line", strokeWidth: 1.6 },
      encoding: {
        x: STEPS,
        y: {
          field: "value",
          type: "quantitative",
          title: null,
          axis: { tickCount: 4 },
          scale: { zero: false },
        },
        color: colours(names, false),
        detail: { field: "seed" },
      },
    },
    resolve: { scale: { y: "independent" } },
  };
}

async function draw(spec: TopLevelSpec): Promise<Markup> {
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return markup(svg);
}
