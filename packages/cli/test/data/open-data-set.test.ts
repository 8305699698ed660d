import { join } from "node:path";
import { expect, test } from "vitest";
import { cachedFolder, cacheFolder } from "../../src/data/cache.ts";
import { openDataSet } from "../../src/data/open-data-set.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

test("a name that is close is suggested; another gives the names and what a folder holds", async () => {
  await expect(openDataSet("nucleii")).rejects.toThrow(
    /nucleii: neither a folder nor a named set.*did you mean nuclei\?/,
  );
  await expect(openDataSet("Erth")).rejects.toThrow(/did you mean earth\?/);
  await expect(openDataSet("./no/such")).rejects.toThrow(
    /named set \(earth, nuclei\); a data set is a folder with images/,
  );
});

test("a folder is opened, and cut into tiles only on request", async () => {
  const rows = [
    [0, 1, 1],
    [1, 0, 1],
  ];
  const folder = await scratchFolder({ "images/a.png": grayPng(rows), "masks/a.png": grayPng(rows) });
  expect((await openDataSet(folder)).images).toHaveLength(1);
  const tiles = await openDataSet(folder, { tile: 2 });
  expect(tiles.images.map(({ name }) => name)).toEqual(["a@0,0", "a@2,0"]);
  expect(tiles.ignore).toBe(255);
});

test("the cache is SEGLOSS_CACHE, else in XDG_CACHE_HOME, else in the home folder", () => {
  expect(cacheFolder({ SEGLOSS_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
  expect(cacheFolder({ XDG_CACHE_HOME: "/b" })).toBe(join("/b", "segloss"));
  expect(cacheFolder({})).toMatch(/\.cache[\\/]segloss$/);
});

test("a cached folder is filled once, whole or not at all, also by two at a time", async () => {
  const { readdir, writeFile } = await import("node:fs/promises");
  const root = await scratchFolder();
  const target = join(root, "deep", "set");
  const failing = cachedFolder(target, async (temporary) => {
    await writeFile(join(temporary, "half"), "");
    throw new Error("cut off");
  });
  await expect(failing).rejects.toThrow("cut off");
  expect(await readdir(join(root, "deep"))).toEqual([]);
  let fills = 0;
  const fill = async (temporary: string) => {
    fills++;
    await writeFile(join(temporary, "whole"), "1");
  };
  await Promise.all([cachedFolder(target, fill), cachedFolder(target, fill)]);
  const before = fills;
  await cachedFolder(target, fill);
  expect(fills).toBe(before);
  expect(await readdir(join(root, "deep"))).toEqual(["set"]);
  expect(await readdir(target)).toEqual(["whole"]);
});
