import type { ScoredPaths, ScoreTexts } from "@segloss/cli/score";

/** The line that gives the same in a terminal: options that say nothing are left out. */
export function commandLine({ predictions, truth }: ScoredPaths, texts: ScoreTexts): string {
  const several = predictions.length > 1;
  const sides = [...predictions.map(word), ...(several ? ["--truth", word(truth)] : [word(truth)])];
  const options = Object.entries(texts)
    .filter(([, text]) => text.trim() !== "")
    .flatMap(([name, text]) => [flagOf(name), ...(name === "objects" ? [] : [word(text.trim())])]);
  return ["npx segloss score", ...sides, ...options].join(" ");
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** A word as a shell takes it. */
function word(text: string): string {
  return /^[\w./,:=+-]+$/.test(text) ? text : `"${text.replaceAll(/(["\\$`])/g, "\\$1")}"`;
}
