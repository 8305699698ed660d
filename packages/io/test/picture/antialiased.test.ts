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
