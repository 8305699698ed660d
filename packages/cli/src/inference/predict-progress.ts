import { duration } from "../terminal/duration.ts";
import type { Io } from "../terminal/io.ts";
import { bar, liveLines } from "../terminal/live-lines.ts";

/** How far a number of images is. */
export interface PredictProgress {
  /** @param share of the image after the first `done` */
  at(done: number, share: number): void;
  stop(): void;
}

/** Elsewhere than on a terminal a line now and then. */
const PAUSE = 15;

/** A bar on a terminal, lines elsewhere; both say how long it may take still. */
export function predictProgress(total: number, { terminal, say }: Io): PredictProgress {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const textAt = (done: number, share: number) => {
    const whole = (done + share) / total;
    const left = whole > 0 ? `, ${duration((seconds() * (1 - whole)) / whole)} left` : "";
    return `${Math.floor(100 * whole)} % of ${total} ${total === 1 ? "image" : "images"}${left}`;
  };
  if (terminal) {
    const drawn = liveLines(terminal);
    return {
      at: (done, share) => drawn.set(0, ` ${bar((done + share) / total)} ${textAt(done, share)}`),
      stop: () => drawn.stop(true),
    };
  }
  let said = 0;
  return {
    at(done, share) {
      if (seconds() - said < PAUSE) return;
      said = seconds();
      say(`predicting: ${textAt(done, share)}`);
    },
    stop() {},
  };
}
