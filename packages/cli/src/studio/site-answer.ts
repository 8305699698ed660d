import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileInside } from "./file-inside.ts";

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
  /** Whether its address changes with its content, so that browsers may keep it. */
  readonly lasting: boolean;
}

/** Stands in the built site for the folder that it is served from. */
export const BASE_PLACEHOLDER = "/--base--/";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};
const HOLDS_BASE = [".html", ".js", ".mjs", ".css", ".json"];

/**
 * A file of the built site, with the folder that it is served from put in.
 *
 * @param site folder of the built site
 * @param path below it, decoded; a folder means its index.html
 * @param base that the site is served below, "/" or "/some/where/"
 */
export async function siteAnswer(site: string, path: string, base: string): Promise<Answer> {
  const wanted = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  const file = await fileInside(site, wanted);
  if (file === undefined) return missing(site, base);
  return { ...(await readSiteFile(file, base)), status: 200, lasting: path.startsWith("assets/") };
}

async function missing(site: string, base: string): Promise<Answer> {
  const page = await fileInside(site, "404.html");
  if (page === undefined) return { status: 404, type: TYPES[".txt"], body: "not found\n", lasting: false };
  return { ...(await readSiteFile(page, base)), status: 404, lasting: false };
}

async function readSiteFile(file: string, base: string): Promise<Pick<Answer, "type" | "body">> {
  const kind = extname(file);
  const type = TYPES[kind] ?? "application/octet-stream";
  if (!HOLDS_BASE.includes(kind)) return { type, body: await readFile(file) };
  return { type, body: (await readFile(file, "utf8")).replaceAll(BASE_PLACEHOLDER, base) };
}
