import { type CompileOptions, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { anchorCases, type GoldenCase, goldenCases, undecidedCases } from "../golden/golden-case.ts";

// golden/values.test.ts compares every row as it stands. Here the same rows take another way through the engine,
// channels last and one step run twice, and are held to tighter limits where the library computed in float64.

const STRICT = { value: 1e-9, gradient: 1e-9 };

/** Moves channels from the second axis to the last. */
function channelsLast(
  values: ArrayLike<number>,
  [batch, channels, ...space]: readonly number[],
): Float64Array {
  const pixels = space.reduce((a, b) => a * b, 1);
  return Float64Array.from({ length: batch * channels * pixels }, (_, k) => {
    const [n, i, c] = [Math.floor(k / (pixels * channels)), Math.floor(k / channels) % pixels, k % channels];
    return values[(n * channels + c) * pixels + i];
  });
}

function compileOptions({ shape, link, targets, ignore }: GoldenCase): CompileOptions {
  const [batch, channels, ...space] = shape;
  const soft = targets instanceof Float64Array;
  return {
    shape: [batch, ...space, channels],
    link,
    targets: soft ? "soft" : "indices",
    ...(ignore !== undefined && { ignore }),
  };
}

function compare(each: GoldenCase, tolerance: { value: number; gradient: number }): void {
  const { shape, targets, instances, value } = each;
  const step = reference().compile(each.loss, compileOptions(each));
  const gradient = new Float64Array(each.logits.length);
  const inputs = {
    logits: channelsLast(each.logits, shape),
    targets: targets instanceof Float64Array ? channelsLast(targets, shape) : targets,
    ...(instances && { instances }),
  };
  const plain = step.run(inputs);
  const found = step.run({ ...inputs, gradient });
  expect(found).toBe(plain);
  expect(Math.abs(found - value) / Math.abs(value), `${found}, expected ${value}`).toBeLessThan(
    tolerance.value,
  );
  if (each.gradient) {
    const expected = channelsLast(each.gradient, shape);
    const off = Math.hypot(...expected.map((g, i) => g - gradient[i]));
    expect(off / Math.hypot(...expected)).toBeLessThan(tolerance.gradient);
  }
}

/** The row's own tolerance where the library's arithmetic was not float64 throughout. */
function toleranceOf({ tolerance }: GoldenCase): GoldenCase["tolerance"] {
  return tolerance.value > STRICT.value ? tolerance : STRICT;
}

describe("golden rows, channels last, to 1e-9 where they are float64", () => {
  it.for(goldenCases().map((each) => [each.id, each] as const))("%s", ([, each]) => {
    compare(each, toleranceOf(each));
  });
});

// Two rows of kornia, whose one-hot carries 1e-6, have a tolerance of 5e-6.
describe("anchors, channels last, to 2e-6 relative or their own tolerance", () => {
  it.for(anchorCases().map((each) => [each.id, each] as const))("%s", ([, each]) => {
    compare(each, each.tolerance);
  });
});

it("no row was lost: rows compared, with gradients, at the strict tolerance", () => {
  const rows = goldenCases();
  const strict = rows.filter((row) => toleranceOf(row) === STRICT);
  expect([rows.length, anchorCases().length, undecidedCases().length]).toEqual([201, 61, 2]);
  expect([strict.length, rows.filter((row) => row.gradient).length]).toEqual([199, 192]);
  expect(
    anchorCases()
      .filter((row) => row.tolerance.value > 2e-6)
      .map((row) => row.library),
  ).toEqual(["kornia", "kornia"]);
  const ids = [...rows, ...anchorCases(), ...undecidedCases()].map((row) => row.id);
  expect(new Set(ids).size).toBe(ids.length);
});
