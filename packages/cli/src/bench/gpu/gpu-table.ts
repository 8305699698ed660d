import type { GpuBenchResult, GpuRow } from "./bench-gpu.ts";

const HEAD = ["", "milliseconds", "GB/s", "of copying"];

/** The result as lines for people. */
export function gpuTable({
  adapter,
  isProcessor,
  timedBy,
  copyBytesPerSecond,
  rows,
}: GpuBenchResult): string {
  const table = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const lines = table.map((line) =>
    line
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column])))
      .join("  "),
  );
  const notes = [
    "medians of value and gradient; GB/s: logits and labels of each sweep and the gradient; of copying: beside buffer to buffer",
    ...(rows.every(({ agrees }) => agrees)
      ? []
      : ["?: value or gradient on a small batch differs from the reference's"]),
  ];
  const host = [
    `${adapter}; copies ${gigabytes(copyBytesPerSecond)} GB/s; timed by ${timedBy === "clock" ? "the clock, waiting included" : "timestamps of the device"}`,
    ...(isProcessor
      ? ["no GPU: a driver that computes on the processor, whose figures say nothing about one"]
      : []),
  ];
  return `${[...host, "", ...lines, "", ...notes].join("\n")}\n`;
}

function cells({ name, shape, time, bytesPerSecond, shareOfCopy, agrees }: GpuRow): string[] {
  const share = `${(100 * shareOfCopy).toFixed(0)} %`;
  return [
    `${name}, ${shape.join("x")}${agrees ? "" : " ?"}`,
    time.median.toFixed(3),
    gigabytes(bytesPerSecond),
    share,
  ];
}

function gigabytes(bytesPerSecond: number): string {
  return (bytesPerSecond / 1e9).toFixed(1);
}
