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

/** Rows of medians, and behind each contender but the first how many times faster the first one is. */
export function benchTable(rows: readonly BenchRow[]): string {
  const names = rows[0].contenders.map(({ name }) => name);
  const head = ["milliseconds", ...names];
  const lines = [head, ...rows.map((row) => [labelOf(row), ...row.contenders.map((_, i) => cell(row, i))])];
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

function cell({ contenders }: BenchRow, i: number): string {
  const [first] = contenders;
  const { median, checksum } = contenders[i];
  if (i === 0) return milliseconds(median);
  const wrong = differs(checksum, first.checksum) ? " ?" : "";
  return `${milliseconds(median)} ${times(timesSlower(contenders[i], first).median).padStart(6)}${wrong}`;
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
