import { type Picture, SIZE } from "../picture/picture.ts";

/**
 * The border of the truth as the path of an SVG over the pixels: edges between a pixel and a neighbour of another label,
 * joined along rows and columns.
 */
export function outlinePath({ truth }: Picture): string {
  const parts: string[] = [];
  addEdges(truth, 1, SIZE, (line, from, to) => parts.push(`M${from} ${line}H${to}`));
  addEdges(truth, SIZE, 1, (line, from, to) => parts.push(`M${line} ${from}V${to}`));
  return parts.join("");
}

/** Runs of edges between a line of pixels and the one before it; steps along a line and from line to line. */
function addEdges(
  truth: Uint8Array,
  along: number,
  across: number,
  add: (line: number, from: number, to: number) => void,
): void {
  const size = SIZE;
  for (let line = 1; line < size; line++) {
    let from = -1;
    for (let i = 0, at = line * across; i < size; i++, at += along) {
      const isEdge = truth[at - across] !== truth[at];
      if (isEdge && from < 0) from = i;
      if (isEdge || from < 0) continue;
      add(line, from, i);
      from = -1;
    }
    if (from >= 0) add(line, from, size);
  }
}
