import { broken, heading } from "../terminal/prose.ts";
import { shellWord } from "../terminal/shell-word.ts";
import type { Advice } from "./advice/advice-kind.ts";
import type { Inspection } from "./inspection.ts";
import { suggestedLosses } from "./suggested-losses.ts";
import type { TextOptions } from "./text-options.ts";

/** Every property with the losses that follow, and one call of `compare` that has them all. */
export function adviceText(inspection: Inspection, options: TextOptions): string {
  const losses = suggestedLosses(inspection).map(({ loss }) => loss);
  const blocks = inspection.advice.map((advice) => adviceBlock(advice, options));
  const call = `npx segloss compare ${shellWord(options.typed)} --losses "${losses.join(", ")}"`;
  const read =
    "npx segloss explain LOSS prints formula, gradient and use of a loss; --html has those named here.";
  return `${blocks.join("\n\n")}\n\n${broken(read, options.width).join("\n")}\n\nAll of them in one comparison:\n\n  ${call}`;
}

function adviceBlock({ topic, finding, formula, losses, pages }: Advice, options: TextOptions): string {
  const lines = (text: string, margin: number) =>
    broken(text, Math.max(30, options.width - margin)).map((line) => " ".repeat(margin) + line);
  return [
    heading(topic, options),
    ...lines(finding, 2),
    ...(formula === null ? [] : lines(`${formula}.`, 2)),
    ...losses.flatMap(({ loss, note }) => [`    ${loss}`, ...lines(note, 8)]),
    ...lines(`see ${pages.join(", ")}`, 2),
  ].join("\n");
}
