import { type ScaleLinear, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html, type Markup, markup } from "./html.ts";

/** A line of a chart. */
export interface ChartLine {
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Drawn thin and pale, behind the others: one training among those of a mean. */
  readonly faint?: boolean;
}

export interface ChartOptions {
  /** Size of the plot without its axes, in pixels. */
  readonly width: number;
  readonly height: number;
  /** What the chart shows, for readers that hear it. */
  readonly label: string;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly title?: string;
  readonly ticks?: { readonly x: number; readonly y: number };
}

/** Room for the axes around the plot, in pixels. */
const LEFT = 56;
const BOTTOM = 40;
const RIGHT = 12;

type Scale = ScaleLinear<number, number>;

/** Lines over two axes as an SVG that needs no script and takes the colour of the text around it. */
export function lineChart(lines: readonly ChartLine[], options: ChartOptions): Markup {
  const { width, height, label, title } = options;
  const top = title ? 24 : 10;
  const points = lines.flatMap((one) => one.points);
  const x = scaleLinear()
    .domain(range(points.map(([value]) => value)))
    .nice()
    .range([0, width]);
  const y = scaleLinear()
    .domain(range(points.map(([, value]) => value)))
    .nice()
    .range([height, 0]);
  const size = [LEFT + width + RIGHT, top + height + BOTTOM];
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${size[0]} ${size[1]}" width="${size[0]}" height="${size[1]}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor"><g transform="translate(${LEFT},${top})">${
    title ? html`<text x="${width / 2}" y="-9" text-anchor="middle">${title}</text>` : ""
  }${axes(x, y, options)}${lines.toSorted((a, b) => Number(!a.faint) - Number(!b.faint)).map((one) => path(one, x, y))}</g></svg>`;
}

/** An interval that holds the values; where they are one number, some room around it. */
function range(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return low < high ? [low, high] : [low - 0.5 * (Math.abs(low) || 1), high + 0.5 * (Math.abs(high) || 1)];
}

function axes(
  x: Scale,
  y: Scale,
  { width, height, xTitle, yTitle, ticks = { x: 6, y: 6 } }: ChartOptions,
): Markup {
  const across = y
    .ticks(ticks.y)
    .map(
      (value) =>
        html`<g transform="translate(0,${round(y(value))})"><path d="M0,0H${width}" stroke="currentColor" opacity="0.12"></path><text x="-8" dy="0.32em" text-anchor="end">${y.tickFormat(ticks.y)(value)}</text></g>`,
    );
  const along = x
    .ticks(ticks.x)
    .map(
      (value) =>
        html`<g transform="translate(${round(x(value))},${height})"><path d="M0,0V5" stroke="currentColor" opacity="0.4"></path><text y="18" text-anchor="middle">${x.tickFormat(ticks.x)(value)}</text></g>`,
    );
  return html`${across}${along}<path d="M0,0V${height}H${width}" fill="none" stroke="currentColor" opacity="0.4"></path>${
    xTitle ? html`<text x="${width / 2}" y="${height + 35}" text-anchor="middle">${xTitle}</text>` : ""
  }${yTitle ? html`<text transform="translate(-42,${height / 2}) rotate(-90)" text-anchor="middle">${yTitle}</text>` : ""}`;
}

/** A value that is not finite interrupts the line. */
function path({ points, colour, faint }: ChartLine, x: Scale, y: Scale): Markup {
  const draw = line<readonly [number, number]>()
    .defined(([, value]) => Number.isFinite(value))
    .x(([value]) => x(value))
    .y(([, value]) => y(value))
    .digits(1);
  return html`<path d="${markup(draw([...points]) ?? "")}" fill="none" stroke="${colour}" stroke-width="${faint ? 1 : 2.2}" stroke-linejoin="round" opacity="${faint ? 0.35 : 1}"></path>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
