import type { Cost } from "./studio.ts";

/** Frames that are remembered. */
const FRAMES = 60;

/** What frames cost, kept for the counter of the page and, as measures of the browser, for benches and its own tools. */
export function frameCosts(): { add(start: number, ran: number, drawn: number): void; medians(): Cost } {
  const [losses, drawing]: [number[], number[]] = [[], []];
  return {
    add: (start, ran, drawn) => {
      losses.push(ran - start);
      drawing.push(drawn - ran);
      if (losses.length > FRAMES) [losses, drawing].map((list) => list.shift());
      performance.measure("segloss losses", { start, end: ran });
      performance.measure("segloss drawing", { start: ran, end: drawn });
      if (performance.getEntriesByName("segloss losses").length <= 2000) return;
      performance.clearMeasures("segloss losses");
      performance.clearMeasures("segloss drawing");
    },
    medians: () => ({ losses: median(losses), drawing: median(drawing) }),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
