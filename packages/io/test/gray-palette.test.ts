import { expect, test } from "vitest";
import { type GrayPalettes, grayPalettes, mayHoldGrays } from "../src/index.ts";

type Listed = Parameters<typeof grayPalettes>[0];

const paletteOf = (grays: readonly number[]) => grays.map((gray) => [gray, gray, gray]);

/** What masks say together: [palette, indices that occur], or the numbers of a gray one. */
function decided(listed: Listed, ...masks: (readonly [number[], number[]] | number[])[]) {
  const all: GrayPalettes = grayPalettes(listed);
  for (const mask of masks)
    if (Array.isArray(mask[0]))
      all.see({ palette: paletteOf(mask[0]), used: mask[1] as number[], isGray: true });
    else all.see({ used: mask as number[], isGray: true });
  return all.labels();
}

test("nothing is to be decided where grays are indices and where there are colours; indices that share a gray stay", () => {
  expect(
    decided({}, [
      [0, 1, 2],
      [0, 1, 2],
    ]),
  ).toBeUndefined();
  expect(decided({}, [0, 60, 120])).toBeUndefined();
  // Entries that do not occur say nothing.
  expect(
    decided(
      {},
      [
        [0, 1, 77],
        [0, 1],
      ],
      [0, 1],
    ),
  ).toBeUndefined();
  const coloured = grayPalettes();
  const palette = [...paletteOf([0, 60]), [9, 0, 0]];
  coloured.see({ palette, used: [0, 1, 2], isGray: true });
  coloured.see({ used: [0, 60], isGray: true });
  expect(coloured.labels()).toBeUndefined();
  expect(
    decided(
      { labels: [0, 1] },
      [
        [0, 0, 0, 0],
        [0, 1],
      ],
      [0, 1],
    ),
  ).toBe("indices");
  expect(
    decided(
      {},
      [
        [0, 100, 200, 0],
        [0, 1, 2, 3],
      ],
      [0, 100, 200],
    ),
  ).toBe("indices");
});

const SHOWN: [number[], number[]] = [
  [0, 60, 120, 180],
  [0, 1, 2, 3],
];

test("labels that are listed decide first", () => {
  expect(decided({ labels: [0, 60, 120, 180] }, SHOWN)).toBe("grays");
  expect(decided({ labels: [0, 1, 2, 3] }, SHOWN, [0, 2])).toBe("indices");
  expect(decided({ labels: [0, 60, 120], ignore: [180] }, SHOWN)).toBe("grays");
  expect(decided({ ignore: [180] }, SHOWN)).toBe("grays");
  expect(decided({ ignore: [3] }, SHOWN)).toBe("indices");
  // An even ramp, as it may be by chance.
  expect(
    decided({ labels: [0, 128, 255] }, [
      [0, 128, 255],
      [0, 1, 2],
    ]),
  ).toBe("grays");
});

test("white is no label that has to be listed, and what plain masks hold besides voids a list", () => {
  const names = { labels: [0, 1, 2] };
  expect(
    decided(
      names,
      [
        [0, 1, 255],
        [0, 1, 2],
      ],
      [
        [0, 2, 255],
        [0, 1, 2],
      ],
      [0, 1, 2, 255],
    ),
  ).toBe("grays");
  expect(
    decided(
      names,
      [
        [0, 128, 255],
        [0, 1, 2],
      ],
      [0, 128, 255],
    ),
  ).toBe("grays");
});

test("the order of masks does not matter, and those with colours are as plain ones", () => {
  const sparse: [number[], number[]] = [
    [0, 2],
    [0, 1],
  ];
  const dense: [number[], number[]] = [
    [0, 1, 2],
    [0, 1, 2],
  ];
  expect(decided({}, sparse, dense)).toBe("grays");
  expect(decided({}, dense, sparse)).toBe("grays");
  const all = grayPalettes();
  all.see({ palette: paletteOf(SHOWN[0]), used: SHOWN[1], isGray: true });
  all.see({ palette: [...paletteOf([0]), [9, 0, 0]], used: [0, 60], isGray: true });
  expect(all.labels()).toBe("grays");
});

test("grays that nobody could see are labels, whatever else", () => {
  expect(
    decided({}, [
      [0, 2],
      [0, 1],
    ]),
  ).toBe("grays");
  expect(
    decided({}, [
      [0, 1, 2, 255],
      [0, 1, 2, 3],
    ]),
  ).toBe("grays");
  expect(
    decided({}, [
      [2, 0, 1],
      [0, 1, 2],
    ]),
  ).toBe("grays");
});

test("gray masks without a palette decide by their numbers, empty ones do not", () => {
  expect(decided({}, SHOWN)).toBe("indices");
  expect(decided({}, SHOWN, [0])).toBe("indices");
  expect(decided({}, SHOWN, [0, 1, 3])).toBe("indices");
  expect(decided({}, SHOWN, [0, 60])).toBe("grays");
  expect(
    decided(
      {},
      [
        [0, 85, 170, 255],
        [0, 1, 2, 3],
      ],
      [0, 255],
    ),
  ).toBe("indices");
  // 240 is a gray that no palette has, and no index of theirs.
  expect(decided({}, SHOWN, [0, 240])).toBe("grays");
  expect(
    decided(
      {},
      [
        [0, 85, 170, 255],
        [0, 1, 2, 3],
      ],
      [0, 170],
    ),
  ).toBe("grays");
  const numbers = grayPalettes();
  numbers.see({ palette: paletteOf(SHOWN[0]), used: SHOWN[1], isGray: true });
  numbers.see({ used: [0, 60], isGray: false });
  expect(numbers.labels()).toBe("indices");
});

test("palettes that number grays anew in each file hold labels, even ramps and shades do not", () => {
  expect(
    decided(
      {},
      [
        [0, 60, 180],
        [0, 1, 2],
      ],
      [
        [0, 120, 180],
        [0, 1, 2],
      ],
    ),
  ).toBe("grays");
  expect(
    decided(
      {},
      [
        [0, 128, 255],
        [0, 1, 2],
      ],
      [
        [0, 85, 170, 255],
        [0, 1, 2, 3],
      ],
    ),
  ).toBe("indices");
  const many = Array.from({ length: 70 }, (_, k) => 3 * k);
  expect(decided({}, [many, many.map((_, k) => k)], [0, 255])).toBe("indices");
});

test("a palette alone says whether it may hold grays", () => {
  expect(mayHoldGrays(paletteOf([0, 60]))).toBe(true);
  expect(mayHoldGrays(paletteOf([0, 1, 2]))).toBe(false);
  expect(mayHoldGrays(paletteOf([255, 0]))).toBe(false);
  expect(mayHoldGrays([...paletteOf([0, 60]), [0, 60, 0]])).toBe(false);
});
