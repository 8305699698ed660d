import type { Fill } from "./ring.ts";

/** An edge that is not level, upper end first. */
interface Edge {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** Columns for each row down. */
  readonly slope: number;
}

/**
 * The rule of drawing programs (Pillow, and so LabelMe): corners are cut to whole numbers, the border belongs to the inside, and a row
 * reaches from the pixel nearest to its left crossing to the one nearest to its right crossing. Level edges are drawn whole.
 */
export const fillBorder: Fill = (ring, { width, height }, mask) => {
  const corners = ring.map(Math.trunc);
  const row = (y: number, from: number, to: number) => {
    if (y < 0 || y >= height) return;
    const [first, last] = [Math.max(0, from), Math.min(width - 1, to)];
    if (first <= last) mask.fill(1, y * width + first, y * width + last + 1);
  };
  const edges = edgesOf(corners, row);
  if (edges.length === 0) return;
  const top = Math.max(0, Math.min(...edges.map((edge) => edge.top)));
  const bottom = Math.max(...edges.map((edge) => edge.bottom));
  for (let y = top; y <= Math.min(bottom, height); y++) {
    const crossings = edges
      .filter((edge) => edge.top <= y && y <= edge.bottom)
      .flatMap((edge) => {
        const x = edge.x + (y - edge.top) * edge.slope;
        // An edge that ends here meets another one that goes on: its end is counted twice, so that crossings pair.
        return y === edge.bottom && y < bottom ? [x, x] : [x];
      })
      .sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2)
      row(y, Math.floor(crossings[k] + 0.5), Math.ceil(crossings[k + 1] - 0.5));
  }
  drawTips(edges, row);
};

/** A flat tip reaches until the next row takes over, so that it hangs together. */
function drawTips(edges: readonly Edge[], row: (y: number, from: number, to: number) => void): void {
  for (const [k, a] of edges.entries())
    for (const b of edges.slice(0, k)) {
      // Outlines of masks have thousands of edges, and each meets two.
      if (a.top !== b.top && a.bottom !== b.bottom) continue;
      const ends = [
        { y: a.top, meets: a.top === b.top && a.x === b.x, next: [a.x + a.slope, b.x + b.slope], x: a.x },
        {
          y: a.bottom,
          meets: a.bottom === b.bottom && endOf(a) === endOf(b),
          next: [endOf(a) - a.slope, endOf(b) - b.slope],
          x: endOf(a),
        },
      ];
      for (const { y, meets, next, x } of ends) {
        const [near, far] = [Math.min(...next), Math.max(...next)];
        if (!meets) continue;
        if (near > x) row(y, x, Math.ceil(near - 1 - 0.5));
        if (far < x) row(y, Math.floor(far + 1 + 0.5), x);
      }
    }
}

function endOf({ x, top, bottom, slope }: Edge): number {
  return x + (bottom - top) * slope;
}

function edgesOf(corners: readonly number[], row: (y: number, from: number, to: number) => void): Edge[] {
  const edges: Edge[] = [];
  for (let k = 0; k < corners.length; k += 2) {
    const next = (k + 2) % corners.length;
    const [x0, y0, x1, y1] = [corners[k], corners[k + 1], corners[next], corners[next + 1]];
    if (y0 === y1) row(y0, Math.min(x0, x1), Math.max(x0, x1));
    else
      edges.push({
        x: y0 < y1 ? x0 : x1,
        top: Math.min(y0, y1),
        bottom: Math.max(y0, y1),
        slope: (x1 - x0) / (y1 - y0),
      });
  }
  return edges;
}
