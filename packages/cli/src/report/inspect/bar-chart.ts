import { scaleLinear, scaleLog } from "d3-scale";
import { spread } from "../../inspect/summary/spread.ts";
import { html, type Markup } from "../../page/html.ts";

export interface BarChart {
  readonly title: string;
  /** What is counted: `images`, `objects`. */
  readonly counted: string;
  readonly values: readonly number[];
  readonly colour: string;
  /** Values over several orders of magnitude, all above 0, are drawn on a logarithmic axis. */
  readonly logarithmic?: boolean;
  readonly share?: boolean;
}

const WIDTH = 270;
const HEIGHT = 96;
const BINS = 24;
const LEFT = 40;
const BOTTOM = 22;

/** How values are distributed: bars over their range, counts at the side. */
export function barChart({ title, counted, values, colour, logarithmic = false, share }: BarChart): Markup {
  if (values.length === 0) return html``;
  const { least: low, median, most: high } = spread(values)!;
  const x = (logarithmic ? scaleLog() : scaleLinear())
    .domain(ends(low, high, logarithmic))
    .nice()
    .range([0, WIDTH]);
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((x(value) / WIDTH) * BINS))]++;
  const y = scaleLinear()
    .domain([0, Math.max(...counts)])
    .nice()
    .range([HEIGHT, 0]);
  const bars = counts.map((count, k) => {
    const [left, wide] = [(k * WIDTH) / BINS + 0.5, WIDTH / BINS - 1];
    return html`<rect x="${left}" y="${y(count).toFixed(1)}" width="${wide}" height="${(HEIGHT - y(count)).toFixed(1)}" fill="${colour}"></rect>`;
  });
  const format = share ? (value: number) => `${Number((100 * value).toPrecision(3))} %` : shown;
  const onAxis = share ? format : short;
  const ticks = (logarithmic ? decades(x.domain()) : x.ticks(4)).map(
    (value) =>
      html`<text x="${x(value).toFixed(1)}" y="${HEIGHT + 16}" text-anchor="middle">${onAxis(value)}</text>`,
  );
  const across = y
    .ticks(3)
    .filter(Number.isInteger)
    .map(
      (count) =>
        html`<path d="M0,${y(count)}H${WIDTH}" stroke="currentColor" opacity="0.12"></path><text x="-6" y="${y(count)}" dy="0.32em" text-anchor="end">${count.toLocaleString("en")}</text>`,
    );
  const label = `${title}: ${values.length} ${counted} from ${format(low)} to ${format(high)}, median ${format(median)}`;
  return html`<figure class="bars"><figcaption>${title}</figcaption>
<svg role="img" aria-label="${label}" viewBox="${-LEFT} -8 ${LEFT + WIDTH + 24} ${HEIGHT + BOTTOM + 8}" width="${LEFT + WIDTH + 24}" height="${HEIGHT + BOTTOM + 8}" font-family="system-ui, sans-serif" font-size="11" fill="currentColor">${across}${bars}${ticks}<path d="M0,${HEIGHT}H${WIDTH}" stroke="currentColor" opacity="0.4"></path></svg>
<figcaption class="small">${values.length.toLocaleString("en")} ${counted}, median ${format(median)}</figcaption></figure>`;
}

/** One value alone gets some room. */
function ends(low: number, high: number, logarithmic: boolean): [number, number] {
  if (low < high) return [low, high];
  return logarithmic ? [low / 2, high * 2] : [low - 0.5, high + 0.5];
}

function decades([low, high]: readonly number[]): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => 10 ** (first + k));
  return powers.length > 1 ? powers : [low, high];
}

function shown(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en");
}

/** Six decades stand side by side: `100k`. */
function short(value: number): string {
  return new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 }).format(value);
}
