import { explain, LOSSES, parseLoss } from "segloss";
import temml from "temml";
import { html, type Markup, markup } from "./html.ts";
import { symbolsOf } from "./letters.ts";
import { lossName } from "./loss-name.ts";

/** Losses of a comparison, and the classes of its data. */
interface Compared {
  readonly losses: readonly { readonly loss: string; readonly note: string | null }[];
  readonly data: { readonly classes: readonly string[] };
}

/** Every loss as a formula, with what it is for. */
export function formulas(
  { losses, data }: Compared,
  label: (loss: string, index: number) => Markup = lossName,
): Markup {
  const channels = data.classes.length === 2 ? 1 : data.classes.length;
  return html`${losses.map(({ loss, note }, index) => formula(loss, note, label(loss, index), channels))}`;
}

function formula(loss: string, note: string | null, label: Markup, channels: number): Markup {
  const { latex, formula: text } = explain(parseLoss(loss), { channels });
  const remarks = [...parameters(loss, text), ...uses(loss), ...(note ? [`Here ${note}.`] : [])];
  return html`<section class="formula">
<h3>${label}</h3>
${drawnFormula(latex, text)}
<p class="small">${remarks.join(" ")}</p>
</section>`;
}

/** `gamma = 2.`: values of the parameters that the formula shows. */
function parameters(loss: string, formula: string): string[] {
  const symbols = symbolsOf(formula);
  const entries = parseLoss(loss).terms.flatMap((term) => Object.entries(term.parameters));
  const shown = entries.filter(([name]) => symbols.has(name)).map(([name, value]) => `${name} = ${value}`);
  return shown.length === 0 ? [] : [`${[...new Set(shown)].join(", ")}.`];
}

/** When to use it, for losses that have a definition and no other beside them. */
function uses(loss: string): string[] {
  const { terms } = parseLoss(loss);
  const definition = LOSSES.find((factory) => factory.definition.name === terms[0].name)?.definition;
  return terms.length === 1 && definition ? [definition.use] : [];
}

/** A formula, its definitions on lines of their own, and its text for who hears it. */
export function drawnFormula(latex: string, text: string): Markup {
  return html`<div class="wide" role="math" tabindex="0" aria-label="${text}">${linesOf(latex).map(math)}</div>`;
}

/** The formula, and each of its definitions: narrow pages and paper have no room for all of them side by side. Brackets around them stay whole. */
function linesOf(latex: string): string[] {
  const lines = latex.split(/ \\quad (?=\\text\{where )|(?<=,)\\; /);
  const isWhole = (line: string) => line.split("\\left").length === line.split("\\right").length;
  return lines.every(isWhole) ? lines : [latex];
}

/** MathML, which browsers draw with their own fonts: nothing has to be shipped with the page. */
function math(latex: string): Markup {
  return markup(
    temml.renderToString(latex, {
      displayMode: true,
      throwOnError: false,
      maxExpand: 100_000,
    }),
  );
}
