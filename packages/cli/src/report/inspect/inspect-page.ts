import { outputsOf } from "../../compare/protocol/outputs-of.ts";
import type { Advice } from "../../inspect/advice/advice-kind.ts";
import { percent } from "../../inspect/advice/numbers.ts";
import type { Inspection } from "../../inspect/inspection.ts";
import { spreadText } from "../../inspect/inspection-text.ts";
import type { SeenSet } from "../../inspect/see/seen-set.ts";
import { suggestedLosses } from "../../inspect/suggested-losses.ts";
import { html, type Markup, markup } from "../../page/html.ts";
import { htmlPage } from "../../page/html-page.ts";
import { type Colour, classColours, cssColour, lossColour } from "../../page/palette.ts";
import { STYLE } from "../../page/style.ts";
import { shellWord } from "../../terminal/shell-word.ts";
import { barChart } from "./bar-chart.ts";
import { type NamedPage, namedPages, pageLinks, pageSections } from "./named-pages.ts";
import { duplicateRows, extremes, pictureRow } from "./picture-rows.ts";

export interface InspectPage {
  readonly inspection: Inspection;
  readonly set: SeenSet;
  /** The command line that made it. */
  readonly command: string;
  readonly version: string;
  /** What was inspected, as it was typed. */
  readonly typed: string;
}

const OWN_STYLE = `
.numbers th, .numbers td { padding: 4px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
.numbers thead th { font-size: 13px; font-weight: 500; color: var(--soft); }
.share { min-width: 100px; }
.share span { display: block; height: 10px; border-radius: 2px; border: 1px solid var(--line); min-width: 2px; }
.charts { display: flex; flex-wrap: wrap; gap: 16px 32px; }
.bars { margin: 0; min-width: 0; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; margin: 12px 0; }
.card { margin: 0; min-width: 0; }
.card .two { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; }
.card img { width: 100%; height: auto; border-radius: 3px; image-rendering: pixelated; }
.card figcaption { color: var(--ink); overflow-wrap: anywhere; margin-top: 4px; }
.advice { padding: 12px 0; border-bottom: 1px solid var(--line); }
.advice ul { margin: 6px 0; padding-left: 20px; }
.advice li { margin: 4px 0; }
a { color: inherit; }
.formula ul { margin: 4px 0; padding-left: 20px; }
code { font-size: 14px; overflow-wrap: anywhere; }
.call { background: var(--raised); padding: 10px 12px; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.problems { font-size: 13px; padding-left: 20px; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  main { padding: 20px 12px 48px; }
  h1 { overflow-wrap: anywhere; }
  .pictures { grid-template-columns: 1fr; }
  .facts { grid-template-columns: 1fr; }
}
@media print {
  body, .small, code { font-size: 11px; }
  .wide { overflow: visible; }
  .formula math { font-size: 13px; }
  .numbers th, .numbers td, .numbers thead th { padding: 2px 5px; font-size: 10px; white-space: normal; }
  .share { min-width: 40px; }
  tr, figure, .advice, .formula { break-inside: avoid; }
}
`;

/** The inspection as one page that needs nothing else: no script, no font, no address. */
export async function inspectPage(page: InspectPage): Promise<string> {
  const { inspection, command, version } = page;
  const title = `${inspection.name} before training`;
  return htmlPage(
    title,
    STYLE + OWN_STYLE,
    html`<p class="eyebrow">segloss inspect</p>
<h1>${title}</h1>
${problems(inspection)}
${inspection.images.length > 0 ? await body(page) : html``}
<footer>Made by segloss ${version} with <code>${command}</code>. docs/inspect.md says how each figure is made.</footer>`,
  );
}

async function body({ inspection, set, typed }: InspectPage): Promise<Markup> {
  const colours = classColours(inspection.classes);
  const { most, least } = extremes(inspection);
  const named = namedPages(
    inspection.advice.flatMap(({ pages }) => pages),
    { channels: outputsOf(inspection, []).channels, numbered: inspection.objects.kind === "numbered" },
  );
  return html`${facts(inspection)}
<h2>Classes</h2>
${classTable(inspection, colours)}
${charts(inspection)}
<h2>Images with most foreground</h2>
${await pictureRow(set, inspection, most, colours)}
${least.length > 0 ? html`<h2>Images with least foreground</h2>${await pictureRow(set, inspection, least, colours)}` : html``}
<p class="small">Each image is shown from its own least value, black, to its largest, white, and beside it the classes of its mask.</p>
<h2>Duplicates</h2>
${await duplicateRows(set, inspection, colours)}
<h2>What follows for losses</h2>
${inspection.advice.map((one) => advice(one, named))}
<p>All of them in one comparison:</p>
<p class="call"><code>npx segloss compare ${shellWord(typed)} --losses "${suggestedLosses(inspection)
    .map(({ loss }) => loss)
    .join(", ")}"</code></p>
<h2>Losses and metrics named here</h2>
${pageSections(named)}`;
}

function problems({ problems: lines, images }: Inspection): Markup {
  if (lines.length === 0) return html``;
  return html`<p class="banner">${lines.length} ${lines.length === 1 ? "problem" : "problems"}: ${images.length > 0 ? "what can be read is inspected below." : "nothing is left to inspect."}</p>
<details ${lines.length <= 10 ? markup("open") : ""}><summary>Files that cannot be used</summary><ul class="problems">${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

type Fact = readonly [string, string];

function facts(inspection: Inspection): Markup {
  const { files, images, sizes, channels, grouping, pixels, empty, tiles, intensity, objects, notes } =
    inspection;
  const common = sizes.slice(0, 4).map(({ width, height, images: count }) => `${width}x${height} (${count})`);
  const list = (rows: readonly Fact[]) =>
    html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  const data: Fact[] = [
    ["images", files < images.length ? `${images.length} slices of ${files} files` : String(images.length)],
    [
      "sizes",
      sizes.length > common.length
        ? `${common.join(", ")} and ${sizes.length - common.length} more`
        : common.join(", "),
    ],
    ["groups", grouping.note],
    ...notes.map((note): Fact => ["note", note]),
  ];
  const values: Fact[] = [
    ["channels", channelText(inspection, channels)],
    [
      "stored values",
      `${intensity.stored.join(" to ")}${intensity.white === null ? ", measurements" : ` of ${intensity.white}`}`,
    ],
    ["images of one value", String(intensity.constant.length)],
    ["ignored pixels", percent(pixels.ignored / pixels.total)],
    [
      "images without foreground",
      `${empty.length} of ${images.length}; ${percent(tiles.empty / tiles.count)} of the tiles of ${tiles.size}x${tiles.size}`,
    ],
  ];
  const things: Fact[] = [
    [
      "count",
      `${objects.count}, ${objects.kind === "numbered" ? "numbered by the masks" : "connected parts of a class"}`,
    ],
    ["an image", spreadText(objects.perImage)],
    ["pixels of one", spreadText(objects.sizes)],
    ["pixels to the nearest", spreadText(objects.nearest)],
    ["touching pairs", `${objects.touching}; ${objects.near} objects with another within 10 pixels`],
  ];
  return html`<div class="facts"><section><h3>Images</h3>${list(data)}</section><section><h3>Values</h3>${list(values)}</section><section><h3>Objects</h3>${list(things)}</section></div>`;
}

function channelText({ intensity }: Inspection, channels: number): string {
  const each = intensity.channels.map(
    ({ mean, deviation, saturated }) =>
      `mean ${mean.toFixed(3)}, deviation ${deviation.toFixed(3)}${intensity.white === null ? "" : `, ${percent(saturated)} saturated`}`,
  );
  return `${channels}: ${each.join("; ")}`;
}

function classTable({ perClass, images }: Inspection, colours: readonly Colour[]): Markup {
  const heads = [
    "images",
    "pixels",
    "share",
    "share where it is",
    "mean width",
    "within 1 px",
    "within 2 px",
    "objects",
  ];
  const rows = perClass.map((one, label) => {
    const cells = [
      `${one.images} of ${images.length}`,
      one.pixels.toLocaleString("en"),
      percent(one.share),
      percent(one.shareWhereItIs),
      one.width === null ? "-" : one.width.toFixed(1),
      percent(one.within1),
      percent(one.within2),
      label === 0 ? "-" : one.objects.toLocaleString("en"),
    ];
    const bar = `width:${(100 * one.share).toFixed(2)}%;background:${cssColour(colours[label])}`;
    return html`<tr><th scope="row"><span class="key"><span class="box" style="background:${cssColour(colours[label])}"></span>${label} ${one.name}</span></th><td class="share"><span style="${bar}"></span></td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>`;
  });
  return html`<div class="wide"><table class="numbers"><thead><tr><th scope="col">class</th><th scope="col"></th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>
<p class="small">Mean width is four times the mean depth of the pixels of a class; within 1 and 2 px: the share of its pixels that are so near to another class.</p>`;
}

function charts({ images, objects }: Inspection): Markup {
  const foreground = images.map(({ pixels }) => {
    const known = pixels.reduce((a, b) => a + b, 0);
    return known > 0 ? 1 - pixels[0] / known : 0;
  });
  const nearest = objects.each.flatMap((one) => one.nearest ?? []);
  return html`<div class="charts">${[
    barChart({
      ...{ title: "Share of foreground", counted: "images", values: foreground, share: true },
      colour: lossColour(0),
    }),
    barChart({
      ...{ title: "Pixels of an object", counted: "objects", logarithmic: true, colour: lossColour(3) },
      values: objects.each.map(({ pixels }) => pixels),
    }),
    barChart({
      ...{ title: "Pixels to the nearest object", counted: "objects", values: nearest },
      ...{ logarithmic: true, colour: lossColour(6) },
    }),
  ]}</div>`;
}

function advice({ topic, finding, formula, losses, pages }: Advice, named: readonly NamedPage[]): Markup {
  return html`<section class="advice"><h3>${topic}</h3><p>${finding}</p>${formula === null ? html`` : html`<p class="small">${formula}.</p>`}
${losses.length > 0 ? html`<ul>${losses.map(({ loss, note }) => html`<li><code>${loss}</code><br><span class="small">${note}</span></li>`)}</ul>` : html``}
<p class="small">Read on: ${pageLinks(pages, named)}</p></section>`;
}
