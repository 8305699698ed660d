import { createCssVariablesTheme, createHighlighter } from "shiki";

const LANGUAGES = ["js", "ts", "sh", "json", "python", "html", "vue"];
/** Colours that are told apart; whatever else a grammar names is plain text. */
const COLOURS = ["comment", "constant", "function", "keyword", "parameter", "string", "string-expression"];

/**
 * Colours code with classes (`t-keyword`), never with style attributes, which a strict Content-Security-Policy refuses. What was coloured
 * once is kept: the index of the search renders every page a second time.
 */
export async function makeHighlight(): Promise<(code: string, language: string) => string> {
  const theme = createCssVariablesTheme({ name: "variables", variablePrefix: "--t-", fontStyle: false });
  const highlighter = await createHighlighter({ themes: [theme], langs: LANGUAGES });
  const done = new Map<string, string>();
  return (code, language) => {
    const lang = LANGUAGES.includes(language) ? language : "text";
    const key = `${lang}\n${code}`;
    const lines = () => highlighter.codeToTokensBase(code.trimEnd(), { lang: lang as "js", theme });
    if (!done.has(key))
      done.set(key, lang === "text" ? escapeHtml(code.trimEnd()) : lines().map(line).join("\n"));
    return done.get(key)!;
  };
}

function line(tokens: readonly { readonly content: string; readonly color?: string }[]): string {
  return tokens.map(({ content, color }) => span(escapeHtml(content), color)).join("");
}

function span(text: string, colour = ""): string {
  const name = /--t-token-([\w-]+)/.exec(colour)?.[1] ?? "";
  return COLOURS.includes(name) ? `<span class="t-${name}">${text}</span>` : text;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
