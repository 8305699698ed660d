import { expect, it } from "vitest";
import { smoothness } from "../../src/picture/smoothness.ts";

const [WIDTH, HEIGHT] = [64, 48];

function picture(value: (x: number, y: number) => number): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => value(i % WIDTH, Math.floor(i / WIDTH)));
}

/** Mean over a window, as a blur or an enlargement leaves it. */
function blurred(mask: Uint8Array, reach: number): Uint8Array {
  return picture((x, y) => {
    let sum = 0;
    for (let v = -reach; v <= reach; v++)
      for (let u = -reach; u <= reach; u++)
        sum += mask[clamp(y + v, HEIGHT) * WIDTH + clamp(x + u, WIDTH)] ?? 0;
    return Math.round(sum / (2 * reach + 1) ** 2);
  });
}

function clamp(at: number, size: number): number {
  return Math.min(size - 1, Math.max(0, at));
}

/** Discs and bars, of which narrow ones do not reach white once they are blurred, nor narrow gaps black. */
const shapes = picture((x, y) => {
  const disc = (x - 16) ** 2 + (y - 20) ** 2 < 100 && (x - 16) ** 2 + (y - 20) ** 2 > 6;
  return disc || (x > 33 && x < 38 + y / 16) || (y > 39 && y < 44) ? 255 : 0;
});

it("blurred masks are antialiased, also where thin parts and narrow holes are gray throughout", () => {
  expect(smoothness(blurred(shapes, 1), WIDTH, HEIGHT)).toBe("antialiased");
  expect(smoothness(blurred(shapes, 2), WIDTH, HEIGHT)).toBe("antialiased");
});

it("labels that a mask numbers are none, however many they are", () => {
  expect(smoothness(shapes, WIDTH, HEIGHT)).toBe(undefined);
  // 48 objects of 4x4 pixels, 255 among them.
  const objects = picture((x, y) =>
    x % 8 < 4 && y % 8 < 4 ? 255 - 5 * (Math.floor(x / 8) + 8 * Math.floor(y / 8)) : 0,
  );
  expect(smoothness(objects, WIDTH, HEIGHT)).toBe(undefined);
  // A trimap: a band of 128 between black and white.
  const trimap = picture((x) => (x < 20 ? 0 : x < 24 ? 128 : 255));
  expect(smoothness(trimap, WIDTH, HEIGHT)).toBe(undefined);
});

/** A disc whose edge runs from white to black as a Gaussian's integral of this width does, nearly. */
function ramp(radius: number, width: number, white = 255): Uint8Array {
  return picture((x, y) => Math.round(white / (1 + Math.exp((Math.hypot(x - 30, y - 22) - radius) / width))));
}

it("wide blurs are blurred masks where black and white are left, and shades where not", () => {
  for (const width of [1.5, 2, 3]) expect(smoothness(ramp(16, width), WIDTH, HEIGHT)).toBe("blurred");
  // A heat map that reaches 200, and one blurred until nothing is white.
  expect(smoothness(ramp(12, 3, 200), WIDTH, HEIGHT)).toBe("shades");
  expect(smoothness(ramp(8, 4), WIDTH, HEIGHT)).toBe("shades");
});

it("JPEG's waves around black and white are known after the mask was saved as PNG", () => {
  const wave = (x: number, y: number) => {
    const inside = Math.hypot(x - 30, y - 22) < 15;
    const noise = Math.abs(Math.hypot(x - 30, y - 22) - 15) < 6 ? ((x * 7 + y * 13) % 9) + (x % 3) : 0;
    return inside ? 255 - noise : noise;
  };
  expect(smoothness(picture(wave), WIDTH, HEIGHT)).toBe("compressed");
});

it("many classes are no shades: regions of any size, lines, single pixels, ramps of numbers, few levels", () => {
  const random = (x: number, y: number) => (Math.imul(x * 73 + y * 179 + 11, 2654435761) >>> 13) % 256;
  const maps: Record<string, (x: number, y: number) => number> = {
    squares: (x, y) => (x < 20 ? 0 : random(x >> 2, y >> 2)),
    pairs: (x, y) => (x < 20 ? 0 : random(x >> 1, y >> 1)),
    pixels: (x, y) => (x < 20 ? 0 : random(x, y)),
    sparse: (x, y) => (random(y, x) < 128 ? 0 : random(x, y)),
    lines: (x, y) => (y % 3 === 0 ? 8 + 4 * y : x < 2 ? 255 : 0),
    columns: (x) => 4 * x,
    rows: (x, y) => (x < 20 ? 0 : 5 * y),
    steps: (x) => (x < 10 ? 0 : 8 * Math.floor(x / 2)),
    ignored: (x, y) => (x % 9 === 0 ? 255 : x < 20 ? 0 : 1 + (random(x >> 2, y >> 2) % 19)),
    low: (x, y) => (x < 20 ? 0 : x > 50 ? 255 - (random(x >> 1, y >> 1) % 4) : random(x >> 1, y >> 1) % 31),
  };
  for (const [name, value] of Object.entries(maps))
    expect([name, smoothness(picture(value), WIDTH, HEIGHT)]).toEqual([name, undefined]);
});
