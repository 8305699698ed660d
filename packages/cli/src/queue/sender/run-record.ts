import { randomInt } from "node:crypto";
import { dataError } from "../../data/data-error.ts";
import { type Meeting, queueName } from "../protocol/queue-name.ts";
import { recordKey } from "../protocol/run-keys.ts";
import { versionsText } from "../protocol/versions.ts";
import { cancellationOf } from "../store/cancelled-runs.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { sealed, unsealed } from "../store/sealed.ts";

/** What stands in the store about a run, so that any sender goes on with it. */
export interface RunRecord<T> {
  readonly kind: "compare" | "score";
  readonly meeting: Meeting;
  readonly sentAt: string;
  /** SHA-256 of what all its jobs share. */
  readonly context: string;
  readonly facts: T;
}

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** The id of a new run: letters that are not mistaken for each other, the first one no digit. */
export function newRun(): string {
  return Array.from({ length: 10 }, (_, k) => LETTERS[randomInt(k === 0 ? 24 : LETTERS.length)]).join("");
}

export async function putRecord<T>(store: ObjectStore, run: string, record: RunRecord<T>): Promise<void> {
  await store.put(recordKey(run), sealed(record));
}

/** @throws DataError where there is no such run, or it is of another command or other versions */
export async function readRecord<T>(
  store: ObjectStore,
  run: string,
  kind: RunRecord<T>["kind"],
  meeting: Meeting,
): Promise<RunRecord<T>> {
  const bytes = await store.read(recordKey(run));
  const cancelled = await cancellationOf(store, run);
  if (cancelled)
    throw dataError(
      `--attach ${run}: it was cancelled on ${cancelled.by} at ${cancelled.at}; send the work again without --attach`,
    );
  if (bytes === undefined)
    throw dataError(
      `--attach ${run}: the store ${store.place} has no such run; finished ones are taken away, others are folders of ${store.place}/runs`,
    );
  const record = unsealed(bytes) as RunRecord<T> | undefined;
  if (record === undefined)
    throw dataError(
      `--attach ${run}: its record in the store is damaged; send the work again without --attach`,
    );
  if (record.kind !== kind)
    throw dataError(
      `--attach ${run}: it is a run of segloss ${record.kind}; say segloss ${record.kind} --attach ${run}`,
    );
  if (queueName(record.meeting) !== queueName(meeting))
    throw dataError(
      `--attach ${run}: it was sent by ${versionsText(record.meeting)}, and this is ${versionsText(meeting)}; go on with those versions`,
    );
  return record;
}
