import { describe, expect, test } from "vitest";
import { random, shuffled } from "../../src/data/random.ts";

describe("random numbers", () => {
  test("the same seeds repeat, other seeds and other streams differ", () => {
    const draw = (...seeds: number[]) => String(Array.from({ length: 5 }, random(...seeds).uniform));
    expect(draw(1, 2)).toBe(draw(1, 2));
    const streams = [draw(1), draw(2), draw(1, 0), draw(1, 1), draw(0, 1), draw(-1), draw(1 + 2 ** 40)];
    expect(new Set(streams).size).toBe(streams.length);
  });

  test("uniform, normal and whole numbers have their moments (100 000 draws, 5 standard errors)", () => {
    const source = random(7);
    const count = 100_000;
    const mean = (draw: () => number) =>
      Array.from({ length: count }, draw).reduce((sum, x) => sum + x, 0) / count;
    const bound = (deviation: number) => (5 * deviation) / Math.sqrt(count);
    expect(Math.abs(mean(source.uniform) - 0.5)).toBeLessThan(bound(Math.sqrt(1 / 12)));
    expect(Math.abs(mean(source.normal))).toBeLessThan(bound(1));
    expect(Math.abs(mean(() => source.normal() ** 2) - 1)).toBeLessThan(bound(Math.sqrt(2)));
    expect(Math.abs(mean(() => source.integer(7)) - 3)).toBeLessThan(bound(2));
    expect(Math.abs(mean(() => source.between(-3, 5)) - 1)).toBeLessThan(bound(8 / Math.sqrt(12)));
  });

  test("a shuffle is a permutation, and every place is reached", () => {
    const items = [0, 1, 2, 3, 4];
    const firsts = Array.from({ length: 200 }, (_, seed) => shuffled(items, random(seed)));
    for (const order of firsts) expect([...order].sort()).toEqual(items);
    expect(new Set(firsts.map(([first]) => first)).size).toBe(5);
  });
});
