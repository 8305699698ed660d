import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { parseLoss } from "segloss";
import { expect, it } from "vitest";
import { planFor } from "../../src/compare/losses/plan-for.ts";
import type { DataSet, Sample } from "../../src/data/data-set.ts";
import { simulateNuclei } from "../../src/data/named/nuclei.ts";
import { inspect } from "../../src/inspect/inspect.ts";
import type { Inspection } from "../../src/inspect/inspection.ts";
import { suggestedLosses } from "../../src/inspect/suggested-losses.ts";

const ROOT = new URL("../../../../", import.meta.url);

/** A set of one class a digit. */
function drawn(classes: readonly string[], ...masks: readonly (readonly string[])[]): DataSet {
  const images = masks.map((rows, k): Sample => {
    const [width, height] = [rows[0].length, rows.length];
    const mask = Uint8Array.from(rows.join(""), Number);
    const image = Float32Array.from(mask, (label, i) => ((label + i + k) % 7) / 7);
    return { name: `i${k}`, group: `i${k}`, width, height, mask, image };
  });
  return { name: "drawn", classes, channels: 1, images, notes: [], ignore: 9 };
}

const NAMES = ["background", "cell", "nerve"];

/** Grids of squares that are `gap` pixels apart, and other shapes that have their advice. */
function squares(gap: number): string[] {
  const line = `${"111".padEnd(3 + gap, "0").repeat(6)}0`;
  return Array.from({ length: 24 }, (_, y) => (y % (3 + gap) < 3 ? line : "0".repeat(line.length)));
}

const LINES = Array.from({ length: 40 }, (_, y) => (y % 20 === 7 ? "2" : "0").repeat(100));
const DISC = Array.from({ length: 24 }, (_, y) =>
  Array.from({ length: 24 }, (_, x) => (Math.hypot(x - 12, y - 12) < 6 ? "1" : "0")).join(""),
);
const EMPTY = Array.from({ length: 24 }, () => "0".repeat(24));
const HIDDEN = DISC.map((row, y) => (y === 0 ? "9".repeat(24) : row));

const SETS: readonly (readonly [string, DataSet])[] = [
  ["squares side by side", drawn(NAMES.slice(0, 2), squares(3))],
  [
    "lines",
    drawn(
      ["background", "cell"],
      LINES.map((row) => row.replaceAll("2", "1")),
    ),
  ],
  ["lines among three classes", drawn(NAMES, LINES, DISC)],
  ["one disc an image", drawn(NAMES.slice(0, 2), DISC, DISC, EMPTY)],
  ["rare classes", drawn(NAMES, DISC, DISC, DISC, LINES, HIDDEN)],
  [
    "mostly foreground",
    drawn(
      NAMES.slice(0, 2),
      DISC.map((row) => row.replaceAll("0", "1")),
      HIDDEN,
    ),
  ],
  ["nothing but background", drawn(NAMES.slice(0, 2), EMPTY)],
  ["touching nuclei with numbers", simulateNuclei({ count: 4, size: 64 })],
];

it.each(SETS)("%s: every loss parses, fits the classes and every page is there", async (_, set) => {
  const found = await inspect(set);
  const losses = suggestedLosses(found);
  expect(losses.length).toBeGreaterThan(1);
  for (const { loss, note } of losses) {
    expect(note).not.toBe("");
    const channels = set.classes.length === 2 ? 1 : set.classes.length;
    expect(planFor(parseLoss(loss), { channels, ignoring: true }), loss).toBeDefined();
  }
  expect(new Set(losses.map(({ loss }) => loss)).size).toBe(losses.length);
  for (const page of found.advice.flatMap(({ pages }) => pages))
    expect(existsSync(fileURLToPath(new URL(page, ROOT))), page).toBe(true);
  expect(JSON.stringify(found.advice)).not.toMatch(/NaN|Infinity|undefined|null %/);
});

it("all topics occur among these sets", async () => {
  const all = await Promise.all(SETS.map(([, set]) => inspect(set)));
  expect(new Set(all.flatMap(({ advice }) => advice.map(({ topic }) => topic)))).toEqual(
    new Set([
      ...["To begin with", "Class imbalance", "Classes of unequal size", "Classes that most images lack"],
      ...["Classes in few groups", "Images and crops without foreground", "Narrow gaps", "Touching objects"],
      ...["Thin structures", "Borders", "Few objects an image", "Ignored pixels"],
    ]),
  );
});

function lossOf({ advice }: Inspection, topic: string): string[] {
  return advice.filter((one) => one.topic === topic).flatMap(({ losses }) => losses.map(({ loss }) => loss));
}

it("beta, alpha and Tversky's prices follow from the share of the foreground", async () => {
  // 4 of 50 pixels: 46 / 4 = 11.5 negatives to a positive, 92 % negatives.
  const rows = ["0000000000", "0110000000", "0110000000", "0000000000", "0000000000"];
  expect(lossOf(await inspect(drawn(NAMES.slice(0, 2), rows)), "Class imbalance")).toEqual([
    "weightedCrossEntropy(beta=12)",
    "balancedCrossEntropy",
    "focal(gamma=2, alpha=0.92)",
    "tversky(alpha=0.3, beta=0.7)",
  ]);
  const turned = rows.map((row) => row.replaceAll("0", "x").replaceAll("1", "0").replaceAll("x", "1"));
  expect(lossOf(await inspect(drawn(NAMES.slice(0, 2), turned)), "Class imbalance")).toEqual([
    "weightedCrossEntropy(beta=0.087)",
    "balancedCrossEntropy",
    "focal(gamma=2, alpha=0.08)",
    "tversky(alpha=0.7, beta=0.3)",
  ]);
});

/** `count` digits, the last ones of them foreground. */
const row = (count: number, foreground: number, digit = "1") => digit.repeat(foreground).padStart(count, "0");

it("notes say where bounds changed a parameter", async () => {
  // 43 - 1 negatives to a positive; the share of the negatives is 0.977.
  const few = suggestedLosses(await inspect(drawn(NAMES.slice(0, 2), [row(43, 1)])));
  expect(few.map(({ note }) => note)).toEqual(
    expect.arrayContaining([
      "beta is negatives over positives, 97.7 % / 2.3 %, that is 42, kept at 20",
      "alpha is the share of the negatives, 97.7 %, that is 0.98, kept at 0.95",
    ]),
  );
  // Frequencies 0.97, 0.02, 0.01: the median over the first is 0.021.
  const several = suggestedLosses(await inspect(drawn(NAMES, [`${row(198, 4)}22`])));
  expect(several.map(({ note }) => note)).toContain(
    "weights by median frequency: background 0.021 kept at 0.1, cell 1, nerve 2",
  );
  // Twelve dots that are 5 apart in 300 x 300 pixels.
  const dots = Array.from({ length: 300 }, (_, y) =>
    ([9, 14].includes(y) ? "10000".repeat(6) : "").padEnd(300, "0"),
  );
  const apart = suggestedLosses(await inspect(drawn(NAMES.slice(0, 2), dots)));
  expect(apart.find(({ loss }) => loss.startsWith("distance"))?.note).toMatch(
    /, w0 would be \d+, kept at 50$/,
  );
  // Lines of one pixel through a disc whose middle is 20 deep.
  const lines = Array.from({ length: 300 }, (_, y) =>
    Array.from({ length: 300 }, (_, x) =>
      y % 30 === 15 || Math.hypot(x - 150, y - 150) < 20 ? "1" : "0",
    ).join(""),
  );
  const thin = suggestedLosses(await inspect(drawn(NAMES.slice(0, 2), lines)));
  expect(thin.find(({ loss }) => loss.includes("softClDice"))?.note).toMatch(
    /the widest lines need 1\d erosions, kept at 15$/,
  );
  const within = suggestedLosses(await inspect(drawn(NAMES.slice(0, 2), [row(50, 4)])));
  expect(within.filter(({ note }) => note.includes("kept at"))).toEqual([]);
});

it("weights by median frequency, where a class counts in those images alone that hold it", async () => {
  // Background 9 of 14, cell 4 of 14, nerve 1 of 7: frequencies 9/14, 4/14, 2/14, of which 4/14 is the median.
  const both = drawn(NAMES, ["0000111"], ["0000012"]);
  expect(lossOf(await inspect(both), "Classes of unequal size")).toEqual([
    "crossEntropy(classWeights=[0.44, 1, 2])",
  ]);
  // Background 9 of 14, cell 4 of 7, nerve 1 of 7.
  const one = drawn(NAMES, ["0000000"], ["0011112"]);
  expect(lossOf(await inspect(one), "Classes of unequal size")).toEqual([
    "crossEntropy(classWeights=[0.89, 1, 4])",
  ]);
});

it("w0 and sigma follow from the gaps between objects", async () => {
  const found = await inspect(drawn(NAMES.slice(0, 2), squares(3)));
  // Squares 3 apart are 4 between centres of pixels.
  expect(found.objects.nearest).toMatchObject({ least: 4, most: 4 });
  const known = found.pixels.total;
  const mean =
    found.objects.gaps.reduce((sum, count, k) => sum + count * Math.exp(-((k / 10) ** 2) / 32), 0) / known;
  const w0 = Number((0.1 / mean).toPrecision(2));
  expect(lossOf(found, "Narrow gaps")).toEqual([
    `distanceCrossEntropy(w0=${Math.max(1, w0)}, sigma=4, cells=components)`,
  ]);
  // The exponential at every pixel by the library's own weights, to the rounding of the histogram.
  expect(mean).toBeCloseTo(await meanOfUnetWeights(), 2);
});

async function meanOfUnetWeights(): Promise<number> {
  const { connectedComponents, unetWeights } = await import("segloss/fields");
  const rows = squares(3);
  const shape = [rows.length, rows[0].length];
  const { labels } = connectedComponents(Uint8Array.from(rows.join(""), Number), shape);
  const weights = unetWeights(labels, shape, { w0: 1, sigma: 4 });
  return weights.reduce((sum, weight) => sum + weight - 1, 0) / weights.length;
}

it("erosions of the soft skeleton reach the middle of the widest line", async () => {
  const width = (wide: number) =>
    drawn(
      NAMES.slice(0, 2),
      Array.from({ length: 200 }, (_, y) => (y >= 90 && y < 90 + wide ? "1" : "0").repeat(400)),
    );
  expect(lossOf(await inspect(width(1)), "Thin structures")).toEqual([
    "0.5*dice + 0.5*softClDice(iterations=1)",
  ]);
  // Depths of a line 8 wide reach 3.5.
  expect(lossOf(await inspect(width(8)), "Thin structures")).toEqual([
    "0.5*dice + 0.5*softClDice(iterations=4)",
  ]);
});

it("any mask has advice that can be followed", async () => {
  const pixels = fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 9), { minLength: 36, maxLength: 36 });
  await fc.assert(
    fc.asyncProperty(fc.array(pixels, { minLength: 1, maxLength: 3 }), async (masks) => {
      const rows = masks.map((one) =>
        Array.from({ length: 6 }, (_, y) => one.slice(6 * y, 6 * y + 6).join("")),
      );
      const found = await inspect(drawn(NAMES, ...rows));
      for (const { loss } of suggestedLosses(found))
        expect(planFor(parseLoss(loss), { channels: 3, ignoring: true }), loss).toBeDefined();
      expect(JSON.stringify(found.advice)).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { numRuns: 12 },
  );
});
