import { type CompileOptions, type Loss, loss, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { nodeRuntime } from "../../src/runtime/index.ts";
import { onnxEngine } from "./onnx-engine.ts";

const engine = onnxEngine(nodeRuntime());

/** Value and gradient as a graph and in double precision, of images of 2x3 pixels. */
async function both(
  given: Loss,
  batch: number,
  channels: number,
  logit: (i: number) => number,
  isIgnored?: (pixel: number) => boolean,
) {
  const options: CompileOptions = {
    ...{ shape: [batch, channels, 2, 3], layout: "channels-first" },
    ...(isIgnored && { ignore: 255 }),
  };
  const size = batch * channels * 6;
  const logits = Float32Array.from({ length: size }, (_, i) => logit(i));
  const targets = Uint8Array.from({ length: batch * 6 }, (_, i) =>
    isIgnored?.(i) ? 255 : (i * 7) % Math.max(2, channels),
  );
  const [got, expected] = [new Float32Array(size), new Float64Array(size)];
  const value = reference().compile(given, options).run({ logits, targets, gradient: expected });
  const step = await engine.compile(given, options);
  const found = await step.run({ logits, targets, gradient: got });
  await step.dispose();
  return { found, value, got, expected };
}

const wave = (i: number): number => 3 * Math.sin(1.7 * i);
const saturated = (i: number): number => [100, -100, -100, 0.5][i % 4];

async function expectAgreement(...given: Parameters<typeof both>) {
  const { found, value, got, expected } = await both(...given);
  expect(Math.abs(found - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value) + 1e-9);
  const off = Math.hypot(...expected.map((x, i) => got[i] - x));
  expect(off).toBeLessThanOrEqual(1e-6 * Math.hypot(...expected) + 1e-30);
}

describe("graphs agree with the reference engine", () => {
  it.each([
    "mean(p*y) + largest(1)",
    "mean(largest(3)*p) + mean(largest(y*0.5))",
    "mean(isLargest(0.25)*p)",
    "mean(isLargest(z)*p) + mean(largest(p))",
  ])("on the largest of what is the same for all classes: %s", async (text) => {
    for (const channels of [1, 3]) await expectAgreement(loss(text), 2, channels, wave);
  });

  it("on a value that does not depend on the data: it counts once in every image", async () => {
    const options = { parameters: { u: [0.5, 1, 2] }, over: "image" } as const;
    await expectAgreement(loss("mean(u)", options), 5, 3, wave);
    await expectAgreement(loss("mean(u) + mean(p*y)", options), 5, 3, wave);
    await expectAgreement(loss("2 + 0*mean(p)", { over: "image" }), 5, 3, wave);
  });

  it.each([
    "reducedFocal(gamma=0.5)",
    "reducedFocal(gamma=0.5, threshold=0.3)",
    "focal(gamma=0.5)",
    "bootstrappedCrossEntropy",
    "generalizedCrossEntropy(q=0.01)",
  ])("at |z| = 100, finite: %s", async (text) => {
    for (const channels of [1, 3]) await expectAgreement(parseLoss(text), 2, channels, saturated);
  });

  it("on log cosh where cosh overflows, and where it is nearly 1", async () => {
    await expectAgreement(loss("mean(log(cosh(z)))"), 2, 1, saturated);
    await expectAgreement(loss("mean(log(cosh(0.001*z)))"), 2, 1, wave);
    await expectAgreement(loss("mean(sinh(0.001*z)^2) + mean(sign(z)*p)"), 2, 1, wave);
    await expectAgreement(loss("mean(sinh(0.8*z)*0.001)"), 2, 1, saturated);
  });

  it("on logarithms of the softmax that are nearly 0", async () => {
    await expectAgreement(
      loss("mean(total(y*(-logp)^0.3))"),
      2,
      3,
      (i) => (i % 3 === 0 ? 9 : -9) + 0.1 * wave(i),
    );
    await expectAgreement(loss("mean(total(y*logp))"), 2, 3, (i) => (i % 2 === 0 ? 4 : -4));
  });

  it("on y - p q, which is no mean of p and y", async () => {
    for (const channels of [1, 3]) await expectAgreement(loss("sum(y - p*q)"), 2, channels, wave);
  });

  it.each([
    "mean(-log(total(p*y)))",
    "-mean(log(1 - total(p*(1 - y))))",
    "mean(1/total(p*y))",
    "sqrt(mean((p - y)^2))",
    "(1 - (2*sum(p*y) + 1)/(sum(p) + sum(y) + 1))^0.75",
  ])("on pixels and images that are left out: %s", async (text) => {
    // Nothing is left of the first image.
    const ignored = (i: number): boolean => i < 6 || i % 5 === 0;
    await expectAgreement(loss(text), 2, 3, (i) => wave(i) / 6, ignored);
  });

  it("on the mean of equal terms, however many there are", async () => {
    for (const [height, width] of [
      [1, 1],
      [3, 11],
      [509, 509],
      [97, 1031],
    ]) {
      const step = await engine.compile(loss("mean(m)", { maps: ["m"] }), {
        shape: [1, 1, height, width],
        layout: "channels-first",
      });
      const zeros = new Float32Array(height * width);
      const maps = { m: zeros.map(() => 0.1) };
      const value = await step.run({ logits: zeros, targets: new Uint8Array(zeros.length), maps });
      await step.dispose();
      expect(Math.abs(value / Math.fround(0.1) - 1)).toBeLessThan(2e-7);
    }
  });
});
