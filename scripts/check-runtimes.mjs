// Usage: node scripts/check-runtimes.mjs [--project FOLDER] [--report FILE] [--only NAME] [PATH ...]
// Runs the quick loop, the conformance suites of all engines and, where check-packages.mjs has made the project FOLDER, the packed
// command on the runtimes of scripts/runtimes. Each has to carry out as many cases of each file as the Node that runs this, whose
// JSON report FILE is where it ran before; what fails has to be named in scripts/runtimes/known.mjs. With paths it runs these of the quick loop alone. Needs a build.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { main } from "./run.mjs";
import { makeData, tryCommand } from "./runtimes/command.mjs";
import { KNOWN } from "./runtimes/known.mjs";
import { ensureRuntimes } from "./runtimes/runtimes.mjs";
import { isOfSuite, problemsOf, runSuite, testsOf } from "./runtimes/suite.mjs";

/** @typedef {import("./runtimes/runtimes.mjs").Runtime} Runtime */

const { values: flags, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: { project: { type: "string" }, report: { type: "string" }, only: { type: "string", default: "" } },
});

/** @type {Runtime} */
const OWN = { name: `Node ${process.versions.node}`, program: process.execPath, flags: [] };

/** Single precision with and without relaxed SIMD. */
const SAME_VALUE = 1e-7;

/** @param {string} scratch */
function expectedTests(scratch) {
  if (flags.report === undefined) return runSuite(OWN, scratch, paths);
  return testsOf(JSON.parse(readFileSync(flags.report, "utf8"))).filter(isOfSuite);
}

/**
 * @param {Runtime} runtime
 * @param {ReturnType<typeof tryCommand>} expected
 * @param {string} project
 * @param {string} data
 * @returns {string[]}
 */
function commandProblems(runtime, expected, project, data) {
  const { version, score, value, compared } = tryCommand(runtime, project, data);
  const apart = Math.abs(value / expected.value - 1);
  const places = [...new Set([...expected.compared.keys(), ...compared.keys()])];
  const other = places.filter((place) => compared.get(place) !== expected.compared.get(place));
  return [
    ...(version === expected.version ? [] : [`segloss --version says ${version}`]),
    ...(score === expected.score ? [] : [`segloss score does not print what it prints on ${OWN.name}`]),
    ...(apart <= SAME_VALUE ? [] : [`segloss eval gives ${value}, on ${OWN.name} ${expected.value}`]),
    ...(other.length === 0
      ? []
      : [`segloss compare: ${other.length} numbers are others, ${other[0]} the first`]),
  ];
}

main(() => {
  const runtimes = ensureRuntimes().filter(({ name }) =>
    name.toLowerCase().includes(flags.only.toLowerCase()),
  );
  const scratch = mkdtempSync(join(tmpdir(), "segloss-runtimes-"));
  try {
    const expected = expectedTests(scratch);
    const { project } = flags;
    makeData(scratch);
    const command = project === undefined ? undefined : tryCommand(OWN, project, scratch);
    console.log(`  ${OWN.name}: ${expected.length} cases, with which the others are compared`);
    const problems = runtimes.flatMap((runtime) => {
      const started = performance.now();
      const tests = runtime.name === OWN.name ? expected : runSuite(runtime, scratch, paths);
      const found = [
        ...problemsOf(runtime.name, tests, expected, KNOWN),
        ...(project && command ? commandProblems(runtime, command, project, scratch) : []),
      ];
      const passed = tests.filter(({ status }) => status === "passed").length;
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      console.log(
        `  ${runtime.name}: ${passed} of ${tests.length} cases pass${command ? ", the command as well" : ""}; ${found.length} problems; ${seconds} s`,
      );
      return found.map((problem) => `${runtime.name}: ${problem}`);
    });
    if (problems.length > 0) throw new Error(problems.join("\n"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
