import { evaluate, loss, reference } from "segloss";
import { describe, expect, it } from "vitest";

const inputs = {
  shape: [1, 2, 2, 1],
  logits: Float64Array.of(0.5, -1, 2, 0.25),
  targets: Uint8Array.of(1, 0, 1, 0),
};
const solve = (text: string): { value: number; gradient: number[] } => {
  const { value, gradient } = evaluate(loss(text), { engine: reference(), ...inputs });
  return { value, gradient: [...(gradient ?? [])] };
};

describe("stop(e)", () => {
  it.each([
    ["mean(stop(p)*y)", "mean(p*y)"],
    ["sum(stop(p*z) + p)", "sum(p*z + p)"],
    ["stop(sum(p))*mean(z)", "sum(p)*mean(z)"],
    ["mean(z*stop(total(p)))", "mean(z*total(p))"],
  ])("%s has the value of %s", (stopped, plain) =>
    expect(solve(stopped).value).toBeCloseTo(solve(plain).value, 14),
  );

  it("passes no gradient", () => {
    expect(solve("mean(stop(p)*y)").gradient).toEqual([0, 0, 0, 0]);
    expect(solve("exp(stop(mean(z*p)))").gradient).toEqual([0, 0, 0, 0]);
    expect(solve("mean(stop(z)*z)").gradient).toEqual([...inputs.logits].map((z) => z / 4));
    expect(solve("mean(stop(z - 1)^2*z)").gradient).toEqual([...inputs.logits].map((z) => (z - 1) ** 2 / 4));
  });

  it("stops what is inside, not what is beside", () => {
    const half = solve("mean(z*z)").gradient.map((g) => g / 2);
    expect(solve("mean(z*stop(z))").gradient).toEqual(half);
    // p - stop(p) is 0, yet its gradient is that of p.
    const straight = solve("mean(y + p - stop(p))");
    expect(straight.value).toBeCloseTo(0.5, 15);
    expect(straight.gradient).toEqual(solve("mean(p)").gradient);
  });

  it("of something without the network's output is that thing", () => {
    expect(solve("mean(stop(y)*p)")).toEqual(solve("mean(y*p)"));
  });
});
