// Usage: node scripts/ensure-redis.mjs
// Prints the path of a redis-server on stdout, for tests of work over many machines, which start one of their own on a free port. Where there is none it is installed
// by apt-get (as root, on Debian and its kin) without being started; otherwise a message says the command, and the exit code is 1.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { exitCode } from "./run.mjs";

/** @returns {string | undefined} */
function findRedis() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = [...folders, "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];
  return [process.env.REDIS_SERVER_PATH ?? "", ...places.map((folder) => join(folder, "redis-server"))].find(
    (path) => path && existsSync(path),
  );
}

/** @returns {boolean} whether apt-get can be used without a password */
function mayInstall() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

const INSTALL =
  "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends redis-server";

// What apt-get prints goes to stderr, stdout is for the path. RUNLEVEL=1: the package starts no server.
if (!findRedis() && mayInstall()) exitCode("bash", ["-c", `{ export RUNLEVEL=1; ${INSTALL}; } 1>&2`]);
const path = findRedis();
if (path) console.log(path);
else {
  console.error(`No redis-server found. As root: ${INSTALL}; or set REDIS_SERVER_PATH to its executable.`);
  process.exitCode = 1;
}
