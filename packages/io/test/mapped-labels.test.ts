import fc from "fast-check";
import { expect, it } from "vitest";
import { mappedLabels } from "../src/mapped-labels.ts";

const rules: readonly ((label: number) => number)[] = [
  (label) => Number(label === 2 || label === 200),
  (label) => Number(label !== 2),
  (label) => (label === 0 ? 0 : 255 - label),
];
const labels = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 2, 128, 200, 255), { maxLength: 40 });

it("is each label's own image, wherever in its memory an array begins, of every kind of array", () => {
  fc.assert(
    fc.property(labels, fc.nat(5), fc.constantFrom(...rules), (values, offset, rule) => {
      const expected = values.map(rule);
      const memory = Uint8Array.from([...new Array<number>(offset).fill(7), ...values]);
      for (const given of [
        memory.subarray(offset),
        Uint16Array.from(values),
        Int32Array.from(values),
        Float64Array.from(values),
      ]) {
        expect([...mappedLabels(given, rule, new Uint8Array(given.length))]).toEqual(expected);
        expect([...mappedLabels(given, rule, new Int32Array(given.length))]).toEqual(expected);
      }
    }),
  );
});
