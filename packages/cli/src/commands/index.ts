import { bench } from "./bench.ts";
import type { Command } from "./command.ts";
import { compare } from "./compare.ts";
import { evaluate } from "./eval.ts";
import { explain } from "./explain.ts";
import { exportLoss } from "./export.ts";
import { list } from "./list.ts";
import { scoreCommand } from "./score.ts";
import { weights } from "./weights.ts";

/** The commands, in the order of the help. A new command is its file and a line here. */
export const COMMANDS: readonly Command[] = [
  list,
  explain,
  evaluate,
  scoreCommand,
  weights,
  compare,
  exportLoss,
  bench,
];
