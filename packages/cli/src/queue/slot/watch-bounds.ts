import { residentMemory } from "./resident-memory.ts";
import type { JobBounds } from "./runner.ts";

/** Milliseconds between two looks at the memory of a job. */
const LOOK_EVERY = 1000;

/**
 * Watches over a process that does a job.
 * @param exceed called once with what is above its bound
 * @returns what ends the watch
 */
export function watchBounds(
  pid: number | undefined,
  { minutes, memory }: JobBounds,
  exceed: (what: string) => void,
): () => void {
  const late = setTimeout(
    () => over(`it took longer than ${minutes} minutes, the bound of this worker (--job-minutes)`),
    minutes * 60_000,
  );
  const look = setInterval(async () => {
    const used = pid === undefined ? undefined : await residentMemory(pid);
    if (used !== undefined && used > memory)
      over(
        `it took more memory than ${(memory / 1e9).toFixed(1)} GB, the bound of this worker (--job-memory)`,
      );
  }, LOOK_EVERY);
  const end = () => {
    clearTimeout(late);
    clearInterval(look);
  };
  return end;

  function over(what: string): void {
    end();
    exceed(what);
  }
}
