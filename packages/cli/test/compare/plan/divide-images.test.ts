import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { divideImages } from "../../../src/compare/plan/divide-images.ts";
import { stratifiedParts } from "../../../src/compare/plan/stratified-parts.ts";
import { random } from "../../../src/data/random.ts";

const imagesOf = (groups: readonly number[], rare: (group: number) => boolean = () => false) =>
  groups.map((group) => ({ group: `g${group}`, classPixels: [10, 5, rare(group) ? 3 : 0] }));

describe("divideImages", () => {
  test("no group stands on two sides, every image is held back once a repeat or chosen on, no fold is empty", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12), { minLength: 6, maxLength: 60 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(1000),
        (groups, folds, repeats, seed) => {
          const images = imagesOf(groups, (group) => group % 3 === 0);
          const count = new Set(groups).size;
          fc.pre(count > folds);
          const { validation, fold } = divideImages(images, { folds, repeats, seed });
          expect(fold).toHaveLength(repeats);
          for (const one of fold) {
            const sides = new Map<string, number>();
            images.forEach(({ group }, i) => {
              expect(one[i] === -1).toBe(validation.includes(i));
              expect(sides.get(group) ?? one[i]).toBe(one[i]);
              sides.set(group, one[i]);
            });
            const used = new Set(one.filter((part) => part >= 0));
            expect([...used].sort()).toEqual(Array.from({ length: folds }, (_, f) => f));
          }
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });

  test("each repeat has a partition of its own, and a seed draws the same again", () => {
    const images = imagesOf(Array.from({ length: 30 }, (_, i) => i));
    const once = divideImages(images, { folds: 5, repeats: 3, seed: 1 });
    expect(divideImages(images, { folds: 5, repeats: 3, seed: 1 })).toEqual(once);
    expect(once.fold[1]).not.toEqual(once.fold[0]);
    expect(divideImages(images, { folds: 5, repeats: 3, seed: 2 }).fold).not.toEqual(once.fold);
    expect(once.validation).toHaveLength(6);
  });

  test("a class of six images of sixty is on every side: one for validation, one a fold", () => {
    const images = imagesOf(
      Array.from({ length: 60 }, (_, i) => i),
      (group) => group < 6,
    );
    for (const seed of [1, 2, 3, 4, 5]) {
      const { validation, fold } = divideImages(images, { folds: 5, repeats: 2, seed });
      expect(validation.filter((i) => i < 6)).toHaveLength(1);
      for (const one of fold)
        for (let f = 0; f < 5; f++) expect(one.filter((part, i) => part === f && i < 6)).toHaveLength(1);
    }
  });

  test("a validation part that the set has is chosen on, whole", () => {
    const images = imagesOf(Array.from({ length: 12 }, (_, i) => i));
    const { validation, fold } = divideImages(images, { folds: 3, repeats: 1, seed: 1, given: ["g2", "g7"] });
    expect(validation).toEqual([2, 7]);
    expect(fold[0].filter((part) => part >= 0)).toHaveLength(10);
  });

  test("too few groups are refused with the folds that fit", () => {
    expect(() => divideImages(imagesOf([0, 1, 2, 3]), { folds: 5, repeats: 1, seed: 1 })).toThrow(
      /4 groups of images .* 5 folds and images to choose on need 6: --folds 3 fits/,
    );
    expect(() => divideImages(imagesOf([0, 0]), { folds: 3, repeats: 1, seed: 1 })).toThrow(
      /1 group of images/,
    );
  });
});

test("parts have their shares of units without classes too", () => {
  const units = Array.from({ length: 40 }, () => ({ images: 1, classes: [] }));
  const parts = stratifiedParts(units, [0.25, 0.75], random(3));
  expect(parts.filter((part) => part === 0)).toHaveLength(10);
});
