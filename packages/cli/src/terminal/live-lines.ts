/** Lines of a terminal that change in place. */
export interface LiveLines {
  /** Changes a line, or adds the next one. */
  set(line: number, text: string): void;
  /** Leaves the lines as they are, or takes them away; the cursor stands below them. */
  stop(clear?: boolean): void;
}

/** Milliseconds between two paintings. */
const PAUSE = 100;
const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const ERASE_LINE = "\x1b[2K";
const CELLS = 24;

/** What of a terminal is used. */
export interface TerminalStream {
  write(text: string): unknown;
  readonly columns?: number;
}

export function liveLines(stream: TerminalStream): LiveLines {
  const lines: string[] = [];
  let painted = 0;
  let last = 0;
  const up = () => (painted > 0 ? `\x1b[${painted}A` : "");
  const paint = () => {
    // Some terminals report 0 columns where they do not know.
    const width = (stream.columns || 80) - 1;
    const text = lines.map((line) => `${ERASE_LINE}${line.slice(0, width)}\n`).join("");
    stream.write(`${HIDE_CURSOR}${up()}\r${text}`);
    painted = lines.length;
    last = performance.now();
  };
  return {
    set(line, text) {
      const isNew = line >= lines.length;
      while (lines.length <= line) lines.push("");
      lines[line] = text;
      if (isNew || performance.now() - last >= PAUSE) paint();
    },
    stop(clear = false) {
      paint();
      if (clear && painted > 0) stream.write(`${up()}\r${`${ERASE_LINE}\n`.repeat(painted)}${up()}`);
      stream.write(SHOW_CURSOR);
    },
  };
}

/** `██████░░░░░░`: how far something is, from 0 to 1. */
export function bar(share: number): string {
  const full = Math.round(CELLS * Math.min(1, Math.max(0, share)));
  return "█".repeat(full) + "░".repeat(CELLS - full);
}
