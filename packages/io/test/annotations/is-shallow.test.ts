import fc from "fast-check";
import { expect, it } from "vitest";
import { isShallow } from "../../src/annotations/is-shallow.ts";
import { readAnnotations } from "../../src/annotations/read-annotations.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

it("lists and objects inside of each other count, and brackets in texts do not", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 190, max: 205 }), (value, around) => {
      const brackets = fc.sample(fc.string({ unit: fc.constantFrom("[", "{", '"', "\\", "]", "}") }), 1)[0];
      const text = "[".repeat(around) + JSON.stringify([value, brackets]) + "]".repeat(around);
      expect(isShallow(text)).toBe(around + depthOf([value, brackets]) <= 200);
    }),
  );
});

it("what is deeper is no annotation file", () => {
  expect(() => readAnnotations("[".repeat(1e6))).toThrow(/it is no annotation file that is read/);
});
