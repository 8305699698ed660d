import { cancellationOf } from "../store/cancelled-runs.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** Hears of it when the run of a job is cancelled. */
export interface CancelWatch {
  /** Aborted then. */
  readonly signal: AbortSignal;
  /** Whether it is. @throws StoreAway */
  look(): Promise<boolean>;
  stop(): void;
}

/** @param every milliseconds between two looks at the store */
export function cancelWatch(store: ObjectStore, run: string, every: number): CancelWatch {
  const controller = new AbortController();
  const look = async () => {
    if (!controller.signal.aborted && (await cancellationOf(store, run))) controller.abort();
    return controller.signal.aborted;
  };
  // Away is not cancelled.
  const timer = setInterval(() => void look().catch(() => {}), every);
  return { signal: controller.signal, look, stop: () => clearInterval(timer) };
}
