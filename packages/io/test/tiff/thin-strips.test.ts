import { expect, it } from "vitest";
import type { Page } from "../../src/tiff/page.ts";
import { thinStrips as thinned } from "../../src/tiff/thin-strips.ts";

const WIDTH = 2 ** 20;

const thinStrips = (one: Page) => thinned(one, 2 ** 31);

const page = (more: Partial<Page>): Page =>
  ({
    ...{ width: WIDTH, height: 20, samples: 1, bits: 8, planar: false, tiled: false, compression: 1 },
    ...{ blockWidth: WIDTH, blockHeight: 20, across: 1, down: 1, offsets: [8], byteCounts: [20 * WIDTH] },
    ...more,
  }) as Page;

it("tall strips without compression become thin ones that begin at their rows", () => {
  const thin = thinStrips(page({}));
  expect([thin.blockHeight, thin.down]).toEqual([4, 5]);
  expect(thin.offsets).toEqual([0, 4, 8, 12, 16].map((row) => 8 + row * WIDTH));
  // 12 rows and 8: strips of 4 go into both.
  const two = thinStrips(page({ blockHeight: 12, down: 2, offsets: [8, 2 ** 30] }));
  expect(two.offsets).toEqual([8, 8 + 4 * WIDTH, 8 + 8 * WIDTH, 2 ** 30, 2 ** 30 + 4 * WIDTH]);
  const planes = thinStrips(page({ samples: 2, planar: true, offsets: [8, 2 ** 30] }));
  expect(planes.offsets.slice(5)).toEqual([0, 4, 8, 12, 16].map((row) => 2 ** 30 + row * WIDTH));
  // A strip that the file leaves out has no rows.
  expect(thinStrips(page({ offsets: [0] })).offsets).toEqual([0, 0, 0, 0, 0]);
});

it("others stay as they are", () => {
  for (const more of [
    { compression: 8 },
    { tiled: true },
    { blockHeight: 4, down: 5 },
    { blockHeight: 13, down: 2 },
  ])
    expect(thinStrips(page(more))).toMatchObject({ ...more, byteCounts: [20 * WIDTH] });
});

it("a page that claims more than its file has stays as it is", () => {
  const claim = page({ height: 2 ** 30, blockHeight: 2 ** 30 });
  expect(thinned(claim, 1000)).toBe(claim);
});
