import type { ScoreResult } from "./score-result.ts";
import { type ThresholdOutcome, thresholdText } from "./thresholds.ts";

/** What a report for continuous integration says. */
export interface JunitInput {
  /** Name of the predictions. */
  readonly name: string;
  readonly result: ScoreResult;
  readonly outcomes: readonly ThresholdOutcome[];
  /** Files that could not be scored, a line each. */
  readonly problems: readonly string[];
}

/**
 * JUnit's XML: a test for each threshold, an error for each file that was not scored, and where no threshold was given one test that
 * the masks were scored.
 *
 * Format: https://github.com/testmoapp/junitxml
 */
export function junit(inputs: readonly JunitInput[]): string {
  const suites = inputs.map(suite);
  const total = (key: "tests" | "failures" | "errors") => suites.reduce((sum, one) => sum + one[key], 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="segloss score" tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}">
${suites.map(({ xml }) => xml).join("\n")}
</testsuites>
`;
}

function suite({ name, result, outcomes, problems }: JunitInput) {
  const bestOf = (metric: string) => result.metrics.find((one) => one.metric === metric)!.best;
  const thresholds = outcomes.map((outcome) =>
    test(
      outcome.threshold.text,
      outcome.met ? "" : element("failure", thresholdText(outcome, bestOf(outcome.threshold.metric))),
    ),
  );
  const files = problems.map((line) => test("file", element("error", line)));
  const scored =
    outcomes.length === 0 && problems.length === 0 ? [test(`${result.images} images scored`, "")] : [];
  const tests = [...thresholds, ...files, ...scored];
  const failures = outcomes.filter(({ met }) => !met).length;
  const xml = `  <testsuite name="${escapeXml(name)}" tests="${tests.length}" failures="${failures}" errors="${problems.length}">
${tests.join("\n")}
  </testsuite>`;
  return { tests: tests.length, failures, errors: problems.length, xml };
}

function test(name: string, content: string): string {
  const open = `    <testcase classname="segloss.score" name="${escapeXml(name)}"`;
  return content === "" ? `${open}/>` : `${open}>${content}</testcase>`;
}

function element(name: string, message: string): string {
  return `<${name} message="${escapeXml(message)}"/>`;
}

/** Control characters have no place in XML 1.0, not even escaped. */
function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
