import { crossEntropy, type Engine, evaluate, reference, wasmSync } from "segloss";
import { describe, expect, it } from "vitest";

const ENGINES: readonly (readonly [string, Engine])[] = [
  ["reference", reference()],
  ["wasm", wasmSync()],
];

describe.each(ENGINES)("one-hot targets channels first, the layout left out: %s", (_, engine) => {
  const z = Float32Array.from({ length: 384 }, (_, i) => 3 * Math.sin(7 * i));
  const first = new Float32Array(384);
  for (let n = 0; n < 2; n++) for (let i = 0; i < 64; i++) first[n * 192 + (i % 3) * 64 + i] = 1;
  const shape = [2, 3, 8, 8];

  it("is told by the rows, and by the length of labels", () => {
    const given = { logits: z, targets: first, shape, engine };
    expect(() => evaluate(crossEntropy(), given)).toThrow(
      /^targets under softmax must sum to 1 over the 8 classes of a pixel, got 3 at pixel 0: they do with layout: "channels-first", so say that\.$/,
    );
    const right = evaluate(crossEntropy(), { ...given, layout: "channels-first" });
    const labels = Uint8Array.from({ length: 128 }, (_, i) => (i % 64) % 3);
    expect(() => evaluate("dice", { ...given, targets: labels })).toThrow(
      /got 128\. With layout: "channels-first" they would fit/,
    );
    const byLabel = evaluate(crossEntropy(), { ...given, targets: labels, layout: "channels-first" });
    expect(right.value).toBeCloseTo(byLabel.value, 6);
  });

  it("and so is channels-last data under channels-first", () => {
    const last = Float32Array.from({ length: 384 }, (_, i) => (Math.floor(i / 3) % 3 === i % 3 ? 1 : 0));
    const given = { logits: z, targets: last, shape: [2, 8, 8, 3], engine };
    expect(() => evaluate("dice", { ...given, layout: "channels-first" })).toThrow(
      /they do with layout: "channels-last"/,
    );
    expect(evaluate("dice", given).value).toBeGreaterThan(0);
  });

  it("one channel: [B, 1, H, W]", () => {
    const mask = Float32Array.from({ length: 128 }, (_, i) => i % 2);
    const given = { logits: z.subarray(0, 128), targets: mask, shape: [2, 1, 8, 8], engine };
    expect(() => evaluate(crossEntropy(), given)).toThrow(
      /got 4 at pixel 0: the shape has one channel with layout: "channels-first", so say that if it is meant/,
    );
    expect(evaluate(crossEntropy(), { ...given, layout: "channels-first" }).value).toBeGreaterThan(0);
  });
});

describe("notes of evaluate", () => {
  const targets = Uint8Array.from({ length: 64 }, (_, i) => i % 2);
  const scores = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
  const shares = scores.map((z) => 1 / (1 + Math.exp(-z)));
  const notes = (inputs: object): readonly string[] =>
    evaluate("dice", { logits: scores, targets, shape: [1, 8, 8, 1], ...inputs }).notes;

  it("probabilities where logits are expected", () => {
    expect(notes({ logits: shares })).toEqual([
      'The logits look like probabilities: all lie in [0, 1]. The link "sigmoid" is applied to them; for probabilities say link: "none".',
    ]);
    const pairs = Float32Array.from({ length: 128 }, (_, i) => (i % 2 ? 1 - shares[i >> 1] : shares[i >> 1]));
    expect(notes({ logits: pairs, shape: [1, 8, 8, 2] })[0]).toMatch(
      /all lie in \[0, 1\] and sum to 1 over the classes\. The link "softmax"/,
    );
  });

  it("a shape that looks like the other layout", () => {
    const given = { logits: new Float32Array(384), targets: new Uint8Array(48), shape: [2, 3, 8, 8] };
    expect(notes(given)).toEqual([
      'The shape [2, 3, 8, 8] is read as 8 channels of images of 3x8 pixels: if the second number counts the channels, say layout: "channels-first".',
    ]);
    expect(notes({ ...given, layout: "channels-last" })).toEqual([]);
  });

  it("none where nothing is odd", () => {
    expect(notes({})).toEqual([]);
    expect(notes({ logits: new Float32Array(64) })).toEqual([]);
    expect(notes({ logits: shares, link: "none" })).toEqual([]);
    expect(notes({ logits: new Float32Array(1344), shape: [1, 8, 8, 21] })).toEqual([]);
  });
});
