import { CANCELLED, cancelledKey } from "../protocol/run-keys.ts";
import type { ObjectStore } from "./object-store.ts";
import { sealed, unsealed } from "./sealed.ts";

/** Who ended a run before its time. */
export interface Cancellation {
  /** Name of the machine. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Milliseconds for which a mark is kept: nobody has held a job for so long. */
const KEPT_FOR = 60 * 86_400_000;

/** Undefined for runs that nobody has cancelled. @throws StoreAway */
export async function cancellationOf(store: ObjectStore, run: string): Promise<Cancellation | undefined> {
  const bytes = await store.read(cancelledKey(run));
  return bytes && ((unsealed(bytes) as Cancellation | undefined) ?? { by: "somebody", at: "some time ago" });
}

/** Marks a run as cancelled, and takes away marks that serve nobody any more. The first mark stands. */
export async function markCancelled(store: ObjectStore, run: string, mark: Cancellation): Promise<void> {
  await store.put(cancelledKey(run), sealed(mark));
  for (const other of await store.list(CANCELLED)) {
    const { at } = (await cancellationOf(store, other)) ?? mark;
    if (Date.parse(mark.at) - Date.parse(at) > KEPT_FOR) await store.remove(cancelledKey(other));
  }
}
