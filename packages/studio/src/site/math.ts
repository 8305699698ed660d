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

const WHERE = /\s*\\quad \\text\{where \}\s*/;

/** A formula on its own lines: what its letters stand for is a line each, since browsers break no line within a formula. */
function render(latex: string, display: boolean): string {
  if (!display) return `<span v-pre>${mathOf(latex, false)}</span>`;
  const [formula, ...rest] = latex.split(WHERE);
  const definitions = rest.flatMap((text) => text.split(/(?<=,)\\; /));
  const lines = definitions.map((text, i) => {
    const word = i === 0 ? "\\text{where }" : "\\phantom{\\text{where }}";
    return `<div class="where">${mathOf(`${word} ${text}`, true)}</div>`;
  });
  return `<div class="tex" tabindex="0" role="group" v-pre>${mathOf(formula, true)}${lines.join("")}</div>\n`;
}

function mathOf(latex: string, display: boolean): string {
  return temml
    .renderToString(latex, { displayMode: display, throwOnError: true, maxExpand: 100_000 })
    .replaceAll(/ style="[^"]*"/g, "");
}
