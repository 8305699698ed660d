/** Longest time between two checkpoints, in seconds. */
const LONGEST = 30;
/** A checkpoint is not written before this many times what the last one cost has passed. */
const SPARING = 150;

/** Says when a checkpoint is due: at the end of an epoch, or when the last one is old; so that writing takes under 1 %. */
export interface CheckpointClock {
  isDue(step: number): boolean;
  wrote(seconds: number, step: number): void;
}

/** @param now in seconds */
export function checkpointClock(
  stepsPerEpoch: number,
  now: () => number,
  firstStep: number,
): CheckpointClock {
  let [last, cost, epoch] = [now(), 0, epochOf(firstStep)];
  return {
    isDue(step) {
      const since = now() - last;
      return since >= LONGEST || (epochOf(step) > epoch && since >= SPARING * cost);
    },
    wrote(seconds, step) {
      [last, cost, epoch] = [now(), seconds, epochOf(step)];
    },
  };

  function epochOf(step: number): number {
    return Math.floor(step / stepsPerEpoch);
  }
}
