import { expect, it } from "vitest";
import { difference } from "../../../src/engines/onnx/complement.ts";
import { meanOf, oneSign } from "../../../src/engines/onnx/one-sign.ts";
import { add, apply, mul, pow, sub } from "../../../src/formula/algebra.ts";
import { type Expression, number, PIXEL, symbol } from "../../../src/formula/expression.ts";
import { HARD_TARGET, SOFT_TARGET } from "../../../src/formula/targets.ts";

const p = symbol("p", PIXEL);
const q = symbol("q", PIXEL);
const w = symbol("w", PIXEL);
const hard = symbol(HARD_TARGET, PIXEL);
const soft = symbol(SOFT_TARGET, PIXEL);
const not = (y: Expression): Expression => sub(number(1), y);
const two = number(2);

it("p + y - 2 p y is y q + (1 - y) p, with weights too", () => {
  for (const y of [hard, soft]) {
    const gap = add(p, y, mul(number(-2), p, y));
    expect(oneSign(gap)?.key).toBe(add(mul(y, q), mul(not(y), p)).key);
    const weighted = add(mul(w, p), mul(w, y), mul(number(-2), w, p, y));
    expect(oneSign(weighted)?.key).toBe(mul(w, add(mul(y, q), mul(not(y), p))).key);
  }
});

it("p^2 + y^2 - 2 p y is the square of y - p", () => {
  const squares = (y: Expression): Expression => add(pow(p, two), pow(y, two), mul(number(-2), p, y));
  for (const y of [hard, soft]) expect(oneSign(squares(y))?.key).toBe(pow(sub(y, p), two).key);
});

it("what takes both signs stays", () => {
  expect(oneSign(add(p, mul(number(-2), hard)))).toBeUndefined();
  expect(oneSign(add(symbol("z", PIXEL), hard))).toBeUndefined();
});

it("differences of sums become one sum of one sign", () => {
  const sum = (e: Expression): Expression => apply("pixelSum", e);
  const size = add(sum(p), sum(hard), number(1));
  const overlap = add(mul(two, sum(mul(p, hard))), number(1));
  expect(difference(size, overlap).key).toBe(sum(add(mul(hard, q), mul(not(hard), p))).key);
});

it("a y + b p less than 1 is a mean of both, y - p q is not", () => {
  const mean = add(number(1), mul(number(-0.25), hard), mul(number(-0.75), p));
  expect(meanOf(mean)).toMatchObject({ a: 0.25, b: 0.75 });
  for (const y of [hard, soft]) expect(meanOf(sub(y, mul(p, q)))).toBeUndefined();
});
