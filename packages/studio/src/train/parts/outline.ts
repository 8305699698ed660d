/** The borders between classes as the path of an SVG over the pixels, joined along rows and columns. */
export function outline(labels: Uint8Array, width: number, height: number): string {
  const parts: string[] = [];
  for (let y = 1; y < height; y++)
    addRuns(
      width,
      (x) => labels[y * width + x] !== labels[(y - 1) * width + x],
      (from, to) => parts.push(`M${from} ${y}H${to}`),
    );
  for (let x = 1; x < width; x++)
    addRuns(
      height,
      (y) => labels[y * width + x] !== labels[y * width + x - 1],
      (from, to) => parts.push(`M${x} ${from}V${to}`),
    );
  return parts.join("");
}

function addRuns(
  length: number,
  isEdge: (at: number) => boolean,
  add: (from: number, to: number) => void,
): void {
  let from = -1;
  for (let at = 0; at <= length; at++) {
    const edge = at < length && isEdge(at);
    if (edge && from < 0) from = at;
    if (edge || from < 0) continue;
    add(from, at);
    from = -1;
  }
}
