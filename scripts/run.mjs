import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * @typedef {object} Options
 * @property {string} [cwd] folder to run in; the repository's root by default
 * @property {boolean} [quiet] hold the output back and show it only on failure
 */

/**
 * Runs a program with our own standard streams and waits for it.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {number} its exit code; 1 when a signal ended it or it could not start
 */
export function exitCode(command, args, { cwd = root, quiet = false } = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    stdio: quiet ? "pipe" : "inherit",
    encoding: "utf8",
  });
  if (error) console.error(`${command}: ${error.message}`);
  if (quiet && status !== 0) process.stderr.write(`${stdout}${stderr}`);
  return status ?? 1;
}

/**
 * Runs a program and throws when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 */
export function run(command, args, options) {
  const code = exitCode(command, args, options);
  if (code !== 0) throw new Error(`exit code ${code} from: ${[command, ...args].join(" ")}`);
}

/**
 * Runs a program and returns what it writes on stdout; throws when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {string}
 */
export function capture(command, args, { cwd = root } = {}) {
  const { status, stdout } = spawnSync(command, args, {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`exit code ${status ?? 1} from: ${[command, ...args].join(" ")}`);
  return stdout;
}

/**
 * Command and arguments that call npm: the npm that runs us where there is one, else the one on the path.
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function npm(...args) {
  const path = process.env.npm_execpath;
  return path ? [process.execPath, [path, ...args]] : ["npm", args];
}

/**
 * Command and arguments that call the program of one of our devDependencies.
 * @param {string} name of the package, which holds one program
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function tool(name, ...args) {
  const folder = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [program] = typeof bin === "string" ? [bin] : Object.values(bin);
  return [process.execPath, [join(folder, program), ...args]];
}

/**
 * Runs the body of a script; an error ends it with one message and exit code 1.
 * @param {() => void} body
 */
export function main(body) {
  try {
    body();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
