import type { ComparisonResults } from "../compare/results.ts";
import { html, type Markup } from "./html.ts";

/** Data, settings and surroundings: what is needed to repeat the comparison or to doubt it. */
export function facts(results: ComparisonResults): Markup {
  return html`<div class="facts">
<section><h3>Data</h3>${pairs(dataFacts(results))}</section>
<section><h3>Training</h3>${pairs(trainingFacts(results))}</section>
<section><h3>Surroundings</h3>${pairs(surroundings(results))}</section>
</div>`;
}

type Fact = readonly [string, string];

function pairs(facts: readonly Fact[]): Markup {
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function dataFacts({ data, settings }: ComparisonResults): Fact[] {
  const shares = data.classes.map((name, c) => `${name} ${percent(data.classShares[c])}`);
  return [
    ["set", data.name],
    ["classes, share of training pixels", shares.join(", ")],
    [
      "images",
      `${data.trainingImages} to train on, ${data.heldBackImages} held back, ${settings.size}x${settings.size}`,
    ],
    ["channels", String(data.channels)],
    ...data.notes.map((note): Fact => ["note", note]),
    ...(data.credit ? [["source", data.credit] as const] : []),
  ];
}

function trainingFacts({ settings, losses }: ComparisonResults): Fact[] {
  const { steps, epochs, batch, seeds, depth, width, parameters, learningRate } = settings;
  const split = losses.filter(({ trials }) => trials.some(({ engine }) => engine !== "in graph"));
  return [
    [
      "network",
      `U-Net, ${depth} resolutions, ${width} channels at the first, ${parameters.toLocaleString("en")} parameters`,
    ],
    [
      "optimiser",
      `Adam, learning rate up to ${learningRate}, short rise, then half a cosine to 0; the same for every loss`,
    ],
    ["steps", `${steps} of ${batch} images (${epochs.toFixed(1)} epochs), flips and quarter turns`],
    ["seeds", seeds.join(", ")],
    ["the same for every loss", "initial weights, order of images, turns, number of steps"],
    ["assessed", "the weights of the last step; nothing was chosen by the held-back images"],
    ...(split.length > 0 ? [["beside the graph", split.map(({ loss }) => loss).join(", ")] as const] : []),
  ];
}

function surroundings({ environment, startedAt, seconds }: ComparisonResults): Fact[] {
  return [...Object.entries(environment), ["began", startedAt], ["took", duration(seconds)]];
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${seconds.toFixed(0)} s` : `${(seconds / 60).toFixed(1)} min`;
}
