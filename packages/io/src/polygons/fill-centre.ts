import type { Fill } from "./ring.ts";

/** Pixels whose centre (x + 0.5, y + 0.5) is inside by the even-odd rule; a centre on a left or upper edge counts. */
export const fillCentre: Fill = (ring, { width, height }, mask) => {
  const corners = ring.length >> 1;
  for (let y = 0; y < height; y++) {
    const crossings: number[] = [];
    for (let k = 0; k < corners; k++) {
      const next = (k + 1) % corners;
      const [x0, y0, x1, y1] = [ring[2 * k], ring[2 * k + 1], ring[2 * next], ring[2 * next + 1]];
      if (y0 <= y + 0.5 === y1 <= y + 0.5) continue;
      crossings.push(x0 + ((y + 0.5 - y0) / (y1 - y0)) * (x1 - x0));
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k] - 0.5));
      const to = Math.min(width, Math.ceil(crossings[k + 1] - 0.5));
      if (from < to) mask.fill(1, y * width + from, y * width + to);
    }
  }
};
