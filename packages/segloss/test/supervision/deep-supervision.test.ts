import fc from "fast-check";
import { deepSupervision, downsample, evaluate, reference, supervisionWeights, wasm } from "segloss";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../conformance/random.ts";

const SHAPES = [
  [2, 8, 12, 3],
  [2, 4, 6, 3],
  [2, 2, 3, 3],
];
const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const random = seededRandom(8);
const logits = SHAPES.map((shape) => Float32Array.from({ length: sizeOf(shape) }, () => 4 * random() - 2));
const targets = Uint8Array.from({ length: 2 * 8 * 12 }, () =>
  random() < 0.1 ? 255 : Math.floor(3 * random()),
);
const weights = Float32Array.from({ length: targets.length }, () => random());
const mask = Uint8Array.from({ length: targets.length }, () => (random() < 0.2 ? 0 : 1));

/** Every second (fourth) pixel from the one after the first, as the centre of a block lies. */
function strided<A extends Uint8Array | Float32Array>(values: A, factor: number): A {
  const picked: number[] = [];
  for (let n = 0; n < 2; n++)
    for (let y = 0; y < 8 / factor; y++)
      for (let x = 0; x < 12 / factor; x++)
        picked.push(values[(n * 8 + y * factor + factor / 2) * 12 + x * factor + factor / 2]);
  return (values.constructor as unknown as { from(list: number[]): A }).from(picked);
}

describe("deep supervision", () => {
  it("is the weighted sum of the losses of each output, against targets of its size, and so is each gradient", () => {
    const loss = "dice + 0.5*crossEntropy";
    const step = deepSupervision(reference(), loss, {
      shapes: SHAPES,
      ignore: 255,
      weights: true,
      mask: true,
    });
    expect(step.outputWeights).toEqual([4 / 7, 2 / 7, 1 / 7]);
    const gradient = logits.map((z) => new Float64Array(z.length));
    const value = step.run({ logits, targets, weights, mask, gradient });
    let expected = 0;
    for (const [k, factor] of [1, 2, 4].entries()) {
      const small =
        factor === 1
          ? { targets, weights, mask }
          : {
              targets: strided(targets, factor),
              weights: strided(weights, factor),
              mask: strided(mask, factor),
            };
      const alone = evaluate(loss, {
        ...small,
        logits: Float64Array.from(logits[k]),
        shape: SHAPES[k],
        ignore: 255,
      });
      expected += step.outputWeights[k] * alone.value;
      for (const [i, g] of alone.gradient!.entries())
        expect(gradient[k][i]).toBeCloseTo(step.outputWeights[k] * g, 14);
    }
    expect(value).toBeCloseTo(expected, 14);
    step.dispose();
  });

  it("is the same on the wasm engine, with labels of two bytes and channels first", async () => {
    const engine = await wasm();
    const shapes = SHAPES.map(([n, h, w, c]) => [n, c, h, w]);
    const options = { shapes, layout: "channels-first", ignore: 255 } as const;
    const labels = Uint16Array.from(targets);
    const [exact, fast] = [reference(), engine].map((each) => {
      const gradient = logits.map((z) => new Float32Array(z.length));
      const value = deepSupervision(each, "softClDice + lovasz", options).run({
        logits,
        targets: labels,
        gradient,
      });
      return { value, gradient };
    });
    expect(fast.value).toBeCloseTo(exact.value, 6);
    for (const [k, own] of fast.gradient.entries())
      for (const [i, g] of own.entries()) expect(g).toBeCloseTo(exact.gradient[k][i], 6);
    engine.dispose();
  });

  it("with one output is the loss itself; outputs of weight 0 cost nothing and get no gradient", () => {
    const alone = evaluate("dice", {
      logits: logits[0],
      targets,
      shape: SHAPES[0],
      ignore: 255,
      gradient: false,
    });
    const one = deepSupervision(reference(), "dice", { shapes: SHAPES.slice(0, 1), ignore: 255 });
    expect(one.run({ logits: logits.slice(0, 1), targets })).toBe(alone.value);
    // nnU-Net's weights of three outputs.
    const step = deepSupervision(reference(), "dice", {
      shapes: SHAPES,
      outputWeights: [1, 0.5, 0],
      ignore: 255,
    });
    expect(step.outputWeights).toEqual([2 / 3, 1 / 3, 0]);
    const gradient = logits.map((z) => new Float32Array(z.length).fill(7));
    const broken = [logits[0], logits[1], logits[2].map(() => Number.NaN)];
    expect(Number.isFinite(step.run({ logits: broken, targets, gradient }))).toBe(true);
    expect(gradient[2].every((g) => g === 0)).toBe(true);
  });

  it("knows MONAI's weights by name", () => {
    expect(supervisionWeights("same", 3, false)).toEqual([1, 1, 1]);
    expect(supervisionWeights("two", 3, false)).toEqual([1, 0.5, 0.5]);
    expect(supervisionWeights("exp", 6, false)).toEqual([1, 1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 16]);
    expect(supervisionWeights("same", 2)).toEqual([0.5, 0.5]);
    expect(() => supervisionWeights("all" as "same", 2)).toThrow(
      /outputWeights must be numbers, "same", "exp" or "two", got "all"/,
    );
  });

  it("takes weights as they are when they are not to be normalized", () => {
    const run = (outputWeights: readonly number[]): number =>
      deepSupervision(reference(), "dice", {
        shapes: SHAPES,
        outputWeights,
        normalize: false,
        ignore: 255,
      }).run({
        logits,
        targets,
      });
    expect(run([2, 1, 0.5])).toBeCloseTo(2 * run([1, 0.5, 0.25]), 14);
  });

  it("brings soft targets and maps to each size, and passes progress on", () => {
    const soft = Float32Array.from({ length: sizeOf(SHAPES[0]) }, () => random());
    const options = { shapes: SHAPES, link: "sigmoid", targets: "soft" } as const;
    const step = deepSupervision(reference(), "ramp(0, 1)*dice", options);
    const at = (progress: number): number => step.run({ logits, targets: soft, progress });
    expect(at(0)).toBe(0);
    expect(at(1)).toBeCloseTo(2 * at(0.5), 14);
    expect(() => step.run({ logits, targets: soft })).toThrow(/pass progress/);
  });
});

describe("what does not belong together is refused", () => {
  it.each([
    [{ shapes: [] }, /needs the shape of one output or more/],
    [
      { shapes: [SHAPES[1], SHAPES[0]] },
      /Output 1 has the shape \[2, 8, 12, 3\]: .*The largest output comes first/,
    ],
    [
      { shapes: [SHAPES[0], [2, 4, 6, 2]] },
      /Output 1 has the shape \[2, 4, 6, 2\]: expected the batch and channels/,
    ],
    [
      { shapes: SHAPES, outputWeights: [1, 0.5] },
      /outputWeights must have one entry for each of the 3 outputs, got 2/,
    ],
    [{ shapes: SHAPES, outputWeights: [1, -1, 0] }, /numbers of at least 0, .* got \[1, -1, 0\]/],
    [{ shapes: SHAPES, outputWeights: [0, 0, 0] }, /one of them above it; got \[0, 0, 0\]/],
  ])("%j", (options, message) => {
    expect(() => deepSupervision(reference(), "dice", options)).toThrow(message);
  });

  it("a list of logits that is too short", () => {
    const step = deepSupervision(reference(), "dice", { shapes: SHAPES, ignore: 255 });
    expect(() => step.run({ logits: logits.slice(0, 2), targets })).toThrow(
      /logits must have one entry .* got 2/,
    );
    expect(() => step.run({ logits, targets, gradient: [] })).toThrow(
      /gradient must have one entry .* got 0/,
    );
  });
});

describe("downsample", () => {
  it("takes the pixel in which the centre lies, along every axis, whatever the sizes", () => {
    const extent = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        fc.array(extent, { minLength: 1, maxLength: 3 }),
        fc.array(extent, { minLength: 3, maxLength: 3 }),
        (from, wish) => {
          const to = from.map((n, axis) => Math.min(n, wish[axis]));
          const values = Int32Array.from({ length: sizeOf(from) }, (_, i) => i);
          const found = downsample(values, { batch: 1, from, to });
          expect(found).toHaveLength(sizeOf(to));
          const coordinates = (index: number, space: readonly number[]): number[] =>
            space.map((n, axis) => Math.floor(index / sizeOf(space.slice(axis + 1))) % n);
          for (const [i, pixel] of found.entries()) {
            const [small, large] = [coordinates(i, to), coordinates(pixel, from)];
            for (const [axis, x] of large.entries()) {
              const centre = ((small[axis] + 0.5) * from[axis]) / to[axis];
              expect(centre >= x && centre < x + 1).toBe(true);
            }
          }
        },
      ),
    );
  });

  it("keeps channels together, in both layouts, and the kind of the array", () => {
    const last = Float64Array.from([0, 10, 1, 11, 2, 12, 3, 13]);
    const first = Float64Array.from([0, 1, 2, 3, 10, 11, 12, 13]);
    const size = { batch: 1, from: [4], to: [2], channels: 2 };
    expect(downsample(last, size)).toEqual(Float64Array.of(1, 11, 3, 13));
    expect(downsample(first, { ...size, layout: "channels-first" })).toEqual(Float64Array.of(1, 3, 11, 13));
  });
});
