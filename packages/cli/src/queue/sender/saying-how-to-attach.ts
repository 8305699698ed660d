import { Interrupted } from "../../commands/interruptible.ts";
import { shellWord } from "../../commands/shell-word.ts";
import type { QueueOptions } from "../link/queue-options.ts";
import { withoutPassword } from "../link/redis-address.ts";

/**
 * Does the work of a sender, and says how to come back to its run, before it begins and when it is left.
 * @param command name of the command and what it is given
 * @param rest what follows
 */
export async function sayingHowToAttach(
  run: string,
  command: readonly string[],
  { queue, store }: QueueOptions,
  rest: readonly string[],
  say: (line: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  const url = typeof queue === "string" ? [withoutPassword(queue)] : [];
  const words = [...command, "--attach", run, "--queue", ...url, "--store", store!, ...rest];
  const again = `segloss ${words.map(shellWord).join(" ")}`;
  say(`run ${run}: workers go on with it whatever becomes of this command; ${again} comes back to it`);
  try {
    await work();
  } catch (error) {
    if (error instanceof Interrupted) say(`run ${run} goes on at the workers: ${again}`);
    throw error;
  }
}
