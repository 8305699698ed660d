import { headline, missedClasses } from "../compare/headline.ts";
import type { ComparisonResults } from "../compare/results.ts";
import { facts } from "./facts.ts";
import { formulas } from "./formulas.ts";
import { gallery } from "./gallery.ts";
import { html, type Markup, markup } from "./html.ts";
import { learningCurves } from "./learning-curves.ts";
import { ranking } from "./ranking.ts";
import type { Report } from "./report.ts";
import { STYLE } from "./style.ts";

/** The report as one HTML file that needs nothing else: no script, no font, no address. */
export function renderReport(report: Report): string {
  const { results } = report;
  const { claim, caution } = headline(results);
  const title = `Losses compared on ${results.data.name}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${markup(STYLE)}</style>
</head>
<body>
<main>
<p class="eyebrow">${title}, ${results.startedAt.slice(0, 10)}</p>
<h1>${claim}</h1>
<p>${[...missedClasses(results), caution].join(" ")}</p>
${partial(results)}
<h2>Ranking</h2>
${ranking(results)}
<h2>Learning curves</h2>
${learningCurves(results)}
<h2>Held-back images</h2>
${gallery(report)}
<h2>The losses as formulas</h2>
${formulas(results)}
<h2>How this was made</h2>
${facts(results)}
<footer>Made by segloss ${results.environment.segloss}. The numbers are in results.json, the networks in models/.</footer>
</main>
</body>
</html>
`;
  return page.markup;
}

function partial({ complete, unfinished, losses, settings }: ComparisonResults): Markup {
  if (complete) return html``;
  const short = losses.filter(({ trials }) => trials.length < settings.seeds.length).map(({ loss }) => loss);
  const missing = [...unfinished, ...short.map((loss) => `${loss} (some seeds)`)];
  return html`<p class="banner">Partial: the comparison was interrupted. Missing: ${missing.join(", ")}.</p>`;
}
