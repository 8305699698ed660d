import { Option, type Command as Parser } from "commander";
import { dataError } from "../../data/data-error.ts";
import { parseRedisAddress, type RedisAddress } from "./redis-address.ts";

/** Where the queue and the store are, as commands that send work are told. */
export interface QueueOptions {
  /** True where the address is in the environment. */
  readonly queue?: string | true;
  readonly store?: string;
  readonly attach?: string;
}

/** Where a run goes. */
export interface QueuePlace {
  readonly address: RedisAddress;
  readonly store: string;
  /** A run to go on with. */
  readonly attach?: string;
}

const STORE = "SEGLOSS_STORE";
const QUEUE = "SEGLOSS_QUEUE";

/** Declares where a worker finds its jobs. Both may come from the environment, which keeps a password out of the list of processes. */
export function defineMeetingPlace(parser: Parser): Parser {
  const url = "Redis: redis://HOST, with a password redis://:PASSWORD@HOST, with TLS rediss://";
  return parser
    .addOption(new Option("--queue [url]", url).env(QUEUE))
    .addOption(new Option("--store <folder>", "folder that all machines share").env(STORE));
}

/** Declares where a command sends its work. An address in the environment sends nothing by itself. */
export function defineSending(parser: Parser, what: string): Parser {
  return parser
    .optionsGroup("Many machines:")
    .option(
      "--queue [url]",
      `${what} by the workers at a Redis (segloss worker): redis://HOST; without an address that of ${QUEUE}`,
    )
    .addOption(new Option("--store <folder>", "with --queue: folder that all machines share").env(STORE))
    .option("--attach <id>", "with --queue: goes on with a run that was sent before");
}

const RUN = /^[a-z0-9]{10}$/;

/** @param option as it was typed, with a space behind @throws DataError */
export function checkRunId(run: string, option = ""): void {
  if (!RUN.test(run))
    throw dataError(
      `${option}${run}: expected the id of a run, 10 small letters and digits, as it was said when it was sent`,
    );
}

/**
 * Undefined where the work stays on this machine.
 * @throws DataError
 */
export function queuePlace(
  { queue, store, attach }: QueueOptions,
  env: NodeJS.ProcessEnv = process.env,
): QueuePlace | undefined {
  if (queue === undefined && attach !== undefined)
    throw dataError("--attach: say where the run is: --queue redis://HOST --store FOLDER");
  if (queue === undefined) return undefined;
  const url = queue === true ? env[QUEUE] : queue;
  if (url === undefined || url === "")
    throw dataError(
      `--queue: expected an address such as redis://HOST, or one in the variable ${QUEUE}; got neither`,
    );
  if (store === undefined || store === "")
    throw dataError(
      "--queue: say the folder that all machines share, for data, checkpoints and results: --store FOLDER",
    );
  if (attach !== undefined) checkRunId(attach, "--attach ");
  const address = parseRedisAddress(url, queue === true ? QUEUE : "--queue");
  return { address, store, ...(attach !== undefined && { attach }) };
}
