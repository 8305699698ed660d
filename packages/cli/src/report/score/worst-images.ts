import { png } from "@segloss/io";
import { base64 } from "../../page/base64.ts";
import { html, type Markup } from "../../page/html.ts";
import { type Colour, cssColour } from "../../page/palette.ts";
import type { WorstCase } from "../../score/worst-cases.ts";

/** What is at a pixel: right, only predicted, only true, or one class for another. */
const RIGHT: Colour = [150, 160, 176];
const EXTRA: Colour = [232, 96, 76];
const MISSED: Colour = [66, 105, 208];
const CONFUSED: Colour = [224, 160, 0];
const GROUND: Colour = [24, 27, 33];
const LEFT_OUT: Colour = [66, 70, 80];

export interface WorstImagesInput {
  readonly cases: readonly WorstCase[];
  readonly metrics: readonly string[];
  /** Colour of each label that occurs. */
  readonly colours: ReadonlyMap<number, Colour>;
}

/** The worst images first: truth, prediction, and what is wrong where. */
export function worstImages({ cases, metrics, colours }: WorstImagesInput): Markup {
  if (cases.length === 0) return html`<p>No image has a wrong pixel.</p>`;
  const cells = cases.map((one) => {
    const { row, width, height, predicted, truth, slice } = one;
    const left = new Set(one.ignore);
    const mapped = (label: number): Colour => {
      if (left.has(label)) return LEFT_OUT;
      return label === 0 ? GROUND : (colours.get(label) ?? RIGHT);
    };
    const picture = (colourAt: (i: number) => Colour, alt: string) =>
      html`<td><img src="${dataUrl(colourAt, width, height)}" alt="${alt} of ${row.name}" width="${width}" height="${height}"></td>`;
    const values = metrics.map((metric, m) => `${metric} ${shown(row.values[m])}`).join(", ");
    return html`<tr><th scope="row">${row.name}<span class="small">${slice ? `slice ${slice.at + 1} of ${slice.of}, with the most wrong pixels; ` : ""}${values}</span></th>
${picture((i) => mapped(truth[i]), "truth")}${picture((i) => mapped(predicted[i]), "prediction")}${picture((i) => errorAt(predicted[i], truth[i], left, one.unlike?.[i] === 1), "errors")}</tr>`;
  });
  return html`<p class="legend">${[
    key(RIGHT, "right"),
    key(MISSED, "missed"),
    key(EXTRA, "extra"),
    key(CONFUSED, "another class"),
    key(LEFT_OUT, "ignored"),
  ]}</p>
<div class="wide"><table class="gallery worst"><thead><tr><td></td><th scope="col">truth</th><th scope="col">prediction</th><th scope="col">errors</th></tr></thead><tbody>${cells}</tbody></table></div>`;
}

function errorAt(predicted: number, truth: number, ignore: ReadonlySet<number>, unlike: boolean): Colour {
  if (ignore.has(truth)) return LEFT_OUT;
  if (unlike && predicted === truth) return CONFUSED;
  if (predicted === truth) return truth === 0 ? GROUND : RIGHT;
  if (truth === 0) return EXTRA;
  return predicted === 0 ? MISSED : CONFUSED;
}

function key(colour: Colour, name: string): Markup {
  return html`<span class="key"><span class="box" style="background:${cssColour(colour)}"></span>${name}</span>`;
}

function dataUrl(colourAt: (i: number) => Colour, width: number, height: number): string {
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) data.set(colourAt(i), 3 * i);
  const bytes = png.encode!({ data, width, height, depth: 1, channels: 3, bitDepth: 8, fullScale: 255 });
  return `data:image/png;base64,${base64(bytes)}`;
}

function shown(value: number | null): string {
  if (value === null) return "-";
  return Number.isFinite(value) ? value.toFixed(4) : "infinite";
}
