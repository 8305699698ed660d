import { expect, test } from "vitest";
import { openSource } from "../../src/data/open-source.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

/** What a folder of one image says of the numbers in its mask. */
async function numbersOf(mask: readonly number[], classes?: object) {
  const folder = await scratchFolder({
    "images/a.png": grayPng([mask.map((_, i) => i)]),
    "masks/a.png": grayPng([[...mask]]),
    ...(classes && { "classes.json": JSON.stringify(classes) }),
  });
  const source = await openSource(folder, {});
  source.close();
  return source.masks;
}

test("whether classes have their index as number in the files, and which number is left out", async () => {
  expect(await numbersOf([0, 1, 2, 1])).toEqual({ renumbered: false });
  expect(await numbersOf([0, 1, 2, 255])).toEqual({ ignore: 255, renumbered: false });
  // White is the one class, for `segloss score` too.
  expect(await numbersOf([0, 255, 255, 0])).toEqual({ renumbered: false });
  const tens = { classes: ["background", "a", "b"], values: [0, 10, 20], ignore: 30 };
  expect(await numbersOf([0, 10, 20, 30], tens)).toEqual({ ignore: 30, renumbered: true });
});
