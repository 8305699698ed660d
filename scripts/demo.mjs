// `npm run demo`: compares three losses on real satellite images, from a fresh clone on, and says where the report is.
// `--short` is the form that verify runs: simulated images, a few steps. Uses Node's own modules until it has installed.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { exitCode, main, npm, root, run } from "./run.mjs";

const REPORT = "segloss-report";
const LOSSES = ["--losses", "crossEntropy, dice, dice + crossEntropy"];
/** One rate for all and so many steps: the same numbers everywhere, below five minutes on two slow cores. */
const FULL = {
  earth: [...LOSSES, "--learning-rate", "0.01", "--steps", "800"],
  nuclei: [...LOSSES, "--learning-rate", "0.01", "--steps", "600", "--size", "64"],
};
const SHORT = [
  ...["--losses", "dice,focal", "--learning-rate", "0.01", "--steps", "30", "--size", "64", "--force"],
];

/** The command's exit code for what is not its own fault: a data set that cannot be fetched, above all. */
const NOT_OUR_FAULT = 1;

/**
 * @param {string} data a named data set
 * @param {string[]} options
 * @returns {number} the command's exit code
 */
function compare(data, options) {
  const folder = join(REPORT, data);
  const command = ["compare", data, "-o", folder, "--restart", ...options];
  console.log(`\nsegloss ${command.join(" ")}\n`);
  const code = exitCode(process.execPath, [join(root, "packages/cli/bin/segloss.js"), ...command]);
  if (code === 0) sayWhere(join(root, folder, "report.html"));
  return code;
}

/** @param {string} report */
function sayWhere(report) {
  if (!existsSync(report)) throw new Error(`the command ended well and left no ${report}`);
  console.log(`\nThe report: ${report}`);
}

/** Real images where they can be had, else simulated ones. */
function compareBest() {
  const code = compare("earth", FULL.earth);
  if (code !== NOT_OUR_FAULT) return code;
  console.log(
    "\nThe satellite images could not be had (offline?): going on with `nuclei`, simulated on this machine.",
  );
  return compare("nuclei", FULL.nuclei);
}

main(() => {
  console.log("1 of 3: installing the dependencies, where they are missing");
  ensureDependencies();
  console.log("2 of 3: building the packages");
  run(...npm("run", "--silent", "build"));
  console.log("3 of 3: training the same network with three losses on folds of the images");
  process.exitCode = process.argv.includes("--short") ? compare("nuclei", SHORT) : compareBest();
});
