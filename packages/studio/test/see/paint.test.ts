import { describe, expect, it } from "vitest";
import { applyEdit } from "../../src/see/paint/apply-edit.ts";
import { nextCell, paintLine } from "../../src/see/paint/paint-line.ts";
import { copyOf, emptyPicture, IGNORED, PIXELS, SIZE } from "../../src/see/picture/picture.ts";
import { normal, random } from "../../src/see/picture/random.ts";
import { sceneNamed } from "../../src/see/scenes/index.ts";

/** Pixels that differ from an empty picture, as x,y. */
function painted(truth: Uint8Array): string[] {
  return [...truth.entries()]
    .filter(([, label]) => label !== 0)
    .map(([i]) => `${i % SIZE},${Math.floor(i / SIZE)}`);
}
const brush = { layer: "truth", label: 1, radius: 0, cell: 1 } as const;

describe("a brush", () => {
  it("of radius 0 paints the pixel that it is on, of radius 1 its neighbours too", () => {
    const picture = emptyPicture();
    paintLine(picture, brush, [3, 4], [3, 4]);
    expect(painted(picture.truth)).toEqual(["3,4"]);
    paintLine(picture, { ...brush, radius: 1 }, [3, 4], [3, 4]);
    expect(painted(picture.truth)).toHaveLength(9);
  });

  it("of a radius paints the area of a disc, along a line that of a capsule", () => {
    const [disc, capsule] = [emptyPicture(), emptyPicture()];
    paintLine(disc, { ...brush, radius: 20 }, [100, 100], [100, 100]);
    expect(painted(disc.truth).length / (Math.PI * 20.5 ** 2)).toBeCloseTo(1, 1);
    paintLine(capsule, { ...brush, radius: 20 }, [60, 60], [160, 160]);
    const area = Math.PI * 20.5 ** 2 + 41 * Math.SQRT2 * 100;
    expect(painted(capsule.truth).length / area).toBeCloseTo(1, 1);
  });

  it("ends at the border", () => {
    const picture = emptyPicture();
    paintLine(picture, { ...brush, radius: 30 }, [0, 255], [0, 255]);
    expect(painted(picture.truth).length).toBeGreaterThan(600);
    expect(picture.truth).toHaveLength(PIXELS);
  });

  it("makes a cell of each stroke on the truth, and takes cells away where it erases or leaves out", () => {
    const picture = emptyPicture();
    const stroke = { kind: "stroke", layer: "truth", label: 1, radius: 3 } as const;
    applyEdit(picture, { ...stroke, points: [20, 20, 30, 20] });
    applyEdit(picture, { ...stroke, points: [60, 60] });
    expect(new Set(picture.cells)).toEqual(new Set([0, 1, 2]));
    applyEdit(picture, { ...stroke, label: IGNORED, points: [60, 60] });
    expect(new Set(picture.cells)).toEqual(new Set([0, 1]));
    expect(nextCell(picture)).toBe(2);
  });

  it("on the prediction makes the network sure of the class", () => {
    for (const channels of [1, 3] as const) {
      const picture = emptyPicture(channels);
      applyEdit(picture, {
        kind: "stroke",
        layer: "prediction",
        label: channels - 1 || 1,
        radius: 0,
        points: [5, 6],
      });
      const at = (6 * SIZE + 5) * channels;
      expect([...picture.logits.subarray(at, at + channels)]).toEqual(channels === 1 ? [4] : [-2, -2, 4]);
    }
  });
});

describe("the other edits", () => {
  it("a shift moves a layer whole, and what leaves the picture is gone", () => {
    const picture = emptyPicture();
    paintLine(picture, brush, [3, 4], [3, 4]);
    applyEdit(picture, { kind: "shift", layer: "truth", dx: 2, dy: -1 });
    expect(painted(picture.truth)).toEqual(["5,3"]);
    applyEdit(picture, { kind: "shift", layer: "truth", dx: -6, dy: 0 });
    expect(painted(picture.truth)).toEqual([]);
  });

  it("a shift of the prediction fills with background, whichever the channels", () => {
    const picture = sceneNamed("three-classes").paint(1);
    applyEdit(picture, { kind: "shift", layer: "prediction", dx: 4, dy: 0 });
    expect([...picture.logits.subarray(0, 3)]).toEqual([4, -4, -4]);
  });

  it("a blur keeps the sum where nothing is at the border, and spreads as it says", () => {
    const picture = emptyPicture();
    picture.logits.fill(0);
    picture.logits[128 * SIZE + 128] = 1000;
    // Three boxes of five pixels.
    applyEdit(picture, { kind: "blur", sigma: Math.sqrt(6) });
    const { logits } = picture;
    expect(logits.reduce((a, b) => a + b, 0)).toBeCloseTo(1000, 1);
    let spread = 0;
    for (let x = 116; x <= 140; x++)
      for (let y = 116; y <= 140; y++) spread += (logits[y * SIZE + x] * (x - 128) ** 2) / 1000;
    expect(spread).toBeCloseTo(6, 2);
  });

  it("noise is the same for the same seed, with the deviation that it says", () => {
    const [a, b] = [emptyPicture(), emptyPicture()];
    for (const picture of [a, b]) applyEdit(picture, { kind: "noise", seed: 7, sigma: 2 });
    expect(Buffer.from(a.logits.buffer).equals(Buffer.from(b.logits.buffer))).toBe(true);
    const deviation = Math.sqrt(a.logits.reduce((sum, z) => sum + (z + 4) ** 2, 0) / PIXELS);
    expect(deviation).toBeCloseTo(2, 1);
  });

  it("a copy predicts the truth as surely as the brush, of soft labels their own p; what is left out is background", () => {
    const picture = emptyPicture();
    picture.truth.set([1, 0, IGNORED]);
    applyEdit(picture, { kind: "copy" });
    expect([...picture.logits.subarray(0, 3)]).toEqual([4, -4, -4]);
    const three = sceneNamed("three-classes").paint(1);
    applyEdit(three, { kind: "copy" });
    const at = three.truth.indexOf(2);
    expect([...three.logits.subarray(3 * at, 3 * at + 3)]).toEqual([-2, -2, 4]);
    const soft = sceneNamed("soft").paint(1);
    applyEdit(soft, { kind: "copy" });
    const edge = soft.soft?.findIndex((y) => y > 0.3 && y < 0.7) ?? 0;
    expect(1 / (1 + Math.exp(-(soft.logits[edge] ?? 0)))).toBeCloseTo(soft.soft?.[edge] ?? 0, 5);
  });

  it("clear empties a layer, and a copy is untouched", () => {
    const picture = sceneNamed("soft").paint(1);
    const copy = copyOf(picture);
    applyEdit(picture, { kind: "clear", layer: "truth" });
    expect([picture.truth.some(Boolean), picture.soft?.some(Boolean)]).toEqual([false, false]);
    expect([copy.truth.some(Boolean), copy.soft?.some(Boolean)]).toEqual([true, true]);
  });
});

it("random numbers are even, normal ones have mean 0 and deviation 1", () => {
  const [even, bell] = [random(3), normal(3)];
  const evens = Array.from({ length: 20000 }, even);
  const bells = Array.from({ length: 20000 }, bell);
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  expect(mean(evens)).toBeCloseTo(0.5, 1);
  expect(Math.min(...evens)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...evens)).toBeLessThan(1);
  expect(mean(bells)).toBeCloseTo(0, 1);
  expect(mean(bells.map((x) => x * x))).toBeCloseTo(1, 1);
});
