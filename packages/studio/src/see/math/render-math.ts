import temml from "temml";

/** LaTeX as MathML without style attributes, which the page's policy refuses; a formula beyond its limits as text. */
export function renderMath(latex: string): string {
  return temml
    .renderToString(latex, { displayMode: true, throwOnError: false, maxExpand: 100_000 })
    .replaceAll(/ style="[^"]*"/g, "");
}
