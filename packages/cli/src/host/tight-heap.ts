import { setFlagsFromString } from "node:v8";

/** Share by which what lives may grow before garbage is looked for among it, in percent. The host's own rule lets a small heap grow to four times as much. */
const GROWTH = 25;

/**
 * Keeps the memory of this process near what it needs, for work on more files than it should grow with: of each a name and some numbers stay, and a hundred times as much is
 * thrown away. Of the time it takes some percent.
 */
export function tightHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
