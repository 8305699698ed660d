import { html, type Markup, markup } from "../html.ts";
import { COMPARISON_STYLE } from "./style.ts";

/** An HTML file around what it says. */
export function page(title: string, content: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${markup(COMPARISON_STYLE)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.markup;
}
