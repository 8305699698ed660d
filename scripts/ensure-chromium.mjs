// Usage: node scripts/ensure-chromium.mjs
// Prints the path of a Chromium or Chrome on stdout, for tests of web pages. Where there is none it is installed by
// apt-get (as root, on Debian and its kin); otherwise a message says how to get one, and the exit code is 1.
import { existsSync } from "node:fs";
import { findChromium } from "./find-chromium.mjs";
import { exitCode } from "./run.mjs";

/** @returns {boolean} whether apt-get can be used without a password */
function mayInstall() {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** Installs Debian's Chromium; what apt-get prints goes to stderr, stdout is for the path. */
function installChromium() {
  const install =
    "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium";
  exitCode("bash", ["-c", `{ ${install}; } 1>&2`]);
}

if (!findChromium() && mayInstall()) installChromium();
const path = findChromium();
if (path) console.log(path);
else {
  console.error("No Chromium found: install Chromium or Chrome, or set CHROMIUM_PATH to its executable.");
  process.exitCode = 1;
}
