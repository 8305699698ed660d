import { setTimeout } from "node:timers/promises";
import { StoreAway } from "../store/store-away.ts";

/** Milliseconds between two attempts. */
const AGAIN_AFTER = 2000;

/**
 * Puts what took long to make, however long the store is away: it is not thrown away for that.
 * @throws StoreAway when told to stop meanwhile
 */
export async function untilStored<T>(
  put: () => Promise<T>,
  { say, stop, kill }: { say(line: string): void; readonly stop: AbortSignal; readonly kill: AbortSignal },
): Promise<T> {
  for (;;) {
    try {
      return await put();
    } catch (error) {
      if (!(error instanceof StoreAway) || stop.aborted || kill.aborted) throw error;
      say(`what it has made waits: ${error.message}`);
    }
    await setTimeout(AGAIN_AFTER, undefined, { signal: AbortSignal.any([stop, kill]) }).catch(() => {});
  }
}
