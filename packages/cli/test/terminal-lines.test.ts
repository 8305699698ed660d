import { expect, it } from "vitest";
import { processIo } from "../src/terminal/io.ts";
import { bar, liveLines } from "../src/terminal/live-lines.ts";

const ESC = "\x1b";
const TOKENS = new RegExp(`${ESC}\\[\\?25[lh]|${ESC}\\[(\\d+)A|${ESC}\\[2K|\\r|\\n|[^${ESC}\\r\\n]`, "gu");

/** What a terminal shows after these writes: carriage returns, moves up and erased lines. */
function screen(written: string): string[] {
  const rows: string[] = [""];
  let [row, column] = [0, 0];
  for (const [token, up] of written.matchAll(TOKENS)) {
    if (token === "\r") column = 0;
    else if (token === "\n") {
      row++;
      column = 0;
      rows[row] ??= "";
    } else if (token === `${ESC}[2K`) rows[row] = "";
    else if (up) row -= Number(up);
    else if (!token.startsWith(ESC)) {
      rows[row] = rows[row].padEnd(column).slice(0, column) + token + rows[row].slice(column + 1);
      column++;
    }
  }
  return rows;
}

function terminal(columns: number) {
  const written: string[] = [];
  return {
    stream: { write: (text: string) => written.push(text), columns },
    shown: () => screen(written.join("")),
  };
}

it("lines change in place and stay when they stop", () => {
  const { stream, shown } = terminal(40);
  const lines = liveLines(stream);
  lines.set(0, "one");
  lines.set(1, "two, which is longer than the terminal is wide by far");
  lines.set(0, "three");
  lines.stop();
  expect(shown()).toEqual(["three", "two, which is longer than the terminal ", ""]);
});

it("a terminal that reports 0 columns does not say how many it has", () => {
  const { stream, shown } = terminal(0);
  const lines = liveLines(stream);
  lines.set(0, "whole");
  lines.stop();
  expect(shown()).toEqual(["whole", ""]);
  const { stdout } = process;
  const columns = Object.getOwnPropertyDescriptor(stdout, "columns");
  Object.defineProperty(stdout, "columns", { value: 0, configurable: true });
  expect(processIo().width).toBe(100);
  Object.defineProperty(stdout, "columns", columns ?? { value: undefined, configurable: true });
});

it("lines can be taken away, and the cursor comes back", () => {
  const { stream, shown } = terminal(40);
  const written: string[] = [];
  const lines = liveLines({ ...stream, write: (text) => written.push(text) && stream.write(text) });
  lines.set(0, "working");
  lines.stop(true);
  expect(shown()).toEqual(["", ""]);
  expect(written.at(-1)).toBe("\x1b[?25h");
});

it("bars fill from nothing to all", () => {
  expect([bar(0), bar(0.5), bar(2)]).toEqual([
    "░".repeat(24),
    "█".repeat(12) + "░".repeat(12),
    "█".repeat(24),
  ]);
});
