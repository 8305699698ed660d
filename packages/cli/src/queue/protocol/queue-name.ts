import type { Versions } from "./versions.ts";

/** Who meets in a queue. */
export interface Meeting extends Versions {
  /** Id of the store. */
  readonly store: string;
}

/**
 * The name of the queue in which senders and workers meet that have the same versions and the same store. Those of others have queues of their own, so that a job never
 * reaches a worker that would have to refuse it.
 */
export function queueName({ protocol, segloss, runtime, provider, block, store }: Meeting): string {
  return ["segloss", protocol, segloss, runtime, provider, block, store].join("~");
}

/** Undefined for queues of other programs. */
export function parseQueueName(name: string): Meeting | undefined {
  const [program, protocol, segloss, runtime, provider, block, store, ...rest] = name.split("~");
  if (program !== "segloss" || store === undefined || rest.length > 0) return undefined;
  const numbers = { protocol: Number(protocol), block: Number(block) };
  return { ...numbers, segloss, runtime, provider, store };
}
