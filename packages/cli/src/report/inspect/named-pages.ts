import { explain, formulaLatex, LOSSES, type LossFactory, parseFormula } from "segloss";
import { METRIC_KINDS, type MetricDescription } from "segloss/metrics";
import { drawnFormula } from "../../page/formulas.ts";
import { html, type Markup, markup } from "../../page/html.ts";

/** What a page of the documentation says, short, for who has the report and not the documentation. */
export interface NamedPage {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** The losses and metrics among pages such as `docs/losses/dice.md`, each once. Formulas are those of so many channels. */
export function namedPages(pages: readonly string[], channels: number): NamedPage[] {
  return [...new Set(pages)].flatMap((page) => {
    const name = nameOf(page);
    const factory = LOSSES.find(({ definition }) => definition.name === name);
    if (factory && page.startsWith("docs/losses/")) return [lossPage(name, factory, channels)];
    const metric = METRIC_KINDS.flatMap(({ metrics }) => [...metrics]).find((one) => one.name === name);
    if (metric && page.startsWith("docs/metrics/")) return [metricPage(metric)];
    return [];
  });
}

/** Pages to read on: links to what stands below, the path of what does not. */
export function pageLinks(pages: readonly string[], named: readonly NamedPage[]): Markup {
  const links = pages.map((page) => {
    const found = named.find(({ id }) => id === nameOf(page));
    return found ? html`<a href="#${found.id}">${found.title}</a>` : html`${page}`;
  });
  return markup(links.map((link) => link.markup).join(", "));
}

export function pageSections(named: readonly NamedPage[]): Markup {
  return html`${named.map(({ id, title, body }) => html`<section class="formula" id="${id}"><h3>${title}</h3>${body}</section>`)}`;
}

/** `docs/losses/soft-cl-dice.md` as `softClDice`. */
function nameOf(page: string): string {
  const file = page.slice(page.lastIndexOf("/") + 1).replace(/\.md$/, "");
  return file.replace(/-./g, (pair) => pair[1].toUpperCase());
}

function lossPage(id: string, factory: LossFactory<never>, channels: number): NamedPage {
  const { title, summary, legend, use, emptyMask, special, reference } = factory.definition;
  const { latex, formula } = explain(factory(), { channels });
  const letters = Object.entries(legend).map(([letter, meaning]) => `${letter}: ${meaning}`);
  const more = html`<p class="small"><code>npx segloss explain ${id}</code> prints gradient, derivation and passes.</p>`;
  return {
    ...{ id, title },
    body: html`<p>${summary}. ${use}</p>${drawnFormula(latex, formula)}
${lines([...letters, ...special, `a mask without foreground: ${emptyMask}`])}
<p class="small">${reference}.</p>
${more}`,
  };
}

function metricPage({ name: id, title, formula, latex, use, reference }: MetricDescription): NamedPage {
  const tex = latex ?? formulaLatex(parseFormula(formula), { index: "i" });
  return {
    ...{ id, title },
    body: html`<p>${use}</p>${drawnFormula(tex, formula)}
<p class="small">${reference}.</p>
<p class="small"><code>npx segloss score PREDICTIONS TRUTH --metrics ${id}</code> measures it.</p>`,
  };
}

function lines(all: readonly string[]): Markup {
  return html`<ul class="small">${all.map((line) => html`<li>${line}</li>`)}</ul>`;
}
