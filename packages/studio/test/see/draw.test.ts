import { describe, expect, it } from "vitest";
import { drawPrediction, drawTruth } from "../../src/see/colour/draw-picture.ts";
import { drawLeaders, drawSlopes, slopeColours, word } from "../../src/see/colour/map-colours.ts";
import { outlinePath } from "../../src/see/colour/outline.ts";
import { PALETTES } from "../../src/see/colour/palette.ts";
import { emptyPicture, IGNORED, PIXELS } from "../../src/see/picture/picture.ts";
import { probability } from "../../src/see/picture/probability.ts";
import { sceneNamed } from "../../src/see/scenes/index.ts";

/** Red, green, blue of a word. */
const rgb = (colour: number): number[] => [colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255];

describe.each(Object.entries(PALETTES))("colours in %s", (_, palette) => {
  const colours = slopeColours(palette);

  it("a slope above 0 has the colour of falling p, below 0 of rising, 0 of the middle", () => {
    const into = new Uint32Array(PIXELS);
    const gradient = new Float32Array(PIXELS);
    gradient.set([2, -2, 0, 5, -5]);
    drawSlopes(into, gradient, { colours, largest: 2, channel: 0, channels: 1 });
    expect([...into.subarray(0, 5)]).toEqual(
      [palette.falls, palette.rises, palette.middle, palette.falls, palette.rises].map(word),
    );
  });

  it("are symmetric: what is wanted as much is as strong", () => {
    const last = colours.length - 1;
    const distance = (a: number, end: readonly number[]): number => {
      const [from, to] = [rgb(a), palette.middle];
      return (
        from.reduce((sum, x, k) => sum + Math.abs(x - to[k]), 0) /
        end.reduce((s, x, k) => s + Math.abs(x - to[k]), 0)
      );
    };
    for (const i of [1, 40, 1000, 4000])
      expect(distance(colours[last / 2 + i], palette.falls)).toBeCloseTo(
        distance(colours[last / 2 - i], palette.rises),
        1,
      );
  });

  it("leaders alone are coloured, at full strength", () => {
    const into = new Uint32Array(PIXELS);
    const gradient = new Float32Array(PIXELS);
    gradient.set([3, -3, 1, -1]);
    const sizes = gradient.map(Math.abs);
    drawLeaders(into, gradient, sizes, { colours, largest: 3, channel: 0, channels: 1, leading: 2 });
    expect([...into.subarray(0, 4)]).toEqual(
      [palette.falls, palette.rises, palette.middle, palette.middle].map(word),
    );
  });

  it("predictions are as dark as p, within a step of a screen", () => {
    for (const name of ["vessel", "three-classes"]) {
      const picture = sceneNamed(name).paint(1);
      const into = new Uint32Array(PIXELS);
      drawPrediction(into, picture, palette);
      for (let i = 0; i < PIXELS; i += 997) {
        const [p1, p2] =
          picture.channels === 1
            ? [probability(picture, i, 1), 0]
            : [probability(picture, i, 1), probability(picture, i, 2)];
        const wanted = palette.background.map(
          (b, k) => b * (1 - p1 - p2) + p1 * palette.foreground[0][k] + p2 * palette.foreground[1][k],
        );
        for (const [k, level] of rgb(into[i]).entries())
          expect(Math.abs(level - wanted[k])).toBeLessThanOrEqual(1.01);
      }
    }
  });

  it("what is left out is hatched", () => {
    const picture = emptyPicture();
    picture.truth.fill(IGNORED, 0, 6);
    const into = new Uint32Array(PIXELS);
    drawTruth(into, picture, palette);
    expect(new Set(into.subarray(0, 6)).size).toBe(2);
    expect(rgb(into[6])).toEqual([...palette.background]);
  });
});

it("the outline of a square has four sides, and so has what is left out", () => {
  const picture = emptyPicture();
  for (let y = 10; y < 14; y++) picture.truth.fill(1, y * 256 + 20, y * 256 + 23);
  expect(outlinePath(picture)).toBe("M20 10H23M20 14H23M20 10V14M23 10V14");
  picture.truth.fill(IGNORED, 14 * 256, 15 * 256);
  expect(outlinePath(picture)).toBe("M20 10H23M0 14H256M0 15H256M20 10V14M23 10V14");
});
