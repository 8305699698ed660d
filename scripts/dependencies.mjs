import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { npm, root, run } from "./run.mjs";

/**
 * @typedef {Record<string, unknown>} Entry one package of a lock file
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/**
 * @param {string} path
 * @returns {any}
 */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * Whether the lock file was written for the package.json files as they are now.
 * @param {Lock} lock
 * @param {(folder: string) => Entry} manifestOf reads the package.json of a folder ("" is the root)
 * @returns {boolean}
 */
export function lockMatchesManifests(lock, manifestOf) {
  return Object.entries(lock.packages)
    .filter(([path]) => !path.includes("node_modules"))
    .every(([path, entry]) => {
      const manifest = manifestOf(path);
      return KINDS.every((kind) => isDeepStrictEqual(entry[kind] ?? {}, manifest[kind] ?? {}));
    });
}

/**
 * Paths of the lock file that are missing from node_modules or stand there in another version. Optional packages
 * (the binaries of other platforms) may be missing.
 * @param {Lock} lock package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, npm's own record of what it installed
 * @param {(path: string) => boolean} exists whether a path below the root is there
 * @returns {string[]}
 */
export function missingPackages(lock, installed, exists) {
  return Object.entries(lock.packages)
    .filter(([path]) => path.includes("node_modules/"))
    .filter(([path, wanted]) => {
      const found = installed.packages[path];
      if (!found) return !(wanted.optional || wanted.devOptional);
      return found.version !== wanted.version || found.integrity !== wanted.integrity || !exists(path);
    })
    .map(([path]) => path);
}

/** Whether node_modules holds what the lock file says. */
function areComplete() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const lock = readJson(join(root, "package-lock.json"));
  const exists = (/** @type {string} */ path) => existsSync(join(root, path, "package.json"));
  return (
    lockMatchesManifests(lock, (folder) => readJson(join(root, folder, "package.json"))) &&
    missingPackages(lock, readJson(record), exists).length === 0
  );
}

/** Installs the dependencies of the lock file, unless they are all there. Uses Node's own modules only. */
export function ensureDependencies() {
  if (areComplete()) return console.log("node_modules is what package-lock.json says: nothing to install");
  run(...npm("ci", "--prefer-offline", "--no-audit", "--no-fund"));
}
