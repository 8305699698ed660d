import { html, type Markup } from "../../page/html.ts";
import { htmlPage } from "../../page/html-page.ts";
import { SECTIONS } from "./sections/index.ts";
import { verdictHead } from "./sections/verdict.ts";
import { COMPARISON_STYLE } from "./style.ts";
import type { ComparisonView } from "./view.ts";

/** A comparison as one HTML file that needs nothing else: no script, no font, no address. */
export function renderComparison(view: ComparisonView): string {
  const { results } = view;
  return htmlPage(
    `Losses compared on ${results.data.name}`,
    COMPARISON_STYLE,
    html`${verdictHead(results, "h1")}${comparisonBody(view)}
<footer>Made by segloss ${results.environment.segloss ?? ""}. The numbers are in results.json, the networks in models/.</footer>`,
  );
}

/** All parts below the verdict, with links to them. @param prefix of their names, where a page has several comparisons */
export function comparisonBody(view: ComparisonView, prefix = ""): Markup {
  const shown = SECTIONS.flatMap(({ id, title, render }) => {
    const content = render(view);
    return content ? [{ id: `${prefix}${id}`, title, content }] : [];
  });
  const links = shown.map(({ id, title }) => html`<a href="#${id}">${title}</a>`);
  const parts = shown.map(
    ({ id, title, content }) =>
      html`<section aria-labelledby="${id}"><h2 id="${id}">${title}${partialMark(view)}</h2>
${content}</section>`,
  );
  return html`<nav aria-label="Parts of this page">${links}</nav>
${parts}`;
}

function partialMark({ results }: ComparisonView): Markup {
  return results.complete ? html`` : html` <span class="tag">partial</span>`;
}
