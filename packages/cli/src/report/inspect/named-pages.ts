import { explain, formulaLatex, LOSSES, type LossFactory, parseFormula } from "segloss";
import { METRIC_KINDS, type MetricDescription, type MetricKind } from "segloss/metrics";
import { drawnFormula } from "../../page/formulas.ts";
import { html, type Markup, markup } from "../../page/html.ts";
import { letters } from "../../page/letters.ts";

/** What a page of the documentation says, short, for who has the report and not the documentation. */
export interface NamedPage {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** Guides that advice names, in short. */
const GUIDES: Readonly<Record<string, Omit<NamedPage, "id">>> = {
  "docs/inputs.md": {
    title: "Pixels that are left out",
    body: html`<p>One number of the masks may mean that a pixel belongs to no class: void, a border, what the annotator did not see. <code>--ignore 255</code> or <code>"ignore"</code> in classes.json names it. Such pixels are in no sum and no mean of a loss or a metric, and N is the number of the others; an image without any other pixel has no score.</p>`,
  },
  "docs/metrics/README.md": {
    title: "Scores of a class that few groups hold",
    body: html`<p>An image scores a class where its mask holds it: one without it counts neither as 0 nor as 1. The mean of a class is that of the few groups that hold it, and its interval is as wide as they differ. A fold whose training images lack the class cannot learn it, and no loss is blamed for that. More groups with the class decide more than another loss.</p>`,
  },
};

/** What the pages are read beside. */
export interface NamedPagesOptions {
  /** Channels of a network for these masks: formulas are those of so many. */
  readonly channels: number;
  /** Whether the masks number objects, which `score` has to be told. */
  readonly numbered: boolean;
}

/** Pages of the documentation such as `docs/losses/dice.md`, each once. */
export function namedPages(pages: readonly string[], options: NamedPagesOptions): NamedPage[] {
  return [...new Set(pages)].map((page) => {
    const id = nameOf(page);
    if (page in GUIDES) return { id, ...GUIDES[page] };
    const factory = LOSSES.find(({ definition }) => definition.name === id);
    if (factory && page.startsWith("docs/losses/")) return lossPage(id, factory, options);
    const kind = METRIC_KINDS.find(({ metrics }) => metrics.some(({ name }) => name === id));
    const metric = kind?.metrics.find(({ name }) => name === id);
    if (kind && metric && page.startsWith("docs/metrics/")) return metricPage(metric, kind, options);
    throw new Error(`${page} is the page of no loss and no metric, and no guide: add it to GUIDES.`);
  });
}

/** Links to what stands below. */
export function pageLinks(pages: readonly string[], named: readonly NamedPage[]): Markup {
  const links = pages.map((page) => {
    const { id, title } = named.find((one) => one.id === nameOf(page))!;
    return html`<a href="#${id}">${title}</a>`;
  });
  return markup(links.map((link) => link.markup).join(", "));
}

export function pageSections(named: readonly NamedPage[]): Markup {
  return html`${named.map(({ id, title, body }) => html`<section class="formula" id="${id}"><h3>${title}</h3>${body}</section>`)}`;
}

/** `docs/losses/soft-cl-dice.md` as `softClDice`; the page of a folder by the folder. */
function nameOf(path: string): string {
  const page = path.replace(/\/README\.md$/, ".md");
  const file = page.slice(page.lastIndexOf("/") + 1).replace(/\.md$/, "");
  return file.replace(/-./g, (pair) => pair[1].toUpperCase());
}

function lossPage(id: string, factory: LossFactory<never>, { channels }: NamedPagesOptions): NamedPage {
  const { title, summary, legend, use, emptyMask, special, reference } = factory.definition;
  const { latex, formula } = explain(factory(), { channels });
  const more = html`<p class="small"><code>npx segloss explain ${id}</code> prints gradient, derivation and passes.</p>`;
  return {
    ...{ id, title },
    body: html`<p>${summary}. ${withCode(use)}</p>${drawnFormula(latex, formula)}
${lines([...letters(legend, formula), ...special, `a mask without foreground: ${emptyMask}`])}
<p class="small">${reference}.</p>
${more}`,
  };
}

function metricPage(
  metric: MetricDescription,
  { ofLabels }: MetricKind,
  { numbered }: NamedPagesOptions,
): NamedPage {
  const { name: id, title, formula, latex, parameters, use, reference } = metric;
  const means = [
    ...(latex ? [`in words: ${formula}`] : []),
    ...(ofLabels ? ["P and T are the masks of prediction and truth"] : []),
    ...Object.entries(parameters).map(([name, { meaning }]) => `${name}: ${meaning}`),
  ];
  const tex = latex ?? formulaLatex(parseFormula(formula), { index: "i" });
  return {
    ...{ id, title },
    body: html`<p>${withCode(use)}</p>${drawnFormula(tex, formula)}
${lines(means)}
<p class="small">${reference}.</p>
<p class="small"><code>npx segloss score PREDICTIONS TRUTH --metrics ${id}${numbered ? " --labels instances" : ""}</code> measures it.</p>`,
  };
}

function lines(all: readonly string[]): Markup {
  return html`<ul class="small">${all.map((line) => html`<li>${withCode(line)}</li>`)}</ul>`;
}

/** Text with code between grave accents. */
function withCode(text: string): Markup {
  const parts = text.split("`").map((part, k) => (k % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
  return markup(parts.map((part) => part.markup).join(""));
}
