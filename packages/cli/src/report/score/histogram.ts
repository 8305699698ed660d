import { scaleLinear } from "d3-scale";
import { html, type Markup } from "../../page/html.ts";

const WIDTH = 220;
const HEIGHT = 64;
const BINS = 20;

/** How one score an image is distributed: bars over the range of the values, with its ends and its median. */
export function histogram(title: string, values: readonly number[], colour: string): Markup {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0)
    return html`<figure class="histogram"><figcaption>${title}: no value</figcaption></figure>`;
  const x = scaleLinear().domain(ends(finite)).nice().range([0, WIDTH]);
  const [low, high] = x.domain();
  const counts = new Array<number>(BINS).fill(0);
  for (const value of finite) counts[Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))]++;
  const most = Math.max(...counts);
  const bars = counts.map((count, k) => {
    const height = (count / most) * HEIGHT;
    const [left, wide] = [(k * WIDTH) / BINS + 0.5, WIDTH / BINS - 1];
    return html`<rect x="${left}" y="${(HEIGHT - height).toFixed(1)}" width="${wide}" height="${height.toFixed(1)}" fill="${colour}"></rect>`;
  });
  const middle = [finite[(finite.length - 1) >> 1], finite[finite.length >> 1]];
  const median = (middle[0] + middle[1]) / 2;
  const infinite = values.length - finite.length;
  return html`<figure class="histogram"><figcaption>${title}</figcaption>
<svg role="img" aria-label="${title}: ${finite.length} images from ${shown(finite[0])} to ${shown(finite.at(-1)!)}, median ${shown(median)}" viewBox="0 0 ${WIDTH} ${HEIGHT + 18}" width="${WIDTH}" height="${HEIGHT + 18}" font-size="11" fill="currentColor">${bars}
<path d="M0,${HEIGHT}H${WIDTH}" stroke="currentColor" opacity="0.4"></path><path d="M${x(median).toFixed(1)},0V${HEIGHT}" stroke="currentColor" stroke-dasharray="3 3"></path>
<text x="0" y="${HEIGHT + 14}">${shown(low)}</text><text x="${WIDTH}" y="${HEIGHT + 14}" text-anchor="end">${shown(high)}</text></svg>
<figcaption class="small">median ${shown(median)}${infinite > 0 ? `, ${infinite} infinite` : ""}</figcaption></figure>`;
}

function ends(sorted: readonly number[]): [number, number] {
  const [low, high] = [sorted[0], sorted.at(-1)!];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
