import { type ScaleLinear, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html, type Markup, markup } from "../../page/html.ts";

export type Scale = ScaleLinear<number, number>;

/** The drawing has 1000 units each way and is stretched over its box; text around it is HTML and keeps its size. */
const UNITS = 1000;

export interface PlotOptions {
  /** What is seen, for readers that hear it. */
  readonly label: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly xTitle?: string;
  readonly yTitle?: string;
  /** In pixels, or a ratio of the sides: `1 / 1`. */
  readonly height?: number;
  readonly ratio?: string;
  readonly ticks?: readonly [x: number, y: number];
}

/** A scale over the drawing that holds all values, with round ends. */
export function scaleOver(values: readonly number[], axis: "x" | "y"): Scale {
  const finite = values.filter(Number.isFinite);
  const [low, high] = finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)];
  const room = low < high ? 0 : 0.05 * (Math.abs(low) || 1);
  return scaleLinear()
    .domain([low - room, high + room])
    .nice(5)
    .range(axis === "x" ? [0, UNITS] : [UNITS, 0]);
}

/** Axes around marks. @param marks paths in units of the drawing @param text what stands at points of it */
export function plot(
  { label, x, y, xTitle, yTitle, height = 280, ratio, ticks = [5, 5] }: PlotOptions,
  marks: readonly Markup[],
  text: readonly Markup[] = [],
): Markup {
  const across = y.ticks(ticks[1]);
  const along = x.ticks(ticks[0]);
  const grid = across.map((value) => html`<path class="grid" d="M0,${round(y(value))}h${UNITS}"/>`);
  const labels = [
    ...across.map(
      (value) =>
        html`<span class="tick y" style="top:${share(y(value))}">${y.tickFormat(ticks[1])(value)}</span>`,
    ),
    ...along.map(
      (value) =>
        html`<span class="tick x" style="left:${share(x(value))}">${x.tickFormat(ticks[0])(value)}</span>`,
    ),
  ];
  return html`<div class="plot" role="img" aria-label="${label}">${yTitle ? html`<div class="title">${yTitle}</div>` : ""}<div class="area" style="${ratio ? `aspect-ratio:${ratio}` : `height:${height}px`}"><svg viewBox="0 0 ${UNITS} ${UNITS}" preserveAspectRatio="none" aria-hidden="true">${grid}<path class="frame" d="M0,0V${UNITS}H${UNITS}"/>${marks}</svg>${labels}${text}</div>${xTitle ? html`<div class="along">${xTitle}</div>` : ""}</div>`;
}

export interface LineStyle {
  readonly colour: string;
  readonly width?: number;
  readonly opacity?: number;
  readonly dashes?: string;
}

export type Points = readonly (readonly [x: number, y: number])[];

/** A line through points; one that is not finite interrupts it. */
export function drawnLine(points: Points, x: Scale, y: Scale, style: LineStyle): Markup {
  const { colour, width = 2.2, opacity = 1, dashes } = style;
  const draw = line<readonly [number, number]>()
    .defined(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    .x(([value]) => x(value))
    .y(([, value]) => y(value))
    .digits(1);
  return html`<path d="${draw([...points]) ?? ""}" fill="none" style="stroke:${colour}" stroke-width="${width}" stroke-linejoin="round" opacity="${opacity}"${markup(dashes ? ` stroke-dasharray="${dashes}"` : "")}/>`;
}

/** A round dot of `size` pixels, however the drawing is stretched: a line without length with round ends. */
export function dot([a, b]: Points[number], x: Scale, y: Scale, colour: string, size = 10): Markup {
  return html`<path d="M${round(x(a))},${round(y(b))}h0.01" style="stroke:${colour}" stroke-width="${size}" stroke-linecap="round"/>`;
}

/** Text beside a point. */
export function pointText([a, b]: Points[number], x: Scale, y: Scale, text: string): Markup {
  return html`<span class="mark" style="left:${share(x(a))};top:${share(y(b))}">${text}</span>`;
}

function share(units: number): string {
  return `${round((100 * units) / UNITS)}%`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
