import { type Versions, versionsText } from "./versions.ts";

/** What a worker is asked to do. */
export type JobKind = "trial" | "shard";

/** All that stands in Redis of a job: hashes and versions. What they name is in the store. */
export interface JobData extends Versions {
  readonly kind: JobKind;
  /** Id of the run. */
  readonly run: string;
  /** Name of the job in the run, from its content. */
  readonly job: string;
  /** SHA-256 of what is to be done, and of what many jobs share. */
  readonly task: string;
  readonly context: string;
  /** Id of the store. */
  readonly store: string;
}

/** A job that no worker does, whoever sent it. */
export class Refusal extends Error {}

/** Longer ones are refused unread. */
const MOST_CHARACTERS = 2000;

type Field = readonly [expected: string, fits: (value: unknown) => boolean];

const text = (expected: string, pattern: RegExp): Field => [
  expected,
  (value) => typeof value === "string" && pattern.test(value),
];

const FIELDS: Readonly<Record<keyof JobData, Field>> = {
  protocol: ["a whole number", Number.isInteger],
  segloss: text("a version", /^[\w.+-]{1,40}$/),
  runtime: text("a version", /^[\w.+-]{1,40}$/),
  provider: text("the name of a provider", /^\w{1,30}$/),
  block: ["a whole number", Number.isInteger],
  kind: text("trial or shard", /^(trial|shard)$/),
  run: text("10 letters and digits", /^[a-z0-9]{10}$/),
  job: text("32 hexadecimal digits", /^[0-9a-f]{32}$/),
  task: text("64 hexadecimal digits", /^[0-9a-f]{64}$/),
  context: text("64 hexadecimal digits", /^[0-9a-f]{64}$/),
  store: text("8 hexadecimal digits", /^[0-9a-f]{8}$/),
};

/**
 * The data of a job, of which nothing is believed before it was looked at.
 * @throws Refusal that says what was expected and what came
 */
export function checkJobData(value: unknown, here: Versions & { readonly store: string }): JobData {
  const data = shaped(value);
  const theirs = versionsText(data);
  if (theirs !== versionsText(here))
    throw new Refusal(
      `the job is for ${theirs}, and this worker has ${versionsText(here)}; send it with the same versions`,
    );
  if (data.store !== here.store)
    throw new Refusal(
      `the job is in the store ${data.store}, and this worker has the store ${here.store}; give both the same shared folder`,
    );
  return data;
}

function shaped(value: unknown): JobData {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal(`expected an object with ${Object.keys(FIELDS).join(", ")}, got ${shown(value)}`);
  if (JSON.stringify(value).length > MOST_CHARACTERS)
    throw new Refusal(`expected at most ${MOST_CHARACTERS} characters, got ${JSON.stringify(value).length}`);
  const strange = Object.keys(value).find((key) => !Object.hasOwn(FIELDS, key));
  if (strange !== undefined)
    throw new Refusal(`expected the fields ${Object.keys(FIELDS).join(", ")}, got ${shown(strange)} as well`);
  for (const [key, [expected, fits]] of Object.entries(FIELDS)) {
    const given = (value as Readonly<Record<string, unknown>>)[key];
    if (!fits(given)) throw new Refusal(`${key}: expected ${expected}, got ${shown(given)}`);
  }
  return value as JobData;
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
