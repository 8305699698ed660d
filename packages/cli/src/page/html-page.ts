import { html, type Markup, markup } from "./html.ts";

/** An HTML file around what it says, which needs nothing else: no script, no font, no address. */
export function htmlPage(title: string, style: string, content: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${markup(style)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.markup;
}
