import { Interrupted } from "../../terminal/interruptible.ts";

/**
 * Does the work of a sender, and says how to come back to its run, before it begins and when it is left.
 * @param again the command that comes back
 */
export async function sayingHowToAttach(
  run: string,
  again: string,
  say: (line: string) => void,
  work: () => Promise<void>,
): Promise<void> {
  say(`run ${run}: workers go on with it whatever becomes of this command; ${again} comes back to it`);
  try {
    await work();
  } catch (error) {
    if (error instanceof Interrupted)
      say(`run ${run} goes on at the workers; ${again} comes back to it, segloss cancel ${run} ends it`);
    throw error;
  }
}
