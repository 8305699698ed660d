import { IGNORED, type Picture, SIZE } from "../picture/picture.ts";

/**
 * The border of the truth as the path of an SVG over the pixels: edges between a pixel and a neighbour of another label,
 * joined along rows and columns.
 */
export function outlinePath({ truth }: Picture): string {
  return [...runs(truth, false), ...runs(truth, true)].join("");
}

function runs(truth: Uint8Array, across: boolean): string[] {
  const parts: string[] = [];
  const label = (line: number, i: number): number =>
    line < 0 || line >= SIZE ? 0 : across ? truth[i * SIZE + line] : truth[line * SIZE + i];
  const isEdge = (line: number, i: number): boolean => {
    const [a, b] = [label(line - 1, i), label(line, i)];
    return a !== b && a !== IGNORED && b !== IGNORED && line > 0 && line < SIZE;
  };
  for (let line = 1; line < SIZE; line++) {
    for (let i = 0; i < SIZE; i++) {
      if (!isEdge(line, i)) continue;
      const start = i;
      while (i < SIZE && isEdge(line, i)) i++;
      parts.push(across ? `M${line} ${start}V${i}` : `M${start} ${line}H${i}`);
    }
  }
  return parts;
}
