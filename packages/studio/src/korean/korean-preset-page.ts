import type { KoreanMemory } from "./korean-memory.ts";
import type { KoreanPage } from "./korean-page.ts";

/**
 * A page about the losses of other libraries in Korean: the page that `npm run docs` made, paragraph by paragraph, and of the tables the headers and what
 * each loss is here. Code, names, options and what differs stay.
 */
export function koreanPresetPage(english: string, memory: KoreanMemory): KoreanPage {
  const missing: string[] = [];
  const translate = (text: string): string => {
    const found = memory.of(text);
    if (found === undefined) missing.push(text);
    return found ?? text;
  };
  const blocks = english.split(/(^```[\s\S]*?^```)/m);
  const text = blocks
    .map((block, i) =>
      i % 2 === 1
        ? block
        : block
            .split(/(\n{2,})/)
            .map((part) => partOf(part, translate))
            .join(""),
    )
    .join("");
  return { text, missing };
}

/** A paragraph, a list or a table. */
function partOf(part: string, translate: (text: string) => string): string {
  if (part.trim() === "" || /^Made from the files/.test(part) || isLibrary(part)) return part;
  const compared = /^\n?Compared with (.+)\.\n?$/.exec(part)?.[1];
  if (compared) return `비교한 버전: ${compared}.`;
  if (/^\n?\|/.test(part))
    return part
      .split("\n")
      .map((line, k) => row(line, k, translate))
      .join("\n");
  if (/^\n?[-#]/.test(part))
    return part
      .split("\n")
      .map((line) => (line ? translate(line) : line))
      .join("\n");
  const joined = part.trim().replaceAll("\n", " ");
  return part.replace(part.trim(), () => translate(joined));
}

/** The heading of a library's page: its name. */
function isLibrary(part: string): boolean {
  return /^\n?#{1,2} .+: `\w+`\n?$/.test(part);
}

function row(line: string, place: number, translate: (text: string) => string): string {
  if (line === "" || /^\|[-|]+$/.test(line)) return line;
  const [, before, here, after] = /^(\| `\w+\.\w+` \| )([^|]+)( \| .*)$/.exec(line) ?? [];
  if (before && here) return before + translate(here) + after;
  return place === 0 ? translate(line) : line;
}
