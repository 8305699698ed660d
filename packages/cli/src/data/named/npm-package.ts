import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** Offline should say so soon: npm's own pauses between tries are 10 and 60 seconds. */
const QUICK_RETRY = ["--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=2000"];
/** The list of a package's files, which npm prints. */
const LONGEST_ANSWER = 2 ** 26;

export interface NpmPackage {
  /** `name@version`. */
  spec: string;
  /** The registry's integrity string of the tarball; other bytes are an error. */
  integrity: string;
}

/**
 * Fetches a package's tarball by the user's npm (registry, proxy, certificates and tokens of their .npmrc and environment, their npm
 * cache first), runs nothing of it, and puts only the files named, flat, into `folder`.
 *
 * @throws Error with npm's code: EINTEGRITY for other bytes, ENOENT where there is no npm
 */
export async function unpackNpmFiles(
  source: NpmPackage,
  files: readonly string[],
  folder: string,
): Promise<void> {
  const scratch = await mkdtemp(join(folder, "npm-"));
  try {
    const tarball = join(scratch, await pack(source.spec, scratch));
    await checkIntegrity(tarball, source);
    const { unpackTar } = await import("modern-tar/fs");
    const wanted = new Set(files.map((file) => `package/${file}`));
    const unpack = unpackTar(scratch, { filter: ({ name }) => wanted.has(name) });
    await pipeline(createReadStream(tarball), createGunzip(), unpack);
    for (const file of files) await rename(join(scratch, "package", file), join(folder, basename(file)));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The file name of the tarball that npm puts into the folder. */
function pack(spec: string, folder: string): Promise<string> {
  const [command, ...before] = npm();
  const args = ["pack", spec, "--json", "--ignore-scripts", "--pack-destination", folder, ...QUICK_RETRY];
  return new Promise((resolve, reject) => {
    execFile(command, [...before, ...args], { maxBuffer: LONGEST_ANSWER }, (error, stdout) => {
      if (error) reject(failure(error, stdout));
      else resolve((JSON.parse(stdout) as [{ filename: string }])[0].filename);
    });
  });
}

/** The npm that runs us where there is one, else the one on the path; on Windows that is a script. */
function npm(): [string, ...string[]] {
  const path = process.env.npm_execpath;
  if (path?.endsWith(".js")) return [process.execPath, path];
  return process.platform === "win32" ? [process.env.ComSpec ?? "cmd.exe", "/d", "/c", "npm"] : ["npm"];
}

/** npm says on stdout what went wrong, with its code. */
function failure(error: Error & { code?: unknown }, stdout: string): Error {
  try {
    const { code, summary } = (JSON.parse(stdout) as { error: { code: string; summary: string } }).error;
    return Object.assign(new Error(summary, { cause: error }), { code });
  } catch {
    const code = error.code === "ENOENT" ? "there is no npm on the path" : String(error.code);
    return Object.assign(new Error(error.message, { cause: error }), { code });
  }
}

async function checkIntegrity(tarball: string, { spec, integrity }: NpmPackage): Promise<void> {
  const [algorithm] = integrity.split("-", 1);
  const found = createHash(algorithm)
    .update(await readFile(tarball))
    .digest("base64");
  if (`${algorithm}-${found}` !== integrity)
    throw Object.assign(new Error(`${spec} has other bytes than expected`), { code: "EINTEGRITY" });
}
