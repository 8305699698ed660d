import { describe, expect, it } from "vitest";
import { isOfSuite, problemsOf, testsOf } from "../runtimes/suite.mjs";

const passed = (name: string, file = "a.test.ts") => ({ file, name, status: "passed", message: "" });
const failed = (name: string) => ({
  ...passed(name),
  status: "failed",
  message: "expected 1 to be 2\n  at a",
});
const EXPECTED = [passed("one"), passed("two"), passed("three", "b.test.ts")];

describe("what is wrong with the tests of another runtime", () => {
  it("nothing where all of them pass", () => {
    expect(problemsOf("Bun 1", EXPECTED, EXPECTED, [])).toEqual([]);
  });

  it("a file with fewer cases, a file that is missing, a case that is left out", () => {
    expect(problemsOf("Bun 1", EXPECTED.slice(1), EXPECTED, [])).toEqual(["a.test.ts: 1 of 2 cases ran"]);
    expect(problemsOf("Bun 1", EXPECTED.slice(0, 2), EXPECTED, [])).toEqual(["b.test.ts: 0 of 1 cases ran"]);
    const skipped = [{ ...EXPECTED[0], status: "skipped" }, ...EXPECTED.slice(1)];
    expect(problemsOf("Bun 1", skipped, EXPECTED, [])).toEqual(["a.test.ts: 1 of 2 cases ran"]);
  });

  it("a failure, unless it is named for that runtime", () => {
    const tests = [failed("one"), ...EXPECTED.slice(1)];
    const known = [{ on: "Deno", test: /^one$/, reason: "it has no such thing" }];
    expect(problemsOf("Bun 1", tests, EXPECTED, known)).toEqual(["a.test.ts: one\n    expected 1 to be 2"]);
    expect(problemsOf("Deno 2", tests, EXPECTED, known)).toEqual([]);
  });

  it("a named failure that does not fail", () => {
    const known = [{ on: "Deno", test: /^one$/, reason: "it has no such thing" }];
    expect(problemsOf("Deno 2", EXPECTED, EXPECTED, known)).toEqual([
      "/^one$/ is named as a failure and does not fail: take it from known.mjs and docs/runtimes.md",
    ]);
    expect(
      problemsOf("Deno 2", [passed("three", "b.test.ts")], [passed("three", "b.test.ts")], known),
    ).toEqual([]);
  });

  it("a file that cannot be loaded is a failed case", () => {
    const report = { testResults: [{ name: "x.test.ts", message: "no such module", assertionResults: [] }] };
    expect(testsOf(report)).toMatchObject([{ status: "failed", message: "no such module" }]);
  });
});

it("the suite is the quick loop with the conformance of every engine", () => {
  const files = [
    "packages/io/test/inflate.test.ts",
    "packages/train/test/conformance/onnx.slow.test.ts",
    "packages/segloss/test/engines/webgpu/conformance.slow.test.ts",
    "packages/cli/test/statistics/error-rates.slow.test.ts",
    "packages/train/test/conformance/long.full.test.ts",
  ];
  expect(files.filter((file) => isOfSuite(passed("", file)))).toEqual(files.slice(0, 2));
});
