import { expect, test } from "vitest";
import { FORMATS, formatOf } from "../../src/formats/index.ts";
import { PICTURES } from "../fixtures/pictures.ts";
import { VOLUMES } from "../fixtures/volumes.ts";

test.each(FORMATS)("the list names $name as its file does", async ({ name, extensions, load }) => {
  expect(await load()).toMatchObject({ name, extensions });
});

test("every format has a file by another program in test/fixtures, or a test file of its own here", () => {
  const files = [...PICTURES.map(({ name }) => name), ...Object.keys(VOLUMES)];
  const without = FORMATS.filter((format) => !files.some((file) => formatOf(file) === format));
  expect(without.map(({ name }) => name)).toEqual(["JPEG", "DICOM SEG", "OME-Zarr", "NPY"]);
});
