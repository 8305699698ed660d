import { encodeNifti } from "@segloss/io";
import { expect, test } from "vitest";
import { prepareData } from "../../../src/compare/run/prepare-data.ts";
import { inspect } from "../../../src/inspect/inspect.ts";
import { scratchFolder } from "../../data/scratch-folder.ts";

function volume(data: (i: number) => number): Uint8Array {
  const values = Uint8Array.from({ length: 4 * 3 * 2 }, (_, i) => data(i));
  const size = { width: 4, height: 3, depth: 2, channels: 1 };
  return encodeNifti({ data: values, ...size, bitDepth: 8, fullScale: 255 });
}

test("a comparison groups volumes as inspect says", async () => {
  const folder = await scratchFolder(
    Object.fromEntries(
      ["one", "two", "three"].flatMap((name, k) => [
        [`images/${name}.nii`, volume((i) => (i * i * (k + 2) + 7 * k) % 97)],
        [`masks/${name}.nii`, volume((i) => Number(i % 4 > 1))],
      ]),
    ),
  );
  const { source, groups, notes } = await prepareData(folder, { work: await scratchFolder() });
  const { grouping, images } = await inspect(folder);
  expect(groups).toEqual(images.map(({ group }) => group));
  expect(groups).toEqual(["one", "one", "three", "three", "two", "two"]);
  expect(notes).toContain(grouping.note);
  expect(grouping.note).toMatch(/^each volume, with its slices, is a group of its own/);
  source.close();
});
