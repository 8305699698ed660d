import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseLoss, type SourceTarget, sourceCode } from "segloss";
import { describe, expect, it } from "vitest";
import { sourceCases } from "../golden/source-cases.mjs";

interface SourceRecord {
  readonly versions: Readonly<Record<string, string>>;
  readonly tolerance: number;
  /** First digits of the SHA-256 of the source, and how far value and gradient were off when it was run. */
  readonly cases: Readonly<Record<string, Readonly<Record<string, readonly [string, number, number]>>>>;
}

const RECORD = JSON.parse(
  readFileSync(new URL("../golden/values-source.json", import.meta.url), "utf8"),
) as SourceRecord;
const REMEDY = `The source that is printed has changed since it was run: run test/golden/make_source.py (see its README), which runs it in PyTorch, JAX and Keras and writes values-source.json.`;

const cases = sourceCases();

it("has a row for each case", () => {
  expect(Object.keys(RECORD.cases).sort(), REMEDY).toEqual(cases.map(({ name }) => name).sort());
});

describe.each(["pytorch", "jax", "keras"] as const)("for %s", (as: SourceTarget) => {
  it("every source that is printed has been run, and agreed with the reference engine in float64", () => {
    const changed = cases.filter((c) => hashOf(c, as) !== RECORD.cases[c.name]?.[as]?.[0]);
    expect(
      changed.map(({ name }) => name),
      REMEDY,
    ).toEqual([]);
    const worst = cases.map(({ name }) => Math.max(...RECORD.cases[name][as].slice(1).map(Number)));
    expect(Math.max(...worst)).toBeLessThanOrEqual(1e-10);
  });
});

function hashOf(c: (typeof cases)[number], as: SourceTarget): string {
  const { code } = sourceCode(parseLoss(c.loss), {
    as,
    channels: c.channels,
    link: c.link,
    dimensions: c.space.length,
    ...(c.targets && { targets: c.targets }),
    weights: c.weights ?? false,
    mask: c.mask ?? false,
    ...(c.ignore !== undefined && { ignore: c.ignore }),
  });
  return createHash("sha256").update(code).digest("hex").slice(0, 16);
}
