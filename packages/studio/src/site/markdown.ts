import { tex } from "@mdit/plugin-tex";
import type { MarkdownOptions, MarkdownRenderer } from "vitepress";
import { escapeHtml, makeHighlight } from "./highlight.ts";
import { makeMath } from "./math.ts";

/** How markdown becomes HTML: formulas as MathML, code and tables without a style attribute, wide things in boxes that scroll. */
export async function markdownOptions(): Promise<MarkdownOptions> {
  const highlight = await makeHighlight();
  const math = makeMath();
  return {
    highlight: (code, language) => highlight(code, language),
    image: { lazyLoading: true },
    config(md: MarkdownRenderer) {
      // The plugin has its types of markdown-it from another place.
      md.use(tex as unknown as (md: MarkdownRenderer, options: object) => void, { render: math });
      codeBlocks(md, highlight);
      tables(md);
    },
  };
}

/** Fenced code, and indented code alike. */
function codeBlocks(md: MarkdownRenderer, highlight: (code: string, language: string) => string): void {
  md.renderer.rules.fence = (tokens, index, _options, env) => {
    const language = tokens[index].info.trim().split(/\s/)[0] || "text";
    const copy = /^ko\//.test(env.relativePath ?? "") ? "코드 복사" : "Copy the code";
    const code = highlight(tokens[index].content, language);
    // The copying of VitePress finds the code two elements after the button.
    return `<div class="language-${escapeHtml(language)}"><button class="copy" title="${copy}" aria-label="${copy}"></button><span hidden></span><pre tabindex="0" v-pre><code>${code}</code></pre></div>\n`;
  };
  md.renderer.rules.code_block = md.renderer.rules.fence;
}

/** Alignment of a column as a class; a table is the box that scrolls. */
function tables(md: MarkdownRenderer): void {
  md.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => "</table></div>\n";
  for (const tag of ["th", "td"]) {
    md.renderer.rules[`${tag}_open`] = (tokens, index) => {
      const style = String(tokens[index].attrGet("style") ?? "");
      const side = /right|center/.exec(style)?.[0];
      const empty = tag === "th" && tokens[index + 1]?.content === "";
      // A header without text names nothing: it is a cell.
      const name = empty ? "td" : tag;
      if (empty) tokens[index + 2].tag = "td";
      return `<${name}${side ? ` class="${side}"` : ""}>`;
    };
  }
}
