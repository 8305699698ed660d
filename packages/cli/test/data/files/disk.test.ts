import { expect, it } from "vitest";
import { DISK } from "../../../src/data/files/disk.ts";
import { scratchFolder } from "../scratch-folder.ts";

it("entries come in order, whatever order the disk has them in", async () => {
  const names = Array.from({ length: 300 }, (_, k) => `${k}.png`);
  const folder = await scratchFolder({
    ...Object.fromEntries(names.map((name) => [name, ""])),
    "Masks/1.png": "",
  });
  const entries = await DISK.list(folder);
  expect(entries.map(({ name }) => name)).toEqual([...names, "Masks"].sort());
  expect(entries.filter(({ isFolder }) => isFolder)).toEqual([{ name: "Masks", isFolder: true }]);
});
