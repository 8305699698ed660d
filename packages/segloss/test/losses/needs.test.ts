import { dice, LOSSES, loss, lossValues, needs, optionRange, ramp } from "segloss";
import { describe, expect, it } from "vitest";

describe("needs", () => {
  it("of instances, maps, progress and link", () => {
    expect(needs("dice")).toEqual({
      instances: false,
      maps: [],
      progress: false,
      link: null,
      pixelValues: false,
    });
    expect(needs("distanceCrossEntropy(cells=instances)")).toMatchObject({
      instances: true,
      pixelValues: true,
    });
    expect(needs(loss("mean(m*p) + mean(k*p)", { maps: ["m", "k"] })).maps).toEqual(["m", "k"]);
    expect(needs("mean(a*p) where a = 1 - progress").progress).toBe(true);
    expect(needs(ramp({ from: 0, to: 1 }, dice())).progress).toBe(true);
    expect(needs("keras.Dice").link).toBe("none");
  });

  it("pixelValues says where lossValues has a value for each pixel", () => {
    for (const make of LOSSES) {
      const made = (make as unknown as () => Parameters<typeof needs>[0])();
      const found = lossValues(made, {
        logits: Float64Array.of(1, -2, 3, 0.5),
        targets: Uint8Array.of(1, 0, 1, 0),
        instances: Uint8Array.of(1, 0, 2, 0),
        shape: [1, 2, 2, 1],
      });
      expect([make.definition.name, needs(made).pixelValues]).toEqual([
        make.definition.name,
        found.values.length === 4,
      ]);
    }
  });
});

describe("the range of an option", () => {
  it("is typical, or from min to max, in hundred steps unless it says otherwise", () => {
    expect(optionRange({ kind: "number", default: 1, doc: "", min: 0, typical: [0, 5] })).toEqual({
      low: 0,
      high: 5,
      step: 0.05,
    });
    expect(optionRange({ kind: "number", default: 1, doc: "", min: 0, max: 10, step: 1 })).toEqual({
      low: 0,
      high: 10,
      step: 1,
    });
    expect(optionRange({ kind: "choice", default: "a", doc: "", choices: ["a"] })).toBeNull();
  });

  it("is there for every number that a loss takes, holds its default, and lies within what is allowed", () => {
    for (const { definition } of LOSSES) {
      for (const [name, spec] of Object.entries(definition.options)) {
        if (spec.kind !== "number" && (spec.kind !== "numbers" || name === "spacing")) continue;
        const range = optionRange(spec);
        const where = `${definition.name}.${name}`;
        expect(range, where).not.toBeNull();
        if (!range) continue;
        expect(range.low, where).toBeGreaterThanOrEqual(spec.min ?? Number.NEGATIVE_INFINITY);
        expect(range.high, where).toBeLessThanOrEqual(spec.max ?? Number.POSITIVE_INFINITY);
        if (typeof spec.default !== "number") continue;
        expect(spec.default, where).toBeGreaterThanOrEqual(range.low);
        expect(spec.default, where).toBeLessThanOrEqual(range.high);
      }
    }
  });
});
