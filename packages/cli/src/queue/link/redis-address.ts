import { isIP } from "node:net";
import { dataError } from "../../data/data-error.ts";

/** Where a Redis is, as ioredis takes it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly servername?: string };
}

const USUAL_PORT = 6379;
const EXPECTED =
  "expected redis://HOST:PORT/NUMBER, with a password redis://:PASSWORD@HOST, with TLS rediss://";

/**
 * Reads the address of a Redis.
 * @param where the option or variable that it is from, for errors
 * @throws DataError that does not repeat a password
 */
export function parseRedisAddress(text: string, where = "--queue"): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (why: string) => dataError(`${where}: ${EXPECTED}; ${why}`);
  if (!url || !/^rediss?:\/\//i.test(text)) throw refuse(`got ${withoutPassword(text)}`);
  if (url.hostname === "") throw refuse(`there is no host in ${withoutPassword(text)}`);
  if (!/^\/?\d*$/.test(url.pathname))
    throw refuse(`the number of a database is no number in ${withoutPassword(text)}`);
  if (url.search || url.hash)
    throw refuse("there are no options behind ? or # (a password that holds them is written %3F or %23)");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    ...{ host, port: Number(url.port || USUAL_PORT), db: Number(url.pathname.slice(1) || 0) },
    ...(url.username && { username: decoded(url.username, refuse) }),
    ...(url.password && { password: decoded(url.password, refuse) }),
    // An address of numbers is no name that a certificate is asked for by.
    ...(url.protocol === "rediss:" && { tls: isIP(host) ? {} : { servername: host } }),
  };
}

/** A percent sign of a password that is not one of an escape. */
function decoded(text: string, refuse: (why: string) => Error): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse("a % in the password is written %25");
  }
}

/** The address for messages and logs. */
export function shownAddress({ host, port, db, tls }: RedisAddress): string {
  return `redis${tls ? "s" : ""}://${host.includes(":") ? `[${host}]` : host}:${port}/${db}`;
}

/** Any text with what stands before an @ of an address taken out: what was mistyped may hold a password all the same. */
export function withoutPassword(text: string): string {
  return text.replace(
    /^([a-z]*:?\/{0,2})?[\s\S]*@/i,
    (_, scheme: string | undefined) => `${scheme ?? ""}***@`,
  );
}

/** An argument of a command line, without the password where it is the address of a Redis. */
export function shownArgument(text: string): string {
  return text.replace(/(rediss?:\/*)[\s\S]*@/i, "$1***@");
}
