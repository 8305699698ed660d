import { escapeHtml, html, type Markup, markup } from "../html.ts";
import { lossColour } from "./loss-colours.ts";

/** A loss with its place and colour; long calls break after a parenthesis, comma or operator, never inside of a word. */
export function lossLabel(loss: string, index: number): Markup {
  return html`<span class="loss"><span class="place">${index + 1}</span><span class="swatch" style="background:${lossColour(index)}"></span><span>${breakable(loss)}</span></span>`;
}

/** Text that may break after a parenthesis, comma or operator. */
export function breakable(text: string): Markup {
  return markup(escapeHtml(text).replace(/([(,*/+^-])/g, "$1<wbr>"));
}
