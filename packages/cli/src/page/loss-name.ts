import { escapeHtml, html, type Markup, markup } from "./html.ts";
import { lossColour } from "./palette.ts";

/** A loss with the dot of its colour; long calls may break after a parenthesis, comma or operator. */
export function lossName(loss: string, index: number, remark: Markup = html``): Markup {
  const breakable = markup(escapeHtml(loss).replace(/([(,*/+])/g, "$1<wbr>"));
  return html`<span class="loss"><span class="swatch" style="background:${lossColour(index)}"></span><span>${breakable}${remark}</span></span>`;
}
