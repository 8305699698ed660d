import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whiteRole } from "../src/picture/white-role.ts";

describe("255 in a set of masks", () => {
  it.each([
    ["alone with 0", [[0, 255]], "foreground"],
    ["65535 of 16 bits", [[0, 65535], [0]], "foreground"],
    ["among files of 0 and 1", [[0, 255], [0, 1], [0], [255]], "foreground"],
    [
      "beside 1 in one file",
      [
        [0, 255],
        [0, 1, 255],
      ],
      "ignore",
    ],
    [
      "beside classes in other files",
      [
        [0, 255],
        [0, 1, 2],
      ],
      "ignore",
    ],
    [
      "beside Pascal VOC's classes",
      [
        [0, 15, 255],
        [0, 7],
      ],
      "ignore",
    ],
    ["beside many classes", [[...Array(151).keys(), 255]], "ignore"],
    ["where 254 occurs", [[0, 1, 254, 255]], "label"],
    ["among gray levels", [[0, 128, 255]], "label"],
    ["with 65535", [[0, 255, 65535]], "label"],
    ["nowhere", [[0, 1, 2]], "label"],
    ["among numbers of objects", [[...Array(400).keys()]], "label"],
  ] as const)("%s", (_, masks, role) => {
    expect(whiteRole(masks)).toBe(role);
  });

  const mask = fc.uniqueArray(fc.constantFrom(0, 1, 2, 15, 128, 254, 255), { minLength: 1 });

  it("means the same in whatever order files and values come, and however often", () => {
    fc.assert(
      fc.property(fc.array(mask, { minLength: 1, maxLength: 5 }), (masks) => {
        const role = whiteRole(masks);
        expect(whiteRole(masks.toReversed().map((values) => values.toReversed()))).toBe(role);
        expect(whiteRole([...masks, ...masks])).toBe(role);
      }),
    );
  });

  it("is foreground only where nothing above 1 but itself occurs", () => {
    fc.assert(
      fc.property(fc.array(mask, { minLength: 1, maxLength: 5 }), (masks) => {
        if (whiteRole(masks) !== "foreground") return;
        expect(masks.flat().filter((value) => value > 1 && value !== 255)).toEqual([]);
      }),
    );
  });
});
