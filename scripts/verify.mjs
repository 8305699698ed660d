// `npm run verify`: everything that must hold before a change lands, from a fresh clone on. Stops at the first stage
// that fails. The last line counts the tests; a failed stage other than the tests counts as one more failure.
// Uses Node's own modules only, because it also makes the install.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { exitCode, npm, run, tool } from "./run.mjs";

// Tests that know a longer form of themselves look for it: all rows of a table, more cases.
if (process.argv.includes("--full")) process.env.SEGLOSS_FULL = "1";

const scratch = mkdtempSync(join(tmpdir(), "segloss-verify-"));
const testReport = join(scratch, "tests.json");
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
  { name: "tests, quick and slow", run: runTests },
  { name: "packed packages", run: () => node("scripts/check-packages.mjs", project) },
  { name: "a clone has the command", run: () => node("scripts/check-clone.mjs") },
  { name: "README blocks", run: () => node("scripts/run-readme.mjs", project) },
  { name: "demo, shortened", run: () => node("scripts/demo.mjs", "--short") },
];

function ensurePrograms() {
  node("scripts/ensure-chromium.mjs");
  node("scripts/ensure-redis.mjs");
  node("scripts/ensure-vulkan.mjs");
}

function runTests() {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${testReport}`];
  const code = exitCode(...tool("vitest", "run", ...reporters));
  const { passed, failed } = testCounts();
  if (passed + failed === 0) throw new Error("no test ran");
  if (code !== 0) throw new Error(`${failed} tests failed`);
}

/** @returns {{ passed: number, failed: number, skipped: number }} zeros before the tests have run */
function testCounts() {
  if (!existsSync(testReport)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(testReport, "utf8"));
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
const { passed, failed, skipped } = testCounts();
rmSync(scratch, { recursive: true, force: true });
console.log(`\nverify ${allPassed ? "passed" : "FAILED"} after ${seconds(started)}`);
console.log(`${passed} passed, ${allPassed ? failed : Math.max(failed, 1)} failed, ${skipped} skipped`);
process.exitCode = allPassed ? 0 : 1;
