import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { exitCode, root } from "../run.mjs";

/**
 * @typedef {import("./runtimes.mjs").Runtime} Runtime
 * @typedef {{ file: string, name: string, status: string, message: string }} Test
 * @typedef {{ fullName: string, status: string, failureMessages: string[] }} Assertion
 * @typedef {{ testResults: { name: string, message: string, assertionResults: Assertion[] }[] }} Report what vitest writes as JSON
 */

const QUICK = ["--project", "quick"];
/** Conformance of the engines that compute in JavaScript, WebAssembly and ONNX Runtime; WebGPU in Node is an addon made for Node. */
const CONFORMANCE = [
  "packages/segloss/test/conformance/",
  "packages/segloss/test/engines/wasm/conformance.",
  "packages/train/test/conformance/",
];
/** The parts of the suite, as arguments of vitest: the quick loop, and conformance. */
const WHOLE = [QUICK, ["--project", "slow", ...CONFORMANCE, "--exclude", "**/*.full.test.ts"]];

/** @param {Test} test @returns {boolean} whether it is one of those parts */
export function isOfSuite({ file }) {
  if (!/\.(slow|full)\.test\.ts$/.test(file)) return true;
  return file.endsWith(".slow.test.ts") && CONFORMANCE.some((path) => file.startsWith(path));
}

/**
 * Runs the quick loop and the conformance suites on a runtime, by vitest itself.
 * @param {Runtime} runtime
 * @param {string} scratch folder for reports
 * @param {readonly string[]} paths of the quick loop alone that are run; all when empty
 * @returns {Test[]}
 */
export function runSuite({ name, program, flags }, scratch, paths) {
  const parts = paths.length > 0 ? [[...QUICK, ...paths]] : WHOLE;
  return parts.flatMap((part) => {
    const file = join(scratch, "part.json");
    rmSync(file, { force: true });
    const reporters = ["--reporter=json", `--outputFile=${file}`];
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    // What fails is in the report; a runner that broke leaves none.
    exitCode(program, [...flags, vitest, "run", ...part, ...reporters], { quiet: true });
    if (!existsSync(file)) throw new Error(`${name}: vitest ended without a report of ${part.join(" ")}`);
    return testsOf(JSON.parse(readFileSync(file, "utf8")));
  });
}

/**
 * @param {Report} report
 * @returns {Test[]} one for a file that could not be loaded
 */
export function testsOf({ testResults }) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name).replaceAll("\\", "/");
    if (assertionResults.length === 0) return [{ file, name: "", status: "failed", message }];
    return assertionResults.map(({ fullName, status, failureMessages }) => ({
      ...{ file, name: fullName, status, message: failureMessages[0] ?? "" },
    }));
  });
}

/**
 * What is wrong with the tests of a runtime: fewer cases than were expected, failures that nobody has named, and named ones that
 * pass.
 * @param {string} runtime
 * @param {readonly Test[]} tests
 * @param {readonly Test[]} expected the same files on the runtime that is compared with
 * @param {readonly import("./known.mjs").Known[]} all failures that are named
 * @returns {string[]}
 */
export function problemsOf(runtime, tests, expected, all) {
  const known = all.filter(
    ({ on, test }) => runtime.startsWith(on) && expected.some(({ name }) => test.test(name)),
  );
  const failed = tests.filter(({ status }) => status === "failed");
  const isKnown = (/** @type {Test} */ { name }) => known.some(({ test }) => test.test(name));
  const counts = countsOf(tests);
  return [
    ...[...countsOf(expected)]
      .filter(([file, count]) => (counts.get(file) ?? 0) < count)
      .map(([file, count]) => `${file}: ${counts.get(file) ?? 0} of ${count} cases ran`),
    ...failed
      .filter((test) => !isKnown(test))
      .map(({ file, name, message }) => `${file}: ${name}\n    ${message.split("\n")[0]}`),
    ...known
      .filter(({ test }) => !failed.some(({ name }) => test.test(name)))
      .map(
        ({ test }) =>
          `${test} is named as a failure and does not fail: take it from known.mjs and docs/runtimes.md`,
      ),
  ];
}

/**
 * @param {readonly Test[]} tests
 * @returns {Map<string, number>} cases that were carried out, by file
 */
function countsOf(tests) {
  const counts = new Map();
  for (const { file, status } of tests)
    if (status === "passed" || status === "failed") counts.set(file, (counts.get(file) ?? 0) + 1);
  return counts;
}
