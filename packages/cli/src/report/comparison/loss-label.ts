import { escapeHtml, html, type Markup, markup } from "../../page/html.ts";
import { lossColour } from "./loss-colours.ts";

/** A loss with its place and colour; long calls break after a parenthesis, comma or operator, never inside of a word. */
export function lossLabel(loss: string, index: number): Markup {
  return html`<span class="loss"><span class="place">${index + 1}</span><span class="swatch" style="background:${lossColour(index)}"></span><span>${breakable(loss)}</span></span>`;
}

/** Longer names may break between their words: `weighted|Cross|Entropy`. */
const LONG_NAME = 15;

/** Text that may break after a parenthesis, comma or operator, never inside of a word. */
export function breakable(text: string): Markup {
  const words = escapeHtml(text).replace(/[A-Za-z]+/g, (name) =>
    name.length < LONG_NAME ? name : name.replace(/[a-z](?=[A-Z])/g, "$&<wbr>"),
  );
  return markup(words.replace(/[(,*/+^-]/g, "$&<wbr>"));
}
