import {
  boundary,
  dice,
  LOSSES,
  type Loss,
  loss,
  lossFromJson,
  lossToJson,
  lovasz,
  overRegion,
  reference,
  scale,
  softClDice,
  sum,
  type Term,
  topKCrossEntropy,
  wasmSync,
  withLink,
} from "segloss";
import { describe, expect, it, vi } from "vitest";
import { kernelsFor } from "../../src/kernels/kernels-for.ts";
import { KERNELS } from "../../src/losses/kernels.ts";

const namesOf = (term: Term): string[] => (term[KERNELS] ?? []).map(({ name }) => name);
const SHAPE = [1, 3, 4, 1];
const INPUTS = {
  logits: Float32Array.from({ length: 12 }, (_, i) => Math.sin(3 * i)),
  targets: Uint8Array.from({ length: 12 }, (_, i) => (i % 5 < 2 ? 1 : 0)),
};
const valueOn = (engine: ReturnType<typeof reference>, one: Loss): number =>
  engine.compile(one, { shape: SHAPE }).run(INPUTS);

describe("kernels come with the loss", () => {
  it.each(LOSSES.map((make) => [make.definition.name, make] as const))("%s has those it needs", (_, make) => {
    const [term] = make().terms;
    expect(term[KERNELS] ?? []).toEqual(kernelsFor(term));
  });

  it("a formula has those of the functions it calls and of its fields", () => {
    const of = (text: string, options = {}): string[] => namesOf(loss(text, options).terms[0]);
    expect(of("1 - mean(p)")).toEqual([]);
    expect(of("lovasz(abs(y - p))")).toEqual(["ranks"]);
    expect(of("sum(h*p)/sum(h) where h = hardest(p, 0.5)")).toEqual(["ranks"]);
    expect(of("mean(skeleton(p, 2)) + lovasz(abs(y - p))")).toEqual(["ranks", "skeletons"]);
    expect(of("mean(distance*p)", { fields: ["distance"] })).toEqual(["fields"]);
  });

  it("what is made of losses keeps them", () => {
    const both = sum(scale(0.5, lovasz()), withLink(overRegion(softClDice(), "batch"), "sigmoid"));
    expect(both.terms.map(namesOf)).toEqual([["ranks"], ["skeletons"]]);
  });

  it("another copy of the library finds them", async () => {
    vi.resetModules();
    const copy = await import("segloss");
    expect(copy.lovasz).not.toBe(lovasz);
    for (const one of [lovasz(), topKCrossEntropy(), softClDice(), boundary()]) {
      expect(valueOn(copy.reference(), one)).toBe(valueOn(reference(), one));
      expect(valueOn(copy.wasmSync(), one)).toBe(valueOn(wasmSync(), one));
    }
  });
});

describe("a copy without them", () => {
  const copies = [
    ["JSON", (one: Loss): Loss => JSON.parse(JSON.stringify(one))],
    ["a message to a worker", (one: Loss): Loss => structuredClone(one)],
  ] as const;

  describe.each(copies)("by %s", (_, copy) => {
    it.each([
      [
        "lovasz",
        lovasz(),
        /^This loss ranks pixels \(lovasz, hardest\) and is a copy without the code for that/,
      ],
      [
        "topKCrossEntropy",
        topKCrossEntropy(),
        /^This loss ranks pixels .* lossFromJson\(lossToJson\(loss\)\)\.$/,
      ],
      ["softClDice", softClDice(), /^This loss looks at neighbours \(skeleton\) and is a copy/],
    ])("of %s is refused by both engines, and lossFromJson cures it", (_name, one, message) => {
      const copied = copy(one);
      for (const engine of [reference(), wasmSync()]) {
        expect(() => valueOn(engine, copied)).toThrow(message);
        expect(valueOn(engine, lossFromJson(lossToJson(copied)))).toBe(valueOn(engine, one));
      }
    });

    it("of a loss of distances is refused by the reference engine alone", () => {
      const copied = copy(boundary());
      expect(() => valueOn(reference(), copied)).toThrow(/^This loss reads distances or other fields/);
      expect(valueOn(wasmSync(), copied)).toBe(valueOn(wasmSync(), boundary()));
    });

    it("of a loss of arithmetic is the loss", () => {
      expect(valueOn(reference(), copy(dice()))).toBe(valueOn(reference(), dice()));
    });
  });
});
