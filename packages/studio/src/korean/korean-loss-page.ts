import type { LossDefinition } from "segloss";
import type { KoreanMemory } from "./korean-memory.ts";
import { englishFields, koreanFields } from "./korean-texts.ts";
import { LOSS_PAGE_PHRASES } from "./loss-page-phrases.ts";

/**
 * The page of a loss in Korean: the page that `npm run docs` made, with what the loss says of itself and the fixed sentences exchanged. Formulas,
 * code, defaults and references stay.
 *
 * @returns undefined where the loss has no Korean texts
 */
export function koreanLossPage(
  english: string,
  definition: LossDefinition,
  presets?: KoreanMemory,
): string | undefined {
  const korean = koreanFields(definition);
  if (!korean.has("title")) return undefined;
  const exchangeOwn = exchanger(definition, korean);
  const exchange = (line: string) => (presets && presetLine(line, presets)) ?? exchangeOwn(line);
  const phrased = LOSS_PAGE_PHRASES.reduce((page, [from, to]) => page.replaceAll(from, to), english);
  // Code and formulas, whose lines could look like a text, are passed over.
  return phrased
    .split(/(^```[\s\S]*?^```|^\$\$[\s\S]*?^\$\$)/m)
    .map((part, i) => (i % 2 === 1 ? part : part.split("\n").map(exchange).join("\n")))
    .join("");
}

/** Exchanges the text of a line, whatever list or table it stands in. */
function exchanger(
  definition: LossDefinition,
  korean: ReadonlyMap<string, string>,
): (line: string) => string {
  const { name, title, summary } = definition;
  const whole = new Map<string, string>();
  const put = (from: string, to: string | undefined) => to !== undefined && whole.set(from, to);
  const of = (field: string) => korean.get(field);
  put(`# ${title}`, `# ${of("title")}`);
  put(`\`${name}\`: ${summary}.`, `\`${name}\`: ${of("summary")}.`);
  for (const [field, text] of englishFields(definition)) {
    const translated = of(field);
    if (translated === undefined) continue;
    const [kind, key] = field.split(/\.(.*)/);
    if (kind === "legend") put(`- \`${key}\`: ${text}`, `- \`${key}\`: ${translated}`);
    if (kind === "special") put(`- ${text}`, `- ${translated}`);
    if (kind === "emptyMask") put(`- 전경이 없는 마스크: ${text}`, `- 전경이 없는 마스크: ${translated}`);
    if (kind === "use" || kind === "seed") put(text, translated);
  }
  return (line) =>
    whole.get(line) ?? optionRow(line.replace(`![${title}:`, `![${of("title")}:`), definition, korean);
}

/** What a preset is here, in Korean; what differs behind it stays. undefined for other lines. */
function presetLine(line: string, presets: KoreanMemory): string | undefined {
  const [, before, text] = /^(- `\w+\.\w+`: )(.+)$/.exec(line) ?? [];
  if (!before || !text) return undefined;
  const parts = text.split("; ");
  for (let count = parts.length; count > 0; count--) {
    const found = presets.of(parts.slice(0, count).join("; "));
    if (found !== undefined) return before + [found, ...parts.slice(count)].join("; ");
  }
  return undefined;
}

/** A row of the table of options: name and default stay. */
function optionRow(line: string, definition: LossDefinition, korean: ReadonlyMap<string, string>): string {
  const [, head, name] = /^(\| `(\w+)` \| [^|]+ \| )/.exec(line) ?? [];
  const text = name && englishFields(definition).get(`options.${name}`);
  const translated = korean.get(`options.${name}`);
  if (!text || !translated || !line.startsWith(head + text)) return line;
  const rest = line.slice(head.length + text.length);
  const range = rest
    .replace(/, at least ([\d.e-]+)/, ", $1 이상")
    .replace(/, ([\d.e-]+) to ([\d.e-]+)/, ", $1에서 $2");
  return `${head.replace("| not set |", "| 정하지 않음 |")}${translated}${range}`;
}
