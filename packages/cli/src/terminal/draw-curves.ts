import type { LossCurves } from "./loss-curves.ts";

export interface DrawOptions {
  /** What the first curve belongs to. */
  readonly rising: string;
  /** Characters of the drawing, without its axis. */
  readonly width: number;
}

const HEIGHT = 10;
/** Dots of a braille character: 2 wide, 4 high; bits by column and row (Unicode chapter 21, U+2800). */
const BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/** Two curves in braille dots with axes: lines of text for a terminal. */
export function drawCurves(
  { x, symbol, positive, negative }: LossCurves,
  { rising, width }: DrawOptions,
): string[] {
  const all = [...positive, ...negative].filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...all), Math.max(...all)];
  const grid = Array.from({ length: HEIGHT }, () => new Array<number>(width).fill(0));
  for (const curve of [positive, negative]) trace(grid, curve, low, high);
  const labels = grid.map((_, row) => (row === 0 ? high : row === HEIGHT - 1 ? low : undefined));
  const rows = grid.map((cells, row) => {
    const label = labels[row]?.toPrecision(3) ?? "";
    return `${label.padStart(8)} |${cells.map((bits) => String.fromCharCode(0x2800 + bits)).join("")}`;
  });
  const ends = `${symbol} = ${shown(x[0])}`;
  const axis = `${" ".repeat(10)}${ends}${`${shown(x[x.length - 1])}`.padStart(width - ends.length)}`;
  const which = positive[0] > negative[0] ? ["falling", "rising"] : ["rising", "falling"];
  return [...rows, axis, `${" ".repeat(10)}${which[0]}: ${rising}; ${which[1]}: another class (y = 0)`];
}

function trace(grid: number[][], curve: readonly number[], low: number, high: number): void {
  const [columns, rows] = [grid[0].length * 2, HEIGHT * 4];
  const rowOf = (value: number) => Math.round((rows - 1) * (1 - (value - low) / (high - low || 1)));
  let before: number | undefined;
  for (let column = 0; column < columns; column++) {
    const value = curve[Math.round((column * (curve.length - 1)) / (columns - 1))];
    if (!Number.isFinite(value)) continue;
    const row = rowOf(value);
    // Steep parts are joined, so that a curve has no holes.
    for (let r = Math.min(row, before ?? row); r <= Math.max(row, before ?? row); r++)
      grid[r >> 2][column >> 1] |= BITS[column & 1][r & 3];
    before = row;
  }
}

function shown(value: number): string {
  return String(Number(value.toFixed(2)));
}
