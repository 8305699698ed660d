import { copyFile, rm, stat } from "node:fs/promises";
import type { TrialMachine } from "../../compare/protocol/trial.ts";
import { hashOfFile } from "../../output/content-hash.ts";
import type { JobData } from "../protocol/job-data.ts";
import { JOB_PARTS, jobKey } from "../protocol/run-keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { OwnDiskTrouble } from "../store/own-disk-trouble.ts";
import { sealed, unsealed } from "../store/sealed.ts";
import { lastCheckpoint } from "./job-standing.ts";
import { padded } from "./padded.ts";

/** What stands in the store about a training on its way, beside the file itself. */
interface CheckpointRecord {
  readonly snapshot: string;
  readonly hash: string;
  /** Who trained up to here, the last one last. */
  readonly machines: readonly TrialMachine[];
}

/** Checkpoints of one job in the store: numbered, each put whole and never changed, so that two who hold a job do no harm to each other. */
export interface Checkpoints {
  /** Number of the last one; 0 where there is none. */
  readonly number: () => number;
  readonly machines: () => readonly TrialMachine[];
  /** Copies the last one that is right into a file. @returns whether there is one */
  fetch(file: string): Promise<boolean>;
  /** Puts the file where it has changed since. */
  put(file: string): Promise<void>;
}

/** Older ones are of no use, but the last may be damaged. */
const KEPT = 2;

export async function openCheckpoints(
  store: ObjectStore,
  data: JobData,
  machine: TrialMachine,
): Promise<Checkpoints> {
  const prefix = jobKey(data);
  let last = lastCheckpoint(await store.list(prefix));
  let machines: readonly TrialMachine[] = [];
  let seen = "";
  return {
    number: () => last,
    machines: () => machines,
    async fetch(file) {
      for (let number = last; number > Math.max(0, last - KEPT); number--) {
        const record = await recordOf(number);
        if (record && (await store.copyTo(`${prefix}/${record.snapshot}`, file)) === record.hash) {
          machines = record.machines;
          seen = await stampOf(file);
          return true;
        }
      }
      await rm(file, { force: true });
      return false;
    },
    async put(file) {
      const stamp = await stampOf(file);
      if (stamp === "" || stamp === seen) return;
      // The training writes the next one whenever it likes.
      const copy = `${file}.copy`;
      await copyFile(file, copy).catch((cause) => {
        throw new OwnDiskTrouble(copy, cause);
      });
      try {
        const hash = await hashOfFile(copy);
        const number = Math.max(last, lastCheckpoint(await store.list(prefix))) + 1;
        const snapshot = `snapshot.${padded(number)}.${hash.slice(0, 16)}`;
        const chain = withMachine(machines, machine);
        await store.put(`${prefix}/${snapshot}`, { file: copy });
        await store.put(
          `${prefix}/${JOB_PARTS.checkpoint}${padded(number)}`,
          sealed({ snapshot, hash, machines: chain }),
        );
        [last, seen] = [number, stamp];
        await removeBefore(number - KEPT + 1);
      } finally {
        await rm(copy, { force: true });
      }
    },
  };

  async function recordOf(number: number): Promise<CheckpointRecord | undefined> {
    const bytes = await store.read(`${prefix}/${JOB_PARTS.checkpoint}${padded(number)}`);
    return bytes && (unsealed(bytes) as CheckpointRecord | undefined);
  }

  async function removeBefore(number: number): Promise<void> {
    const names = await store.list(prefix);
    const old = names.filter((name) => {
      const own = /^(?:checkpoint|snapshot)\.(\d+)/.exec(name)?.[1];
      return own !== undefined && Number(own) < number;
    });
    await Promise.all(old.map((name) => store.remove(`${prefix}/${name}`)));
  }
}

/** A machine that comes back stands once. */
export function withMachine(machines: readonly TrialMachine[], machine: TrialMachine): TrialMachine[] {
  return [...machines.filter(({ name }) => name !== machine.name), machine];
}

/** Changes when the file does; empty where there is none. */
async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : "";
}
