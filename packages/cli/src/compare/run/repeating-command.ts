import { join } from "node:path";
import { shellWord } from "../../terminal/shell-word.ts";
import type { Plan } from "../protocol/plan.ts";
import { PLAN } from "./output-folder.ts";

/** The command that gives the same numbers again, where this one was typed. */
export function repeatingCommand({ data }: Plan, output: string): string {
  const words = ["compare", data.source, ...data.options, "--plan", join(output, PLAN), "-o", "again"];
  return `npx segloss ${words.map(shellWord).join(" ")}`;
}
