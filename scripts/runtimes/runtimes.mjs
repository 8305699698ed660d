import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, root, run } from "../run.mjs";

/**
 * A JavaScript runtime beside the one that runs this script.
 * @typedef {object} Runtime
 * @property {string} name with its version
 * @property {string} program path of its executable
 * @property {string[]} flags that stand before a script
 */

/** @type {{ name: string, alias: string, program: string, flags: string[] }[]} */
const KINDS = [
  { name: "Node", alias: "node-20", program: "bin/node", flags: [] },
  { name: "Node", alias: "node-22", program: "bin/node", flags: [] },
  { name: "Node", alias: "node-24", program: "bin/node", flags: [] },
  { name: "Node", alias: "node-26", program: "bin/node", flags: [] },
  { name: "Deno", alias: "deno", program: "deno", flags: ["run", "--allow-all"] },
  { name: "Bun", alias: "bun", program: "bin/bun", flags: ["--bun"] },
];

const HERE = dirname(fileURLToPath(import.meta.url));
const CACHE = join(root, "node_modules/.cache/runtimes");
const FILES = ["package.json", "package-lock.json"];

/**
 * Installs the pinned runtimes into a cache folder, where they are not there yet: packages of npm that hold the executables for
 * Linux on x64.
 * @returns {Runtime[]}
 */
export function ensureRuntimes() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error(
      `the pinned runtimes are for Linux on x64, this is ${process.platform} on ${process.arch}: run npm run runtimes there`,
    );
  if (!areInstalled()) {
    mkdirSync(CACHE, { recursive: true });
    for (const file of FILES) cpSync(join(HERE, file), join(CACHE, file));
    cpSync(join(root, ".npmrc"), join(CACHE, ".npmrc"));
    run(...npm("ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"), { cwd: CACHE });
  }
  return KINDS.map(({ name, alias, program, flags }) => {
    const folder = join(CACHE, "node_modules", alias);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { name: `${name} ${version}`, program: join(folder, program), flags };
  });
}

/** Whether what is installed was installed from these very files, to its end: npm writes its record last. */
function areInstalled() {
  const read = (/** @type {string} */ folder, /** @type {string} */ file) =>
    readFileSync(join(folder, file), "utf8");
  return (
    existsSync(join(CACHE, "node_modules/.package-lock.json")) &&
    FILES.every((file) => existsSync(join(CACHE, file)) && read(CACHE, file) === read(HERE, file))
  );
}
