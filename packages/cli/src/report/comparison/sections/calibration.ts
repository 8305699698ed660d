import type { LossResult } from "../../../compare/protocol/results.ts";
import { html, type Markup } from "../../../page/html.ts";
import { shown, signed } from "../figures.ts";
import { lossColour } from "../loss-colours.ts";
import { lossLabel } from "../loss-label.ts";
import { dot, drawnLine, plot, scaleOver } from "../plot.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

/** Pixels, sum of confidence, sum of right ones. */
type Bin = readonly [pixels: number, confidence: number, right: number];

export const calibration: Section = {
  id: "calibration",
  title: "Calibration",
  render({ results: { losses } }) {
    const known = losses
      .map((result, l) => ({ ...result, l, bins: pooled(result) }))
      .filter(({ bins }) => bins.length > 0);
    if (known.length === 0) return undefined;
    return html`<p class="small">Share of pixels that are right against the confidence of the network in them, over all test images. On the thin line a confidence of 0.9 is right in nine of ten; below it the network is surer than it should be. Small dots hold less than 1 % of the pixels.</p>
<div class="multiples">${known.map(({ loss, l, bins }) => diagram(loss, l, bins))}</div>
${table(
  "Expected calibration error (less is better)",
  "loss",
  [
    { head: "mean over images", number: true },
    { head: "of all pixels", number: true },
    { head: "confidence minus share that is right", number: true },
  ],
  known.map(({ loss, l, bins, measures }) => ({
    head: lossLabel(loss, l),
    cells: [shown(measures.ece?.mean), shown(calibrationError(bins)), signed(excess(bins))],
  })),
)}`;
  },
};

function pooled({ trials }: LossResult): Bin[] {
  const all = trials.flatMap(({ evidence }) => evidence.map(({ bins }) => bins));
  const length = Math.max(0, ...all.map((bins) => bins.length));
  return Array.from({ length }, (_, k): Bin => {
    const own = all.flatMap((bins) => (k < bins.length ? [bins[k]] : []));
    const total = (part: 0 | 1 | 2) => own.reduce((sum, bin) => sum + bin[part], 0);
    return [total(0), total(1), total(2)];
  }).filter(([pixels]) => pixels > 0);
}

function diagram(loss: string, l: number, bins: readonly Bin[]): Markup {
  const x = scaleOver([0, 1], "x");
  const y = scaleOver([0, 1], "y");
  const points = bins.map(([pixels, confidence, right]) => [confidence / pixels, right / pixels] as const);
  const all = bins.reduce((sum, [pixels]) => sum + pixels, 0);
  const dots = points.map((point, k) => dot(point, x, y, lossColour(l), bins[k][0] < 0.01 * all ? 4 : 8));
  const marks = [
    drawnLine(
      [
        [0, 0],
        [1, 1],
      ],
      x,
      y,
      { colour: "var(--soft)", width: 1, opacity: 0.6 },
    ),
    drawnLine(points, x, y, { colour: lossColour(l), width: 1.5 }),
    ...dots,
  ];
  const label = `Share right against confidence, ${loss}: ${points.map(([a, b]) => `${shown(b)} at ${shown(a)}`).join(", ")}`;
  return html`<figure><figcaption>${lossLabel(loss, l)}</figcaption>${plot({ x, y, ratio: "1 / 1", ticks: [4, 4], label }, marks)}</figure>`;
}

function calibrationError(bins: readonly Bin[]): number {
  const pixels = bins.reduce((sum, [n]) => sum + n, 0);
  return bins.reduce((sum, [, confidence, right]) => sum + Math.abs(confidence - right), 0) / pixels;
}

function excess(bins: readonly Bin[]): number {
  const pixels = bins.reduce((sum, [n]) => sum + n, 0);
  return bins.reduce((sum, [, confidence, right]) => sum + confidence - right, 0) / pixels;
}
