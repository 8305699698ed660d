/** Text that stands for itself inside HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** HTML from a template: strings and numbers put in are escaped, markup made by `html` itself and lists of it are not. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  const text = parts.map((part, i) => (i < values.length ? part + pieceText(values[i]) : part)).join("");
  return markup(text);
}

/** A piece of HTML that is not escaped again. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

/** Trusted HTML: made by us or by a library whose output is HTML. */
export function markup(text: string): Markup {
  return { markup: text };
}

function pieceText(piece: Piece): string {
  if (typeof piece === "string" || typeof piece === "number") return escapeHtml(String(piece));
  return "markup" in piece ? piece.markup : piece.map((one) => one.markup).join("\n");
}
