import { expect, test } from "vitest";
import { FORMATS } from "../../src/formats/index.ts";

test.each(FORMATS)("the list names $name as its file does", async ({ name, extensions, load }) => {
  expect(await load()).toMatchObject({ name, extensions });
});
