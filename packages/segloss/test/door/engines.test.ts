import {
  dice,
  type Engine,
  evaluate,
  LOSSES,
  loss,
  parseLoss,
  reference,
  type StepInputs,
  wasmSync,
} from "segloss";
import { describe, expect, it } from "vitest";

const ENGINES: readonly (readonly [string, Engine])[] = [
  ["reference", reference()],
  ["wasm", wasmSync()],
];
const SHAPE = [1, 2, 2, 3];
const logits = Float32Array.from({ length: 12 }, (_, i) => Math.sin(3 * i));
const whole = [0, 1, 2, 1];
const oneHot = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0];
const loose = (value: unknown): never => value as never;

/** Dice of four pixels of three classes. */
function run(engine: Engine, inputs: Record<string, unknown>, options: Record<string, unknown> = {}): number {
  const step = engine.compile(dice(), { shape: SHAPE, ...options });
  return step.run({ logits, targets: Uint8Array.from(whole), ...inputs } as StepInputs);
}

describe.each(ENGINES)("what the %s engine reads", (_, engine) => {
  const value = run(engine, {});
  const masked = run(engine, { mask: Uint8Array.of(1, 0, 1, 0) }, { mask: true });
  const ignored = run(engine, { targets: Uint8Array.of(0, 9, 2, 9) }, { ignore: 9 });

  it.each<readonly [string, unknown]>([
    ["Uint8Array", Uint8Array.from(whole)],
    ["Uint8ClampedArray", Uint8ClampedArray.from(whole)],
    ["Uint16Array", Uint16Array.from(whole)],
    ["Uint32Array", Uint32Array.from(whole)],
    ["Int8Array", Int8Array.from(whole)],
    ["Int16Array", Int16Array.from(whole)],
    ["Int32Array", Int32Array.from(whole)],
    ["BigInt64Array, which ONNX's ArgMax gives", BigInt64Array.from(whole, BigInt)],
    ["BigUint64Array", BigUint64Array.from(whole, BigInt)],
    ["a list", whole],
    ["a list of bigint", whole.map(BigInt)],
    ["a view with an offset", Uint8Array.of(7, 7, ...whole, 7).subarray(2, 6)],
    ["shared memory", new Uint8Array(new SharedArrayBuffer(4)).map((_, i) => whole[i])],
    ["a Buffer of Node", Buffer.from(whole)],
  ])("labels: %s", (__, targets) => expect(run(engine, { targets })).toBe(value));

  it("labels of one channel: a list of booleans", () => {
    const step = engine.compile(dice(), { shape: [1, 2, 2, 1] });
    const z = logits.subarray(0, 4);
    expect(step.run({ logits: z, targets: loose([true, false, true, true]) })).toBe(
      step.run({ logits: z, targets: Uint8Array.of(1, 0, 1, 1) }),
    );
  });

  it.each<readonly [string, unknown]>([
    ["a list of booleans", [true, false, true, false]],
    ["a list of numbers", [1, 0, 1, 0]],
    ["Uint16Array of 256, whose lower byte is 0", Uint16Array.of(256, 0, 256, 0)],
    ["Int8Array of -1", Int8Array.of(-1, 0, -1, 0)],
    ["Float32Array", Float32Array.of(1, 0, 1, 0)],
    ["BigInt64Array", BigInt64Array.of(1n, 0n, 1n, 0n)],
  ])("mask: %s", (__, mask) => expect(run(engine, { mask }, { mask: true })).toBe(masked));

  it.each<readonly [string, unknown, number | readonly number[]]>([
    ["-1 of Int8Array", Int8Array.of(0, -1, 2, -1), -1],
    ["-1 of Int32Array", Int32Array.of(0, -1, 2, -1), -1],
    ["all bits of Uint32Array", Uint32Array.of(0, 4294967295, 2, 4294967295), 4294967295],
    ["300 of Uint16Array", Uint16Array.of(0, 300, 2, 300), [255, 300]],
    ["-100n of BigInt64Array", BigInt64Array.of(0n, -100n, 2n, -100n), -100],
  ])("ignored labels: %s", (__, targets, ignore) =>
    expect(run(engine, { targets }, { ignore })).toBe(ignored),
  );

  it("a label to ignore that no label can be changes nothing", () => {
    for (const ignore of [-100, 256, 65_536 + 1, 4294967295]) expect(run(engine, {}, { ignore })).toBe(value);
  });

  it("logits, weights and maps: lists and arrays of another precision", () => {
    expect(run(engine, { logits: [...logits] })).toBe(value);
    const weights = [1, 2, 0.5, 1];
    const weighted = run(engine, { weights: Float32Array.from(weights) }, { weights: true });
    expect(run(engine, { weights }, { weights: true })).toBe(weighted);
    expect(run(engine, { weights: Float64Array.from(weights) }, { weights: true })).toBe(weighted);
    const step = engine.compile(loss("mean(m*p)", { maps: ["m"] }), { shape: SHAPE });
    const targets = Uint8Array.from(whole);
    expect(step.run({ logits, targets, maps: { m: loose([1, 2, 3, 4]) } })).toBe(
      step.run({ logits, targets, maps: { m: Float32Array.of(1, 2, 3, 4) } }),
    );
  });

  it("arrays that another realm made", async () => {
    const { runInNewContext } = await import("node:vm");
    const foreign = (name: string, values: readonly number[]): unknown =>
      runInNewContext(`${name}.from([${values.join()}])`);
    expect(
      run(engine, { logits: foreign("Float32Array", [...logits]), targets: foreign("Uint8Array", whole) }),
    ).toBe(value);
    const gradient = new Float32Array(12);
    run(engine, { gradient, logits: foreign("Float32Array", [...logits]) });
    expect(gradient.some((g) => g !== 0)).toBe(true);
  });

  it("soft targets: what rounds to 0 or 1 in single precision is that", () => {
    const soft = run(engine, { targets: Float64Array.from(oneHot) }, { targets: "soft" });
    const off = oneHot.map((y) => (y === 1 ? 1 + 1e-12 : -1e-50));
    expect(run(engine, { targets: Float64Array.from(off) }, { targets: "soft" })).toBeCloseTo(soft, 14);
    expect(run(engine, { targets: oneHot }, { targets: "soft" })).toBe(soft);
    expect(soft).toBeCloseTo(value, 7);
  });
});

describe.each(ENGINES)("what the %s engine refuses", (_, engine) => {
  const wide = (make: (values: readonly number[]) => unknown): unknown => make([0, 257, 2, 1]);

  it.each<readonly [string, () => unknown, RegExp]>([
    ...[Uint16Array, Uint32Array, Int16Array, Int32Array, Array].map(
      (kind) =>
        [
          `257, which is 1 modulo 256, in ${kind.name}`,
          () => run(engine, { targets: wide((x) => (kind as ArrayConstructor).from(x as number[])) }),
          /^targets must be labels 0 to 2, got 257 at index 1: leave such pixels out with ignore: 257/,
        ] as const,
    ),
    ["257n", () => run(engine, { targets: BigInt64Array.of(0n, 257n, 2n, 1n) }), /got 257 at index 1/],
    [
      "2n**40n + 1n",
      () => run(engine, { targets: BigInt64Array.of(0n, 2n ** 40n + 1n, 2n, 1n) }),
      /^targets must hold whole labels of 32 bits, got 1099511627777n at index 1/,
    ],
    [
      "-1 under ignore: 255",
      () => run(engine, { targets: Int8Array.of(0, -1, 2, 1) }, { ignore: 255 }),
      /got -1 at index 1: leave such pixels out with ignore: -1/,
    ],
    [
      "4294967295 unannounced",
      () => run(engine, { targets: Uint32Array.of(0, 4294967295, 2, 1) }),
      /^targets must be labels below 2147483648, got 4294967295 at index 1: leave such pixels out with ignore: 4294967295/,
    ],
    [
      "half a label",
      () => run(engine, { targets: [0.5, 0.9, 1, 0] }),
      /^targets must hold whole labels of 32 bits, got 0\.5 at index 0: soft targets are a Float32Array or Float64Array of the logits' shape/,
    ],
    ["NaN as a label", () => run(engine, { targets: [0, Number.NaN, 1, 0] }), /got NaN at index 1/],
    ["text as a label", () => run(engine, { targets: ["0", "1", "2", "1"] }), /got "0" at index 0/],
    [
      "ignore 2^32 + 1",
      () => run(engine, {}, { ignore: 2 ** 32 + 1 }),
      /^ignore must be labels of 32 bits, -2147483648 to 4294967295, got 4294967297/,
    ],
    ["ignore 2^53", () => run(engine, {}, { ignore: 2 ** 53 }), /^ignore must be labels of 32 bits/],
    [
      "half a mask",
      () => run(engine, { mask: Float32Array.of(1, 0.5, 0, 1) }, { mask: true }),
      /^mask must hold 0 for pixels to leave out and 1 for others, got 0\.5 at index 1: numbers in between are weights/,
    ],
    [
      "a gradient of integers",
      () => run(engine, { gradient: new Int32Array(12) }),
      /^gradient must be a Float32Array or Float64Array, got an Int32Array of length 12: whole numbers cannot hold slopes/,
    ],
    [
      "a list for the gradient",
      () => run(engine, { gradient: Array(12).fill(0) }),
      /^gradient must be a Float32Array or Float64Array, got \[0, 0/,
    ],
    [
      "integers as logits",
      () => run(engine, { logits: new Int32Array(12) }),
      /^logits must be a Float32Array or Float64Array, got an Int32Array of length 12/,
    ],
    [
      "rows that sum to 2",
      () =>
        run(engine, { targets: Float32Array.from(oneHot, (y, i) => (i === 1 ? 1 : y)) }, { targets: "soft" }),
      /^targets under softmax must sum to 1 over the 3 classes of a pixel, got 2 at pixel 0: divide by the sum, mask pixels that have no class, or use link: "sigmoid" for classes that overlap\.$/,
    ],
    [
      "a pixel without a class",
      () =>
        run(engine, { targets: Float32Array.from(oneHot, (y, i) => (i === 8 ? 0 : y)) }, { targets: "soft" }),
      /got 0 at pixel 2: .*mask pixels that have no class/,
    ],
    [
      "a misspelt option",
      () => engine.compile(dice(), loose({ shape: SHAPE, ignroe: 255 })),
      /^compile has no option "ignroe"\. Did you mean "ignore"\?/,
    ],
    [
      "a misspelt input",
      () => run(engine, { gradiant: new Float32Array(12) }),
      /^run has no input "gradiant"\. Did you mean "gradient"\?/,
    ],
    [
      "no shape",
      () => engine.compile(dice(), loose({})),
      /^Expected a shape \[batch, \.\.\.space, channels\] with 1 to 3 spatial axes, got undefined/,
    ],
    [
      "dice for dice()",
      () => engine.compile(loose(dice), { shape: SHAPE }),
      /^Expected a loss such as dice\(\), got the function dice: call it, dice\(\)\.$/,
    ],
    [
      "text for a loss",
      () => engine.compile(loose("dice + 0.5*focal"), { shape: SHAPE }),
      /^Expected a loss such as dice\(\), got text: read it first, parseLoss\("dice \+ 0\.5\*focal"\)\.$/,
    ],
    [
      "nothing for a loss",
      () => engine.compile(loose(undefined), { shape: SHAPE }),
      /^Expected a loss such as dice\(\), got undefined/,
    ],
    [
      "a tensor for logits",
      () => run(engine, { logits: { data: logits } }),
      /^logits must be a Float32Array or Float64Array, got an object\. Of a tensor pass its data/,
    ],
    [
      "no inputs",
      () => engine.compile(dice(), { shape: SHAPE }).run(loose(undefined)),
      /^Expected logits and targets, got undefined/,
    ],
    [
      "a name of 100,000 characters",
      () => engine.compile(dice(), loose({ shape: SHAPE, ["\u001b[31m".repeat(20_000)]: 1 })),
      /^compile has no option "\\u001b\[31m.{0,80}\.\.\."\. Options: shape, layout/,
    ],
    [
      "transferred memory",
      () => run(engine, { logits: transferred() }),
      /^logits must have 12 values, the shape \[1, 2, 2, 3\]; got 0, its buffer was transferred/,
    ],
  ])("%s", (__, call, message) => expect(call).toThrow(message));

  it("class weights that are 0 for every class that counts, in every loss of the catalogue", () => {
    const compile = (text: string) => () => engine.compile(parseLoss(text), { shape: SHAPE });
    for (const { definition } of LOSSES) {
      expect(compile(`${definition.name}(classWeights=[0,0,0])`)).toThrow(
        new RegExp(
          `^${definition.name}: classWeights are 0 for all classes, got \\[0, 0, 0\\]: give one of them a weight above 0`,
        ),
      );
    }
    expect(compile("lovasz(background=false, classWeights=[1,0,0])")).toThrow(
      /^lovasz: classWeights are 0 for all classes that count, got \[1, 0, 0\]/,
    );
    expect(compile("dice(classes=[2], classWeights=[1,1,0])")).toThrow(/are 0 for all classes that count/);
    expect(compile("dice(classes=[2], classWeights=[0,0,1])")).not.toThrow();
  });
});

function transferred(): Float32Array {
  const array = new Float32Array(12);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

describe("double precision on the wasm engine", () => {
  const engine = wasmSync();

  it("weights and maps that single precision takes for 0 are for the reference, which evaluate takes then", () => {
    const inputs = { weights: new Float64Array(4).fill(1e-300) };
    expect(() => run(engine, inputs, { weights: true })).toThrow(
      /^weights are computed in single precision here, which cannot hold 1e-300 at index 0: rescale them, or use the reference engine/,
    );
    expect(() => run(engine, { weights: new Float64Array(4).fill(1e300) }, { weights: true })).toThrow(
      /cannot hold 1e\+300/,
    );
    expect(() => run(engine, { logits: Float64Array.from(logits, (z) => 1e300 * z) })).toThrow(
      /^logits are computed in single precision here/,
    );
    const targets = new Uint8Array(4096).fill(1, 100);
    const large = {
      logits: Float32Array.from(targets, (y, i) => y - (i % 3)),
      targets,
      shape: [1, 64, 64, 1],
    };
    const some = Float64Array.from(targets, (_, i) => (i % 5 === 0 ? 1e-300 : 1));
    const tiny = evaluate("dice", { ...large, weights: some });
    expect(tiny.engine).toBe("reference");
    expect(tiny.value).toBeCloseTo(evaluate("dice", { ...large, weights: some.map(Math.fround) }).value, 7);
  });
});
