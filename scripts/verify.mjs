// `npm run verify`: everything that must hold before a change lands, from a fresh clone on. Stops at the first stage
// that fails. The last line counts the tests; a failed stage other than the tests counts as one more failure.
// Uses Node's own modules only, because it also makes the install.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { exitCode, npm, run, tool } from "./run.mjs";

// Tests that know a longer form of themselves look for it: all rows of a table, more cases.
const full = process.argv.includes("--full");
if (full) process.env.SEGLOSS_FULL = "1";

const scratch = mkdtempSync(join(tmpdir(), "segloss-verify-"));
const testReport = join(scratch, "tests.json");
const pagesReport = join(scratch, "pages.json");
const project = join(scratch, "project");

/** @param {string[]} args */
const node = (...args) => run(process.execPath, args);

/** @param {string} script */
const script = (script) => run(...npm("run", "--silent", script));

/** @type {{ name: string, run(): void }[]} */
const stages = [
  { name: "repository", run: () => node("scripts/check-repository.mjs") },
  { name: "install", run: ensureDependencies },
  { name: "programs that tests need", run: ensurePrograms },
  { name: "clean build", run: () => ["clean", "build"].forEach(script) },
  { name: "studio and documentation, built", run: () => node("scripts/studio.mjs", "--build") },
  { name: "types of tests, benches and scripts", run: () => script("types") },
  { name: "lint and format", run: () => script("lint") },
  { name: "tests, quick and slow", run: () => runTests(testReport) },
  {
    name: "tests in pages of Chromium",
    run: () => runTests(pagesReport, "--config", "vitest.pages.config.ts"),
  },
  { name: "packed packages", run: () => node("scripts/check-packages.mjs", project) },
  { name: "a clone has the command", run: () => node("scripts/check-clone.mjs") },
  { name: "README blocks", run: () => node("scripts/run-readme.mjs", project) },
  { name: "demo, shortened", run: () => node("scripts/demo.mjs", "--short") },
  ...(full ? [{ name: "other runtimes", run: tryRuntimes }] : []),
];

function ensurePrograms() {
  node("scripts/ensure-chromium.mjs");
  node("scripts/ensure-redis.mjs");
  node("scripts/ensure-vulkan.mjs");
}

/** @param {string} report where it goes, as JSON @param {string[]} args */
function runTests(report, ...args) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = exitCode(...tool("vitest", "run", ...args, ...reporters));
  const { passed, failed } = testCounts(report);
  if (passed + failed === 0) throw new Error("no test ran");
  if (code !== 0) throw new Error(`${failed} tests failed`);
}

/** The suite and the packed command on Node 20 to 26, Deno and Bun. */
function tryRuntimes() {
  node("scripts/check-runtimes.mjs", "--project", project, "--report", testReport);
}

/**
 * @param {string} path of a report
 * @returns {{ passed: number, failed: number, skipped: number }} zeros before the tests have run
 */
function testCounts(path) {
  if (!existsSync(path)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(path, "utf8"));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {number} since in milliseconds */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * @param {(typeof stages)[number]} stage
 * @param {number} index
 * @returns {boolean} whether it passed
 */
function passes(stage, index) {
  const started = performance.now();
  console.log(`\n[${index + 1}/${stages.length}] ${stage.name}`);
  try {
    stage.run();
  } catch (error) {
    console.error(`\nverify stopped at stage ${index + 1}, ${stage.name}, after ${seconds(started)}`);
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
  console.log(`      ${stage.name}: passed in ${seconds(started)}`);
  return true;
}

const started = performance.now();
const allPassed = stages.every(passes);
const [tests, inPages] = [testReport, pagesReport].map(testCounts);
const [passed, failed, skipped] = /** @type {const} */ (["passed", "failed", "skipped"]).map(
  (kind) => tests[kind] + inPages[kind],
);
rmSync(scratch, { recursive: true, force: true });
console.log(`\nverify ${allPassed ? "passed" : "FAILED"} after ${seconds(started)}`);
console.log(`${passed} passed, ${allPassed ? failed : Math.max(failed, 1)} failed, ${skipped} skipped`);
process.exitCode = allPassed ? 0 : 1;
