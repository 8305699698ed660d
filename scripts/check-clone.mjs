// Clones this repository as a stranger would, installs and builds it there, and calls the command as README says. What is
// not committed is no part of a clone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { capture, main, npm, root, run } from "./run.mjs";

/** @param {string} text */
const say = (text) => console.log(`  ${text}`);

main(() => {
  const clone = mkdtempSync(join(tmpdir(), "segloss-clone-"));
  try {
    run("git", ["clone", "--quiet", "--depth", "1", pathToFileURL(root).href, clone]);
    say("npm ci && npm run build");
    run(...npm("ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"), { cwd: clone });
    run(...npm("run", "--silent", "build"), { cwd: clone });
    const version = capture(...npm("exec", "--no", "--", "segloss", "--version"), { cwd: clone }).trim();
    if (!/^\d+\.\d+\.\d+/.test(version))
      throw new Error(`npx segloss --version says "${version}", expected a version`);
    say(`npx segloss --version: ${version}`);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
});
