import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isDataError } from "../data/data-error.ts";
import { fileInside } from "./file-inside.ts";
import { PAGE_HEADERS } from "./page-headers.ts";
import { refusalOf } from "./refusal.ts";
import type { ServedSet } from "./served-set.ts";
import { type Answer, siteAnswer } from "./site-answer.ts";

/** A folder of the user that pages may read. */
export interface ServedData {
  readonly folder: string;
  /** What `data/index.json` says: an object for JSON. */
  readonly index: unknown;
  /** Decodes the images, when a page first asks for one. */
  readonly openSet?: () => Promise<ServedSet>;
}

export interface StudioOptions {
  /** Folder of the built site. */
  readonly site: string;
  /** Stands in every address, so that nobody who was not given it can ask for anything; "" for none. */
  readonly token: string;
  readonly data?: ServedData;
}

/**
 * The server of the studio, not yet listening. Below its token it has the site, `data/index.json` and `data/set.json` (null without data),
 * `data/files/PATH`, and the decoded numbers `data/pixels/IMAGE`, `data/mask/IMAGE`, `data/instances/IMAGE`; everything else is refused.
 */
export function studioServer(options: StudioOptions): Server {
  const server = createServer((request, response) => {
    answer(request, response, (server.address() as AddressInfo).port, options).catch(() => {
      if (!response.headersSent) send(response, text(500, "the file could not be read"), "GET");
      else response.destroy();
    });
  });
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  options: StudioOptions,
): Promise<void> {
  const method = request.method ?? "GET";
  const refusal = refusalOf(request, port);
  if (refusal) return send(response, text(refusal.status, refusal.reason), method);
  const path = pathBelow(request.url ?? "", baseOf(options.token));
  if (path === undefined) return send(response, text(404, NO_TOKEN), method);
  if (path.startsWith("data/")) return sendData(response, options.data, path.slice(5), method);
  send(response, await siteAnswer(options.site, path, baseOf(options.token)), method);
}

/** Where the site begins: "/" or "/TOKEN/". */
export function baseOf(token: string): string {
  return token === "" ? "/" : `/${token}/`;
}

const NO_TOKEN = "nothing is here: the address is the one that segloss studio printed, with its token";

/** The decoded path below the base, without the query; undefined where it is not below, or no text. */
function pathBelow(url: string, base: string): string | undefined {
  const [path] = url.split(/[?#]/);
  if (!path.startsWith(base)) return undefined;
  try {
    return decodeURIComponent(path.slice(base.length));
  } catch {
    return undefined;
  }
}

async function sendData(
  response: ServerResponse,
  data: ServedData | undefined,
  path: string,
  method: string,
): Promise<void> {
  if (path === "index.json") {
    return send(response, json(data?.index), method);
  }
  if (path === "set.json") return send(response, await setAnswer(data), method);
  const numbers = NUMBERS.exec(path);
  if (numbers) {
    const body = (await data?.openSet?.())?.array(numbers[1] as ArrayKind, Number(numbers[2]));
    const found = body && { status: 200, type: "application/octet-stream", body, lasting: false };
    return send(response, found ?? text(404, "not found"), method);
  }
  const file = data && path.startsWith("files/") ? await fileInside(data.folder, path.slice(6)) : undefined;
  if (file === undefined) return send(response, text(404, "not found"), method);
  const { size } = await stat(file);
  // Never as a page or a script of this server, whatever the file holds.
  response.writeHead(200, {
    ...PAGE_HEADERS,
    "content-type": "application/octet-stream",
    "content-length": size,
    "cache-control": "no-store",
  });
  if (method === "HEAD") return void response.end();
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** What the set is; in words where its files together are none, such as masks whose numbers nobody can tell. */
async function setAnswer(data: ServedData | undefined): Promise<Answer> {
  try {
    return json((await data?.openSet?.())?.head);
  } catch (error) {
    if (isDataError(error)) return text(422, error.message);
    throw error;
  }
}

type ArrayKind = Parameters<ServedSet["array"]>[0];

const NUMBERS = /^(pixels|mask|instances)\/(\d{1,9})$/;

function json(value: unknown): Answer {
  return { status: 200, type: "application/json", body: JSON.stringify(value ?? null), lasting: false };
}

function text(status: number, reason: string): Answer {
  return { status, type: "text/plain; charset=utf-8", body: `${reason}\n`, lasting: false };
}

function send(response: ServerResponse, { status, type, body, lasting }: Answer, method: string): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(status, {
    ...PAGE_HEADERS,
    "content-type": type,
    "content-length": bytes.length,
    "cache-control": lasting ? "max-age=31536000, immutable" : "no-cache",
  });
  response.end(method === "HEAD" ? undefined : bytes);
}
