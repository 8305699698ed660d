import type { IncomingMessage } from "node:http";

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * Only pages of this server may ask it. A page of another site that a browser shows can send requests to 127.0.0.1, or make its own name
 * mean 127.0.0.1 (DNS rebinding); the first says so in Origin and Sec-Fetch-Site, the second in Host.
 *
 * @param port that the server listens on
 */
export function refusalOf(
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  port: number,
): Refusal | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  const site = headers["sec-fetch-site"];
  if (host === undefined || !hosts.includes(host))
    return { status: 403, reason: `this server answers to ${hosts[0]} only` };
  if (origin !== undefined && !hosts.some((known) => origin === `http://${known}`))
    return { status: 403, reason: "this server answers its own pages only" };
  if (site !== undefined && site !== "same-origin" && site !== "none")
    return { status: 403, reason: "this server answers its own pages only" };
  if (method !== "GET" && method !== "HEAD")
    return { status: 405, reason: "this server is read only: GET or HEAD" };
  return undefined;
}
