import { uptime } from "node:process";
import type { Io } from "../terminal/io.ts";
import { bar, liveLines } from "../terminal/live-lines.ts";

/** A bar on a terminal; elsewhere nothing. */
export function scoreProgress(total: number, { terminal }: Io): { done(): void; stop(): void } {
  if (!terminal) return { done() {}, stop() {} };
  const drawn = liveLines(terminal);
  const began = uptime();
  let count = 0;
  // The first image may take long.
  drawn.set(0, ` ${bar(0)} 0 of ${total} images`);
  return {
    done() {
      count++;
      const left = Math.ceil(((uptime() - began) / count) * (total - count));
      drawn.set(0, ` ${bar(count / total)} ${count} of ${total} images, ${durationText(left)} left`);
    },
    stop: () => drawn.stop(true),
  };
}

function durationText(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
