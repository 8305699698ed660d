import type { KoreanMemory } from "./korean-memory.ts";
import type { KoreanPage } from "./korean-page.ts";
import { LOSS_PAGE_PHRASES } from "./loss-page-phrases.ts";

/** Sections whose sentences stay English: names and options of other libraries, calls, references. */
const ENGLISH: readonly string[] = ["In other libraries", "Call", "Reference"];

const HEADINGS: ReadonlyMap<string, string> = new Map([
  ...LOSS_PAGE_PHRASES.filter(([from]) => from.startsWith("## ")).map(
    ([from, to]) => [from.trim(), to.trim()] as const,
  ),
  ["## Conventions", "## 약속"],
  ["## Call", "## 호출"],
]);

/**
 * The page of a metric in Korean: the page that `npm run docs` made, line by line. Formulas, code, references and what is said of other libraries
 * stay.
 */
export function koreanMetricPage(english: string, memory: KoreanMemory): KoreanPage {
  const missing: string[] = [];
  const translate = (text: string): string => {
    const found = memory.of(text);
    if (found === undefined) missing.push(text);
    return found ?? text;
  };
  const pieces = english.split(/(^```[\s\S]*?^```|^\$\$[\s\S]*?^\$\$)/m);
  let section = "";
  const line = (text: string): string => {
    if (text.startsWith("## ")) section = text.slice(3);
    const heading = HEADINGS.get(text);
    if (heading !== undefined) return heading;
    const stays = text.trim() === "" || /^\|[-|]+$/.test(text) || ENGLISH.includes(section);
    return stays ? text : (rangeOf(text) ?? row(text, translate) ?? translate(text));
  };
  const translated = pieces.map((piece, i) => (i % 2 === 1 ? piece : piece.split("\n").map(line).join("\n")));
  return { text: translated.join(""), missing };
}

/** `diceScore`, `dice`. From 0 to 1, high is good. */
function rangeOf(text: string): string | undefined {
  const [, names, low, high, best] =
    /^((?:`[^`]+`(?:, )?)+)\. From (.+) to (.+), (high|low|0) is good\.$/.exec(text) ?? [];
  if (!names || !low || !high) return undefined;
  const good = best === "high" ? "클수록" : best === "low" ? "작을수록" : "0에 가까울수록";
  return `${names}. ${numberOf(low)}에서 ${numberOf(high)}까지이며, ${good} 좋습니다.`;
}

function numberOf(text: string): string {
  return text.replace("minus infinity", "-무한대").replace("infinity", "무한대");
}

/** A row of the parameters, or of the list of metrics: what is code in it stays. */
function row(text: string, translate: (text: string) => string): string | undefined {
  const [, before, meaning] = /^(\| `\w+` \| [^|]+ \| )(.+) \|$/.exec(text) ?? [];
  if (before && meaning) return `${before}${translate(meaning)} |`;
  const [, title, after] = /^\| \[(.+)\](\([\w-]+\.md\) \|.*)$/.exec(text) ?? [];
  return title && after ? `| [${translate(`# ${title}`).slice(2)}]${after}` : undefined;
}

/** The list of the metrics in Korean. */
export function koreanMetricList(english: string, memory: KoreanMemory): KoreanPage {
  const [, , rest = ""] = /^([\s\S]*?)(^## [\s\S]*)$/m.exec(english) ?? [];
  const { text, missing } = koreanMetricPage(rest, memory);
  const head = "# 지표\n\n파일, 평균, 빈 마스크는 [안내서](../metrics.md)에서 다룹니다.\n\n";
  return { text: head + text, missing };
}
