import temml from "temml";

/**
 * LaTeX as MathML. Temml's own style attributes say what browsers do anyway (`display: block math`), or become classes of the theme, so
 * that a strict Content-Security-Policy has nothing to refuse.
 */
export function makeMath(): (latex: string, display: boolean) => string {
  const done = new Map<string, string>();
  return (latex, display) => {
    const key = `${display}${latex}`;
    if (!done.has(key)) done.set(key, render(latex, display));
    return done.get(key)!;
  };
}

function render(latex: string, display: boolean): string {
  const math = temml
    .renderToString(latex, { displayMode: display, throwOnError: true, maxExpand: 100_000 })
    .replaceAll(/ style="[^"]*"/g, "");
  return display
    ? `<div class="tex" tabindex="0" role="group" v-pre>${math}</div>\n`
    : `<span v-pre>${math}</span>`;
}
