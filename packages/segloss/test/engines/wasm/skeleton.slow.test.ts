import { type CompileOptions, loss, parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { seededRandom } from "../../conformance/random.ts";

// Sizes about those of a vector (4 pixels) and of rows that are padded, in 1-D to 3-D.
const SPACES = [[1], [4], [13], [3, 1], [5, 7], [8, 8], [13, 18], [2, 3, 1], [4, 5, 6], [3, 4, 9]];
const LOSSES = [
  "softClDice(iterations=0)",
  "softClDice(iterations=4, over=batch)",
  "mean(skeleton(skeleton(p, 1), 2)*y) + mean(skeleton(q, 1))",
  "mean(skeleton(p*mean(p), 2))",
  "mean(skeleton(largest(p), 1)*p)",
];

const engine = await wasm();
const two = await wasm({ threads: 2 });

interface Data {
  readonly logits: Float32Array;
  readonly targets: Uint8Array;
}

function dataFor(pixels: number, channels: number): Data {
  const random = seededRandom(pixels * 31 + channels);
  const logits = Float32Array.from({ length: pixels * channels }, () => 5 * random() - 2.5);
  return { logits, targets: Uint8Array.from({ length: pixels }, () => Math.floor(random() * 2)) };
}

describe.each(SPACES.map((space) => [space.join("x"), space] as const))("%s pixels", (_, space) => {
  it.each(LOSSES)("%s is that of the reference, in both layouts", (text) => {
    for (const channels of [1, 3]) {
      for (const layout of ["channels-last", "channels-first"] as const) {
        const shape = layout === "channels-last" ? [2, ...space, channels] : [2, channels, ...space];
        const options: CompileOptions = { shape, layout };
        const inputs = dataFor(2 * space.reduce((a, b) => a * b, 1), channels);
        const expected = new Float64Array(inputs.logits.length);
        const value = reference()
          .compile(parseLoss(text), options)
          .run({ ...inputs, gradient: expected });
        const step = engine.compile(parseLoss(text), options);
        const gradient = new Float32Array(inputs.logits.length);
        expect(Math.abs(step.run({ ...inputs, gradient }) - value)).toBeLessThan(3e-7);
        expect(Math.abs(step.run(inputs) - value)).toBeLessThan(3e-7);
        step.dispose();
        const off = Math.hypot(...gradient.map((g, i) => g - expected[i]));
        expect(off).toBeLessThan(1e-6 * Math.hypot(...expected) + 1e-9);
      }
    }
  });
});

it("equal pixels: the gradient goes where that of the reference goes", () => {
  const options = { shape: [1, 6, 9, 1], link: "none" } as const;
  const random = seededRandom(3);
  const logits = Float32Array.from({ length: 54 }, () => Math.floor(random() * 3) / 2);
  const inputs = { logits, targets: new Uint8Array(54) };
  const [expected, gradient] = [new Float64Array(54), new Float32Array(54)];
  const weighted = loss("sum(skeleton(p, 3)*m)", { maps: ["m"] });
  const maps = { m: Float32Array.from({ length: 54 }, () => Math.floor(random() * 9)) };
  reference()
    .compile(weighted, options)
    .run({ ...inputs, maps, gradient: expected });
  engine.compile(weighted, options).run({ ...inputs, maps, gradient });
  expect([...gradient]).toEqual([...expected]);
});

it("two threads give the same bits as one", () => {
  const options = { shape: [3, 120, 140, 2] };
  const inputs = dataFor(3 * 120 * 140, 2);
  const run = (on: typeof engine): number[] => {
    const gradient = new Float32Array(inputs.logits.length);
    return [on.compile(parseLoss("softClDice + dice"), options).run({ ...inputs, gradient }), ...gradient];
  };
  expect(two.threads).toBe(2);
  expect(run(two)).toEqual(run(engine));
});
