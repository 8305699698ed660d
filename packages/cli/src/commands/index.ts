import type { CommandEntry } from "./command.ts";

/** The commands, in the order of the help. A new command is its file and a line here. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: "list", load: async () => (await import("./list.ts")).list },
  { name: "explain", load: async () => (await import("./explain.ts")).explain },
  { name: "eval", load: async () => (await import("./eval.ts")).evaluate },
  { name: "score", load: async () => (await import("./score.ts")).scoreCommand },
  { name: "measure", load: async () => (await import("./measure.ts")).measure },
  { name: "weights", load: async () => (await import("./weights.ts")).weights },
  { name: "compare", load: async () => (await import("./compare.ts")).compare },
  { name: "export", load: async () => (await import("./export.ts")).exportLoss },
  { name: "bench", load: async () => (await import("./bench.ts")).bench },
];
