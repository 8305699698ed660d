import fc from "fast-check";
import { expect, test } from "vitest";
import { exactSum } from "../../src/metrics/index.ts";

const numbers = fc.array(fc.double({ noNaN: true, min: -1e150, max: 1e150 }), { maxLength: 30 });

/** A double as a whole number of 2^-1074. */
function whole(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0];
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n ? -size : size;
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a);

test("is the double nearest to the sum in whole numbers", () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const sum = values.reduce((all, value) => all + whole(value), 0n);
      const found = exactSum(values).value();
      const error = distance(whole(found), sum);
      const bits = new BigInt64Array(Float64Array.of(Math.abs(found)).buffer)[0];
      for (const step of [1n, -1n]) {
        if (bits + step < 0n) continue;
        const beside = new Float64Array(BigInt64Array.of(bits + step).buffer)[0] * (found < 0 ? -1 : 1);
        expect(error <= distance(whole(beside), sum)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("no order of adding, splitting and merging makes a difference", () => {
  fc.assert(
    fc.property(numbers, fc.nat(), (values, n) => {
      const cut = values.length ? n % values.length : 0;
      const [a, b] = [exactSum(values.slice(0, cut)), exactSum(values.slice(cut).reverse())];
      expect(b.merge(a).value()).toBe(exactSum(values).value());
      expect(exactSum(exactSum(values).toJSON()).value()).toBe(exactSum(values).value());
    }),
  );
});

test("what cancels leaves no trace, and only finite numbers are taken", () => {
  expect(exactSum([1e100, 1, -1e100]).value()).toBe(1);
  expect(exactSum(Array(10).fill(0.1)).value()).toBe(1);
  expect(() => exactSum([Infinity])).toThrow(/only finite numbers can be summed, got Infinity/);
});
