import { shellWord } from "../../terminal/shell-word.ts";
import type { QueueOptions } from "../link/queue-options.ts";
import { withoutPassword } from "../link/redis-address.ts";

/** The command that comes back to a comparison, without a password. */
export function attachCommand(run: string, { queue, store }: QueueOptions, output: string): string {
  const url = typeof queue === "string" ? [withoutPassword(queue)] : [];
  const words = ["compare", "--attach", run, "--queue", ...url, "--store", store!, "-o", output];
  return `segloss ${words.map(shellWord).join(" ")}`;
}
