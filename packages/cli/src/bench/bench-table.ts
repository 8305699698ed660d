import { type Measured, timesSlower } from "./interleave.ts";

/** A case with what the contenders made of it; the first of them is the one that ratios speak of. */
export interface BenchRow {
  readonly name: string;
  readonly loss: string;
  readonly shape: readonly number[];
  readonly contenders: readonly Measured[];
}

/** Relative difference of values or gradients from which contenders are said to compute different things. */
const DIFFERENT = 1e-2;

/**
 * Rows of medians, and behind each contender but the first how many times faster the first one is; a line where a
 * contender has no part in a row.
 */
export function benchTable(rows: readonly BenchRow[]): string {
  // The row with the most contenders has them all, in their order.
  const { contenders } = rows.reduce((a, b) => (b.contenders.length > a.contenders.length ? b : a));
  const names = contenders.map(({ name }) => name);
  const head = ["milliseconds", ...names];
  const lines = [head, ...rows.map((row) => [labelOf(row), ...names.map((name) => cell(row, name))])];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) => line.map((text, column) => aligned(text, widths[column], column)).join("  "))
    .join("\n");
}

function labelOf({ name, shape }: BenchRow): string {
  return `${name}, ${shape.join("x")}`;
}

function aligned(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function cell({ contenders }: BenchRow, name: string): string {
  const [first] = contenders;
  const own = contenders.find((contender) => contender.name === name);
  if (!own) return "-";
  if (own === first) return milliseconds(own.median);
  const wrong = differs(own.checksum, first.checksum) ? " ?" : "";
  return `${milliseconds(own.median)} ${times(timesSlower(own, first).median).padStart(6)}${wrong}`;
}

function differs(a: Measured["checksum"], b: Measured["checksum"]): boolean {
  const apart = (x: number, y: number): boolean => Math.abs(x - y) > DIFFERENT * Math.abs(y);
  return apart(a.value, b.value) || apart(a.gradientNorm, b.gradientNorm);
}

/** Whether every contender computed the same. */
export function agree({ contenders }: BenchRow): boolean {
  return contenders.every(({ checksum }) => !differs(checksum, contenders[0].checksum));
}

function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}x`;
}

function milliseconds(ms: number): string {
  return ms < 1 ? ms.toFixed(3) : ms < 100 ? ms.toFixed(2) : ms.toFixed(0);
}
