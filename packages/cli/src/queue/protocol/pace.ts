/** How long things take at most, in milliseconds: all follow from one number, so that tests can go through in seconds what takes minutes. */
export interface Pace {
  /** A worker that gives no sign of life for so long has lost its job. */
  readonly lock: number;
  readonly renew: number;
  /** Between two looks for jobs whose worker has gone. */
  readonly stalled: number;
  /** Between two looks of the sender at what has ended. */
  readonly poll: number;
  /** Before a job that failed is tried again. */
  readonly again: number;
  /** Between two looks of a slot for a new checkpoint. */
  readonly checkpoint: number;
  /** A slot whose machine is in trouble takes no job for so long. */
  readonly rest: number;
}

/**
 * Seconds of a lock. A cut of the network that is shorter costs nothing; a job of a worker that was killed waits so long. Renewed at a ninth: measured with BullMQ 6.7.0, a job
 * whose end fell into a cut of 60 s was accepted, where the usual 30 s of a lock refused it and let it run again.
 */
const USUAL_LOCK = 90;

/** From the seconds in SEGLOSS_QUEUE_LOCK, else 90. */
export function paceOf(env: NodeJS.ProcessEnv = process.env): Pace {
  const asked = Number(env.SEGLOSS_QUEUE_LOCK);
  const lock = Math.round(1000 * (asked > 0 ? asked : USUAL_LOCK));
  // Redis takes whole milliseconds, and says for others that it is no integer.
  const part = (of: number) => Math.ceil(lock / of);
  return {
    ...{ lock, renew: part(9), stalled: part(6), poll: part(18) },
    ...{ again: part(18), checkpoint: part(90), rest: part(3) },
  };
}
