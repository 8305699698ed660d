import { expect, it } from "vitest";
import { chooseGallery } from "../../src/compare/choose-gallery.ts";
import { smallSet } from "./small-set.ts";

it("prefers images with rare classes, whatever their place", () => {
  const set = smallSet({ classes: 3, count: 20 });
  const plain = { ...set.images[0], mask: new Uint8Array(256) };
  const images = set.images.map((sample, i) => ([3, 11, 17].includes(i) ? sample : plain));
  expect(chooseGallery({ ...set, images })).toEqual(expect.arrayContaining([3, 11, 17]));
  expect(chooseGallery({ ...set, images })).toHaveLength(6);
});

it("shows all of few", () => {
  expect(chooseGallery(smallSet({ count: 2 }))).toEqual([0, 1]);
});
