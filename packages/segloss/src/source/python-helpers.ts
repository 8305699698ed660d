import type { HelperShape } from "./target.ts";

/** How a library writes moves of axes. */
export interface PythonWords {
  transpose(array: string, axes: string): string;
  reshape(array: string, sizes: string): string;
  broadcast(array: string, like: string): string;
}

export function rankParameters(second: string, { ranksWeights, over }: HelperShape): string {
  return `errors, ${second}${ranksWeights ? ", weights" : ""}${over.size > 1 ? ", over_batch=False" : ""}`;
}

/** Statements that bring all pixels of a region into the last axis, and back, with the classes last in [n, pixels, classes]. */
export function lastRankLines(
  words: PythonWords,
  names: readonly string[],
  result: string,
  { channels, over, ranksWeights }: HelperShape,
): { to: string; back: string } {
  const all = [...names, ...(ranksWeights ? ["weights"] : [])];
  const lines = ranksWeights ? [`weights = ${words.broadcast("weights", "errors")}`] : [];
  const batch = {
    to: (a: string): string =>
      channels === 1 ? words.reshape(a, "-1") : words.reshape(words.transpose(a, "2, 0, 1"), "shape[2], -1"),
    back:
      channels === 1
        ? words.reshape(result, "shape")
        : words.transpose(words.reshape(result, "shape[2], shape[0], shape[1]"), "1, 2, 0"),
  };
  const image = {
    to: (a: string): string => words.transpose(a, "0, 2, 1"),
    back: channels === 1 ? result : words.transpose(result, "0, 2, 1"),
  };
  const moved = ({ to }: { to(a: string): string }): string[] => all.map((name) => `${name} = ${to(name)}`);
  const moves = channels > 1;
  if (over.has("batch")) lines.push("shape = errors.shape");
  if (over.size > 1) {
    lines.push("if over_batch:", ...moved(batch).map((line) => `    ${line}`));
    if (moves) lines.push("else:", ...moved(image).map((line) => `    ${line}`));
  } else if (over.has("batch")) lines.push(...moved(batch));
  else if (moves) lines.push(...moved(image));
  const back =
    over.size > 1
      ? ["if over_batch:", `    return ${batch.back}`, `return ${image.back}`]
      : [`return ${over.has("batch") ? batch.back : image.back}`];
  const indented = (list: readonly string[]): string => list.map((line) => `    ${line}`).join("\n");
  return { to: indented(lines), back: indented(back) };
}

/** Lines that take the least of the pixels along each axis. */
export function skeletonErosion(
  dimensions: number,
  pool: (window: string) => string,
  minimum: string,
  indent = "        ",
): string {
  const windows = Array.from({ length: dimensions }, (_, axis) =>
    Array.from({ length: dimensions }, (_, k) => (k === axis ? 3 : 1)).join(", "),
  );
  return windows
    .map((window, i) => (i === 0 ? `least = ${pool(window)}` : `least = ${minimum}(least, ${pool(window)})`))
    .map((line) => indent + line)
    .join("\n");
}
