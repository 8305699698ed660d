import { expect, test } from "vitest";
import { classColours } from "../../src/page/palette.ts";

test("no two classes have one colour, with a background or without", () => {
  for (const first of ["background", "sea"])
    for (let count = 2; count <= 24; count++) {
      const names = Array.from({ length: count }, (_, k) => (k === 0 ? first : `class ${k}`));
      expect(new Set(classColours(names).map(String)).size, `${count} classes`).toBe(count);
    }
});
