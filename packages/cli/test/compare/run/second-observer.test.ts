import { describe, expect, test } from "vitest";
import { secondObserver } from "../../../src/compare/run/second-observer.ts";
import { openSource } from "../../../src/data/open-source.ts";
import { grayPng, scratchFolder } from "../../data/scratch-folder.ts";

const image = grayPng([
  [10, 20, 30, 40],
  [50, 60, 70, 80],
]);
const mask = (...rows: number[][]) => grayPng(rows);

async function observed(second: string, masks: Record<string, Uint8Array>) {
  const folder = await scratchFolder({
    "images/a.png": image,
    "images/b.png": image,
    "masks/a.png": mask([0, 1, 1, 0], [0, 1, 1, 0]),
    "masks/b.png": mask([1, 0, 0, 0], [1, 0, 0, 0]),
    ...Object.fromEntries(Object.entries(masks).map(([name, bytes]) => [`${second}/${name}.png`, bytes])),
  });
  const source = await openSource(folder);
  try {
    return await secondObserver(folder, source, [1], {});
  } finally {
    source.close();
  }
}

describe("a second observer", () => {
  test("agrees by the mean Dice over images", async () => {
    // a: 2 of 4 and 2 pixels, Dice 2*2/(4 + 2); b: the same mask.
    const masks = { a: mask([0, 1, 0, 0], [0, 1, 0, 0]), b: mask([1, 0, 0, 0], [1, 0, 0, 0]) };
    const seen = await observed("masks_2nd_observer", masks);
    expect(seen).toMatchObject({ folder: "masks_2nd_observer", images: 2 });
    expect(seen!.dice).toBeCloseTo((2 / 3 + 1) / 2, 12);
    expect(await observed("masks_2", masks)).toMatchObject({ folder: "masks_2" });
  });

  test("of some images counts for those", async () => {
    expect(await observed("masks2", { b: mask([1, 0, 0, 0], [0, 0, 0, 0]) })).toMatchObject({ images: 1 });
  });

  test("is none where the masks mean something else, or there are none", async () => {
    expect(await observed("masks_b", { a: mask([0, 1, 2, 3], [4, 5, 6, 7]) })).toBeNull();
    expect(await observed("masks_old", { a: mask([0, 1, 1, 0], [0, 1, 1, 0]) })).toBeNull();
  });
});
