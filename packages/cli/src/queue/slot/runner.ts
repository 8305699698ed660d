import type { TrialMachine } from "../../compare/protocol/trial.ts";
import type { JobData } from "../protocol/job-data.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** How the work on a job ended. */
export type JobOutcome =
  | { readonly how: "done"; readonly body: unknown }
  /** `final`: to try again would fail again. */
  | { readonly how: "failed"; readonly reason: string; readonly log: string; readonly final?: boolean }
  /** It was told to stop, and what there is is kept. */
  | { readonly how: "stopped" };

/** What is told about work under way. */
export interface JobProgress {
  /** `MACHINE.SLOT`. */
  readonly slot: string;
  readonly step?: number;
  readonly loss?: number | null;
}

/** The surroundings of a job. */
export interface JobRoom {
  readonly data: JobData;
  readonly store: ObjectStore;
  readonly machine: TrialMachine;
  /** Aborted when the work shall stop at its next step; with the reason KILL when it shall end at once. */
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
  tell(progress: Omit<JobProgress, "slot">): void;
  say(line: string): void;
}

/** Does jobs of one kind, one at a time, in a process of its own that may be kept from one to the next. */
export interface Runner {
  /**
   * @throws Refusal for what is not of the schema
   * @throws WrongContent, StoreAway, OwnDiskTrouble
   */
  run(room: JobRoom): Promise<JobOutcome>;
  close(): Promise<void>;
}

/** Bounds of a job, so that no job takes a machine away. */
export interface JobBounds {
  readonly minutes: number;
  /** Of its process, in bytes. */
  readonly memory: number;
}
