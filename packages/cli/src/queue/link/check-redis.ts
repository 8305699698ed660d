import { dataError } from "../../data/data-error.ts";
import type { QueueLibraries } from "./load-queue.ts";
import { type RedisAddress, shownAddress } from "./redis-address.ts";
import { TooLong, within } from "./within.ts";

/** Milliseconds that a Redis has to answer in before the work begins. */
const PATIENCE = 10_000;
const LEAST_VERSION = [6, 2] as const;

/**
 * Asks a Redis who it is, before a library does that waits for it for ever.
 *
 * @returns what is to be known about it, in sentences
 * @throws DataError where it is away, refuses, is too old, or would throw jobs away
 */
export async function checkRedis({ Redis }: QueueLibraries, address: RedisAddress): Promise<string[]> {
  const where = `--queue ${shownAddress(address)}`;
  const client = new Redis({
    ...address,
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: PATIENCE,
  });
  let fault: Error | undefined;
  client.on("error", (error: Error) => {
    fault ??= error;
  });
  try {
    await within(
      PATIENCE,
      client.connect().then(() => client.select(address.db)),
    );
    const [server, memory, persistence] = await Promise.all(
      ["server", "memory", "persistence"].map((part) => within(PATIENCE, client.info(part)).catch(() => "")),
    );
    checkVersion(where, fieldOf(server, "redis_version"));
    checkEviction(where, memory);
    return persistenceNotes(where, persistence);
  } catch (cause) {
    if ((cause as Error).name === "DataError") throw cause;
    throw dataError(`${where}: ${reasonOf(fault ?? (cause as Error), address)}`, cause);
  } finally {
    client.disconnect();
  }
}

/** What Redis, Node and TLS say, in the words of whoever typed the address. */
const REASONS: readonly (readonly [says: RegExp, reason: (address: RedisAddress) => string])[] = [
  [/NOAUTH/, () => "it asks for a password: redis://:PASSWORD@HOST, or the whole address in SEGLOSS_QUEUE"],
  [
    /WRONGPASS|invalid password/i,
    ({ username }) =>
      `it refuses the ${username ? "user or " : ""}password; characters such as @ : / are written %40 %3A %2F`,
  ],
  [/without any password configured/, () => "it has no password, and one was given; leave it out"],
  [/NOPERM/, () => "its user may not do what a queue needs; docs/many-machines.md has the rules"],
  [/ECONNREFUSED/, () => "nothing listens there; start redis-server, or check host and port"],
  [/ENOTFOUND|EAI_AGAIN/, ({ host }) => `there is no host ${host}; check its name`],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, () => "it cannot be reached; check host, port and firewall"],
  [
    /DB index is out of range/,
    ({ db }) => `it has no database ${db}; Redis has 0 to 15 unless told otherwise`,
  ],
  [
    /certificate|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/i,
    () => "its certificate is not trusted; NODE_EXTRA_CA_CERTS=FILE names that of your authority",
  ],
  [
    /wrong version number|packet length too long|EPROTO|disconnected before secure/i,
    () => "it does not speak TLS there; say redis://, or the port that does",
  ],
];

function reasonOf(fault: Error, address: RedisAddress): string {
  const said = `${(fault as NodeJS.ErrnoException).code ?? ""} ${fault.message}`;
  const known = REASONS.find(([says]) => says.test(said));
  if (known) return known[1](address);
  if (fault instanceof TooLong || /closed|ECONNRESET|Protocol error/i.test(said))
    return `it does not answer as a Redis does (${fault.message}); ${address.tls ? "where it has no TLS, say redis://" : "where it speaks TLS, say rediss://"}`;
  return fault.message;
}

function checkVersion(where: string, version: string | undefined): void {
  if (version === undefined) return;
  const [major, minor] = version.split(".").map(Number);
  const [least, leastMinor] = LEAST_VERSION;
  if (major > least || (major === least && minor >= leastMinor)) return;
  throw dataError(`${where}: expected Redis ${LEAST_VERSION.join(".")} or later, got ${version}; update it`);
}

/** A Redis that evicts keys where memory is short throws jobs and locks away without a word. */
function checkEviction(where: string, memory: string): void {
  const policy = fieldOf(memory, "maxmemory_policy");
  if (policy === undefined || policy === "noeviction" || Number(fieldOf(memory, "maxmemory")) === 0) return;
  throw dataError(
    `${where}: its maxmemory-policy is ${policy}, which throws jobs away where memory is short; say CONFIG SET maxmemory-policy noeviction`,
  );
}

function persistenceNotes(where: string, persistence: string): string[] {
  if (fieldOf(persistence, "aof_enabled") !== "0") return [];
  return [
    `${where}: it keeps no append-only file (appendonly no): when it restarts, jobs that wait are forgotten until their sender sends them again`,
  ];
}

function fieldOf(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
}
