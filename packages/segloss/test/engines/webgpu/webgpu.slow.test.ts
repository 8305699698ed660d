import {
  boundary,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  isEngineLimit,
  type Loss,
  loss,
  lovasz,
  parseLoss,
  reference,
  softClDice,
} from "segloss";
import { type GpuDevice, type WebGpuInputs, webgpu } from "segloss/webgpu";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../conformance/random.ts";
import { bufferOf, COMMON_USAGE, floatsOf } from "./buffers.ts";
import { softwareDevices } from "./software-device.ts";

const makeDevice = await softwareDevices();
const device = await makeDevice();
const engine = webgpu({ device });

const SHAPE = [2, 9, 7, 3] as const;
const PIXELS = 2 * 9 * 7;
const random = seededRandom(3);
const logits = Float32Array.from({ length: PIXELS * 3 }, () => 6 * random() - 3);
const labels = Uint8Array.from({ length: PIXELS }, () => Math.floor(3 * random()));
const weights = Float32Array.from({ length: PIXELS }, () => random());
const mask = Uint8Array.from({ length: PIXELS }, () => (random() < 0.8 ? 1 : 0));
const OPTIONS = { shape: SHAPE, weights: true, mask: true };
const MIXED = parseLoss("dice + crossEntropy + 0.5*lovasz");

async function onArrays(given: Loss, inputs: WebGpuInputs = { logits, targets: labels, weights, mask }) {
  const gradient = new Float32Array(logits.length);
  const step = await engine.compile(given, OPTIONS);
  const value = await step.run({ ...inputs, gradient });
  step.dispose();
  return { value, gradient };
}

describe("data in buffers of the device", () => {
  const elements = {
    uint8: labels,
    uint16: Uint16Array.from(labels),
    int32: Int32Array.from(labels),
    uint32: Uint32Array.from(labels),
    int64: BigInt64Array.from(labels, BigInt),
  } as const;
  const types = Object.keys(elements) as (keyof typeof elements)[];

  it.each(types)("give the bits that arrays give, labels of %s", async (type) => {
    const expected = await onArrays(MIXED);
    const step = await engine.compile(MIXED, OPTIONS);
    const gradient = device.createBuffer({ size: 4 * logits.length, usage: COMMON_USAGE });
    const value = await step.run({
      logits: bufferOf(device, logits),
      targets: { buffer: bufferOf(device, elements[type]), type },
      weights: bufferOf(device, weights),
      mask: { buffer: bufferOf(device, mask), type: "uint8" },
      gradient,
    });
    expect(value).toBe(expected.value);
    expect(await floatsOf(device, gradient)).toEqual(expected.gradient);
    step.dispose();
  });

  it("may begin anywhere in a buffer", async () => {
    const expected = await onArrays(MIXED);
    const step = await engine.compile(MIXED, OPTIONS);
    const gradient = device.createBuffer({ size: 4 * logits.length + 12, usage: COMMON_USAGE });
    const value = await step.run({
      logits: { buffer: bufferOf(device, logits, { offset: 1044 }), offset: 1044 },
      targets: { buffer: bufferOf(device, labels, { offset: 300 }), offset: 300, type: "uint8" },
      weights: { buffer: bufferOf(device, weights, { offset: 4 }), offset: 4 },
      mask,
      gradient: { buffer: gradient, offset: 12 },
    });
    expect(value).toBe(expected.value);
    expect(await floatsOf(device, gradient, 12)).toEqual(expected.gradient);
    step.dispose();
  });

  it("labels of 64 bits at any word, negative ones left out", async () => {
    const options = { ...OPTIONS, ignore: -3 };
    const marked = Int32Array.from(labels, (label, i) => (i % 5 === 0 ? -3 : label));
    const long = BigInt64Array.from(marked, BigInt);
    const step = await engine.compile(MIXED, options);
    const expected = await step.run({ logits, targets: marked, weights, mask });
    for (const offset of [4, 8, 260, 508]) {
      const targets = { buffer: bufferOf(device, long, { offset }), offset, type: "int64" } as const;
      expect(await step.run({ logits, targets, weights, mask })).toBe(expected);
    }
    step.dispose();
  });

  it("soft targets and maps, too", async () => {
    const truth = Float32Array.from({ length: PIXELS }, () => random());
    const hard = Float32Array.from({ length: PIXELS }, () => random());
    const given = loss("mean(u*(p - y)^2)", { maps: ["u"] });
    const options = { shape: [2, 9, 7, 1], targets: "soft" } as const;
    const step = await engine.compile(given, options);
    const part = logits.slice(0, PIXELS);
    const value = await step.run({
      logits: bufferOf(device, part),
      targets: bufferOf(device, truth),
      maps: { u: bufferOf(device, hard) },
    });
    const expected = reference()
      .compile(given, options)
      .run({ logits: part, targets: truth, maps: { u: hard } });
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-6);
    step.dispose();
  });

  it("submit leaves value and gradient on the device", async () => {
    const expected = await onArrays(MIXED);
    const step = await engine.compile(MIXED, OPTIONS);
    const gradient = device.createBuffer({ size: 4 * logits.length, usage: COMMON_USAGE });
    const { value, accepted } = step.submit({
      logits: bufferOf(device, logits),
      targets: labels,
      weights,
      mask,
      gradient,
    });
    await accepted;
    const asOfDom: BufferOfDom = value;
    expect((await floatsOf(device, asOfDom))[0]).toBe(Math.fround(expected.value));
    expect(await floatsOf(device, gradient)).toEqual(expected.gradient);
    step.dispose();
  });
});

describe("distances of cells on the device", () => {
  const shape = [2, 37, 41, 3];
  const many = 2 * 37 * 41;
  const z = Float32Array.from({ length: many * 3 }, () => 4 * random() - 2);
  /** A spiral of class 1, whose pixels are far from its first one, cells of class 2 in its gaps, and dust. */
  const y = Uint8Array.from({ length: many }, (_, i) => {
    const [row, column] = [Math.floor(i / 41) % 37, i % 41];
    const turn = Math.hypot(row - 18, column - 20) - (2 * Math.atan2(row - 18, column - 20)) / Math.PI;
    if (random() < 0.02) return Math.floor(3 * random());
    return turn % 4 < 2 ? 1 : (row + column) % 9 === 0 ? 2 : 0;
  });
  const objects = Int32Array.from(y, (label, i) =>
    label === 0 ? 0 : (i % 2 ? -1 : 1) * (1 + Math.floor(i / 300)),
  );
  const w = Uint8Array.from({ length: many }, () => (random() < 0.9 ? 1 : 0));
  const cases = [
    ["components", { cells: "components", sigma: 3 }],
    ["classes", { cells: "classes", sigma: 2, over: "image" }],
    ["instances", { cells: "instances", sigma: 3 }],
    ["components with spacing", { cells: "components", sigma: 4, spacing: [0.7, 1.9] }],
  ] as const;

  it.each(cases)("%s, with what is left out", async (_, options) => {
    const given = distanceCrossEntropy(options);
    const inputs = { logits: z, targets: y, instances: objects, mask: w };
    const [gradient, expected] = [new Float32Array(many * 3), new Float64Array(many * 3)];
    const setting = { shape, mask: true, ignore: 2 } as const;
    const exact = reference()
      .compile(given, setting)
      .run({ ...inputs, gradient: expected });
    const step = await engine.compile(given, setting);
    const value = await step.run({ ...inputs, gradient });
    expect(Math.abs(value / exact - 1)).toBeLessThan(1e-6);
    expect(Math.hypot(...expected.map((g, i) => gradient[i] - g))).toBeLessThan(
      2e-6 * Math.hypot(...expected),
    );
    // Nothing of it is on the host: targets and instances may lie in buffers, and nothing is read.
    const buffered = {
      ...{ logits: bufferOf(device, z), targets: { buffer: bufferOf(device, y), type: "uint8" as const } },
      ...{ mask: w, instances: bufferOf(device, objects) },
    };
    const submitted = step.submit(buffered);
    expect((await floatsOf(device, submitted.value))[0]).toBe(Math.fround(value));
    step.dispose();
  });

  it("of a volume, of soft targets, and where there is no cell at all", async () => {
    const given = distanceCrossEntropy({ sigma: 2 });
    const options = { shape: [2, 5, 6, 7, 3], targets: "soft" } as const;
    const size = 2 * 5 * 6 * 7;
    const soft = Float32Array.from({ length: size * 3 }, (_, i) => {
      if (i >= size * 1.5) return i % 3 === 0 ? 1 : 0;
      return Math.floor(i / 36) % 3 === i % 3 ? 0.8 : 0.1;
    });
    const inputs = { logits: z.slice(0, size * 3), targets: soft };
    const exact = reference().compile(given, options).run(inputs);
    const step = await engine.compile(given, options);
    expect(Math.abs((await step.run(inputs)) / exact - 1)).toBeLessThan(1e-6);
    step.dispose();
  });

  it("needs instances where it is to them", async () => {
    const step = await engine.compile(distanceCrossEntropy({ cells: "instances" }), { shape });
    const none = /^The distance is to the nearest instances: pass instances/;
    await expect(step.run({ logits: z, targets: y })).rejects.toThrow(none);
    expect(() => step.submit({ logits: z, targets: y })).toThrow(none);
    const short = objects.slice(1);
    await expect(step.run({ logits: bufferOf(device, z), targets: y, instances: short })).rejects.toThrow(
      /^instances must have 3034 values, got 3033/,
    );
    const noCopy = bufferOf(device, objects, { usage: 0x80 | 0x08 });
    await expect(step.run({ logits: z, targets: y, instances: noCopy })).rejects.toThrow(
      "instances must be a buffer that can be copied: create it with GPUBufferUsage.COPY_SRC.",
    );
    step.dispose();
  });
});

describe("buffers that do not fit are refused", () => {
  const run = async (given: Partial<WebGpuInputs>): Promise<unknown> => {
    const step = await engine.compile(dice(), OPTIONS);
    const inputs = { logits, targets: labels, weights, mask, ...given };
    return step.run(inputs).finally(() => step.dispose());
  };

  it("of another device", async () => {
    const other = await makeDevice();
    await expect(run({ logits: bufferOf(other, logits) })).rejects.toThrow(
      /^logits must be a buffer of the engine's device: make the engine with the device that made the buffer, webgpu\(\{ device \}\)\. The device says: .+/,
    );
  });

  it("destroyed ones, which leave no value of the run before", async () => {
    const step = await engine.compile(dice(), OPTIONS);
    const inputs = { logits, targets: labels, weights, mask };
    const before = await step.run(inputs);
    const destroyed = bufferOf(device, logits);
    destroyed.destroy();
    const refused =
      /^The device refuses logits: pass buffers that are neither destroyed nor mapped\. The device says: .+/;
    await expect(step.run({ ...inputs, logits: destroyed })).rejects.toThrow(refused);
    const { value, accepted } = step.submit({ ...inputs, logits: destroyed });
    await expect(accepted).rejects.toThrow(refused);
    expect((await floatsOf(device, value))[0]).toBeNaN();
    expect(await step.run(inputs)).toBe(before);
    step.dispose();
  });

  it("mapped ones", async () => {
    const descriptor = { size: 4 * PIXELS, usage: COMMON_USAGE, mappedAtCreation: true };
    await expect(run({ weights: device.createBuffer(descriptor) })).rejects.toThrow(
      "weights must be a buffer that is not mapped, got one that is mapped: unmap() it first.",
    );
  });

  it("too small", async () => {
    await expect(run({ weights: bufferOf(device, weights.slice(1)) })).rejects.toThrow(
      "weights must have 126 numbers of float32, 504 bytes; the buffer has 500.",
    );
  });

  it("that no shader can bind", async () => {
    await expect(run({ logits: bufferOf(device, logits, { usage: 0x08 }) })).rejects.toThrow(
      "logits must be a buffer that shaders can bind: create it with GPUBufferUsage.STORAGE.",
    );
  });

  it("of a map, that cannot be copied", async () => {
    const step = await engine.compile(loss("mean(u*(p - y)^2)", { maps: ["u"] }), { shape: [2, 9, 7, 1] });
    const u = bufferOf(device, weights, { usage: 0x80 | 0x08 });
    await expect(step.run({ logits: logits.slice(0, PIXELS), targets: mask, maps: { u } })).rejects.toThrow(
      "maps.u must be a buffer that can be copied: create it with GPUBufferUsage.COPY_SRC.",
    );
    step.dispose();
  });

  it("with a misspelt key beside them", async () => {
    const buffer = bufferOf(device, logits, { offset: 4 });
    await expect(run({ logits: { buffer, offst: 4 } as WebGpuInputs["logits"] })).rejects.toThrow(
      'logits has no input "offst". Did you mean "offset"?',
    );
    await expect(run({ targets: { buffer, typ: "uint8" } as WebGpuInputs["targets"] })).rejects.toThrow(
      'targets has no input "typ". Did you mean "type"?',
    );
  });

  it("that are read and written", async () => {
    const buffer = bufferOf(device, logits);
    await expect(run({ logits: buffer, gradient: buffer })).rejects.toThrow(
      "gradient must be a buffer of its own, got that of logits: create another one.",
    );
  });

  it("with a type or an offset that labels do not have", async () => {
    const buffer = bufferOf(device, labels);
    await expect(run({ targets: { buffer, type: "float32" } })).rejects.toThrow(
      'targets.type must be one of int32, uint8, uint16, uint32, int64, got "float32".',
    );
    await expect(run({ targets: { buffer, type: "uint8", offset: 2 } })).rejects.toThrow(
      "targets.offset must be a multiple of 4 bytes, got 2.",
    );
  });
});

describe("wrong data is named as the other engines name it", () => {
  const withNaN = logits.map((z, i) => (i === 17 ? Number.NaN : z));
  const withNine = labels.map((label, i) => (i === 5 ? 9 : label));
  const all = mask.map(() => 1);
  const run = async (given: Partial<WebGpuInputs>): Promise<unknown> => {
    const step = await engine.compile(dice(), OPTIONS);
    return step.run({ logits, targets: labels, weights, mask: all, ...given }).finally(() => step.dispose());
  };

  it.each([
    ["in arrays", (array: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>) => array],
    ["in buffers", (array: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>) => bufferOf(device, array)],
  ])("%s", async (_, put) => {
    const asLabels = (array: Uint8Array<ArrayBuffer>) => {
      const placed = put(array);
      return placed instanceof Uint8Array ? placed : ({ buffer: placed, type: "uint8" } as const);
    };
    await expect(run({ logits: put(withNaN) as Float32Array })).rejects.toThrow(
      "logits must be finite, got NaN at index 17: the network has diverged.",
    );
    await expect(run({ targets: asLabels(withNine) as Uint8Array })).rejects.toThrow(
      /^targets must be labels 0 to 2, got 9 at index 5/,
    );
    const negative = weights.map((w, i) => (i === 3 ? -1 : w));
    await expect(run({ weights: put(negative) as Float32Array })).rejects.toThrow(
      "weights must be finite and at least 0, got -1 at index 3.",
    );
  });

  it("labels of 64 bits with the words of arrays of them", async () => {
    const long = BigInt64Array.from(labels, (label, i) => (i === 8 ? 2n ** 32n + 1n : BigInt(label)));
    const inArray = await run({ targets: long as unknown as Int32Array }).catch((e: Error) => e.message);
    expect(inArray).toMatch(/got 4294967297n at index 8/);
    const buffer = bufferOf(device, long);
    await expect(run({ targets: { buffer, type: "int64" } })).rejects.toThrow(inArray as string);
  });

  it.each([
    ["one class", crossEntropy(), 1, "channels-last"],
    ["one class", lovasz(), 1, "channels-last"],
    ["classes side by side", dice(), 3, "channels-last"],
    ["classes in planes", MIXED, 3, "channels-first"],
  ] as const)(
    "submit makes value and gradient of wrong data NaN, %s (%#)",
    async (_, given, channels, layout) => {
      const shape = layout === "channels-last" ? [2, 9, 7, channels] : [2, channels, 9, 7];
      const step = await engine.compile(given, { shape, layout, weights: true });
      const [z, y] = [logits.slice(0, PIXELS * channels), mask];
      const w = weights.map((x, i) => (i === 4 ? -0 : x));
      const gradient = device.createBuffer({ size: 4 * z.length, usage: COMMON_USAGE });
      const submitted = async (inputs: Partial<WebGpuInputs>) => {
        const { value } = step.submit({ logits: z, targets: y, weights: w, gradient, ...inputs });
        return { value: (await floatsOf(device, value))[0], gradient: await floatsOf(device, gradient) };
      };
      const right = new Float32Array(z.length);
      const value = await step.run({ logits: z, targets: y, weights: w, gradient: right });
      const nothing = { value: Number.NaN, gradient: right.map(() => Number.NaN) };
      expect(await submitted({})).toEqual({ value: Math.fround(value), gradient: right });
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
        expect(await submitted({ logits: z.map((x, i) => (i === 17 ? wrong : x)) })).toEqual(nothing);
      expect(await submitted({ targets: y.map((label, i) => (i === 5 ? 3 : label)) })).toEqual(nothing);
      expect(await submitted({ weights: w.map((x, i) => (i === 5 ? -1 : x)) })).toEqual(nothing);
      expect(await submitted({})).toEqual({ value: Math.fround(value), gradient: right });
      step.dispose();
    },
  );

  it("and is an error when it was overwritten since", async () => {
    const step = await engine.compile(dice(), OPTIONS);
    const buffer = bufferOf(device, withNaN);
    const result = step.run({ logits: buffer, targets: labels, weights, mask: all });
    await null;
    device.queue.writeBuffer(buffer, 0, logits);
    await expect(result).rejects.toThrow(
      "The device found inputs out of range (not finite, or labels beyond the classes) that are no longer there: " +
        "the run is void. Leave arrays and buffers as they are until run has resolved.",
    );
    step.dispose();
  });

  it("lengths of arrays, beside buffers as well", async () => {
    await expect(run({ logits: logits.slice(1) })).rejects.toThrow(/^logits must have 378 values/);
    await expect(run({ logits: bufferOf(device, logits), weights: weights.slice(1) })).rejects.toThrow(
      "weights must have 126 values, got 125.",
    );
  });

  it("what is beyond single precision is a limit of the engine", async () => {
    const step = await engine.compile(loss("mean(exp(100*z))"), { shape: [1, 2, 2, 1] });
    const error = await step
      .run({ logits: Float32Array.of(1, 1, 1, 1), targets: new Uint8Array(4), gradient: new Float32Array(4) })
      .catch((e: unknown) => e);
    expect(isEngineLimit(error)).toBe(true);
  });
});

describe("laws", () => {
  it("the same bits in every run, and of a step compiled anew", async () => {
    const first = await onArrays(MIXED);
    const again = await onArrays(MIXED);
    expect(again).toEqual(first);
  });

  it("a device with subgroups adds up by them: the same to rounding, and the same bits in every run", async () => {
    const withSubgroups = await makeDevice({}, ["subgroups"]);
    const byTree = await onArrays(MIXED);
    const step = await webgpu({ device: withSubgroups }).compile(MIXED, OPTIONS);
    const runs = [0, 1].map(async () => {
      const gradient = new Float32Array(logits.length);
      const value = await step.run({ logits, targets: labels, weights, mask, gradient });
      return { value, gradient };
    });
    const [first, again] = await Promise.all(runs);
    expect(again).toEqual(first);
    expect(Math.abs(first.value / byTree.value - 1)).toBeLessThan(3e-7);
    const off = Math.hypot(...byTree.gradient.map((g, i) => first.gradient[i] - g));
    expect(off).toBeLessThan(1e-6 * Math.hypot(...byTree.gradient));
    step.dispose();
  });

  it("skeletons made tile by tile have the bits of those of whole images, ties included", async () => {
    // A volume of one plane goes over whole images.
    const [flat, deep] = [
      [2, 61, 47, 1],
      [2, 61, 47, 1, 1],
    ];
    const z = Float32Array.from({ length: 2 * 61 * 47 }, () => 2 * Math.round(4 * random() - 2));
    const targets = Uint8Array.from(z, (x) => (x + 2 * random() > 1 ? 1 : 0));
    const results = [flat, deep].map(async (shape) => {
      const gradient = new Float32Array(z.length);
      const step = await engine.compile(softClDice({ iterations: 6 }), { shape });
      const value = await step.run({ logits: z, targets, gradient });
      const alone = await step.run({ logits: z, targets });
      step.dispose();
      return { value, alone, gradient };
    });
    const [tiled, whole] = await Promise.all(results);
    expect(tiled).toEqual(whole);
    expect(tiled.alone).toBe(tiled.value);
    expect(tiled.gradient.some((g) => g !== 0)).toBe(true);
  });

  it("a million pixels, of which no sum loses digits", async () => {
    const many = 2 ** 20;
    const z = Float32Array.from({ length: many }, (_, i) => [0, -0.25, 100, -88, 3][i % 5]);
    const y = Uint8Array.from({ length: many }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const options = { shape: [1, 1024, 1024, 1] };
    for (const given of [crossEntropy(), dice()]) {
      const [gradient, expected] = [new Float32Array(many), new Float64Array(many)];
      const step = await engine.compile(given, options);
      const value = await step.run({ logits: z, targets: y, gradient });
      const exact = reference().compile(given, options).run({ logits: z, targets: y, gradient: expected });
      expect(Math.abs(value / exact - 1)).toBeLessThan(2e-7);
      expect(Math.hypot(...[0, 1, 2, 3, 4].map((i) => gradient[i] - expected[i]))).toBeLessThan(
        1e-6 * Math.abs(expected[0]) + 1e-12,
      );
      step.dispose();
    }
  });

  it.each([
    MIXED,
    softClDice(),
    lovasz({ over: "batch" }),
    boundary({ spacing: [2, 0.5] }),
    parseLoss("distancePenalizedCrossEntropy"),
  ])("windows of the batch leave no trace (%#)", async (given) => {
    const options = { shape: SHAPE };
    const results = [];
    for (const most of [undefined, 4 * 9 * 7 * 40]) {
      const step = await webgpu({ device: most ? limited(device, most) : device }).compile(given, options);
      const gradient = new Float32Array(logits.length);
      results.push([await step.run({ logits, targets: labels, gradient }), gradient]);
      step.dispose();
    }
    expect(results[1]).toEqual(results[0]);
  });

  it("windows of an image leave none either", async () => {
    const pixels = 300 * 7;
    const z = Float32Array.from({ length: pixels * 3 }, () => 6 * random() - 3);
    const y = Uint8Array.from({ length: pixels }, () => Math.floor(3 * random()));
    const results = [];
    for (const most of [undefined, 256 + 4 * 3 * 512]) {
      const step = await webgpu({ device: most ? limited(device, most) : device }).compile(dice(), {
        shape: [1, 300, 7, 3],
      });
      const gradient = new Float32Array(z.length);
      results.push([await step.run({ logits: z, targets: y, gradient }), gradient]);
      step.dispose();
    }
    expect(results[1]).toEqual(results[0]);
  });

  it("an image that no binding holds is a limit of the engine", async () => {
    const small = webgpu({ device: limited(device, 256 + 4 * 3 * 16) });
    const options = { shape: [1, 3, 300, 7], layout: "channels-first" } as const;
    await expect(small.compile(dice(), options)).rejects.toThrow(
      /^An image takes 25200 bytes on the GPU here/,
    );
  });

  it("data overwritten behind the call is not read, with and without the gradient", async () => {
    const step = await engine.compile(dice(), { shape: SHAPE });
    const array = Float32Array.from(logits);
    const buffer = bufferOf(device, logits);
    const results = [array, buffer].flatMap((given) => [
      step.run({ logits: given, targets: labels }),
      step.run({ logits: given, targets: labels, gradient: new Float32Array(logits.length) }),
    ]);
    array.fill(0);
    device.queue.writeBuffer(buffer, 0, array);
    const expected = await step.run({ logits, targets: labels });
    expect(await Promise.all(results)).toEqual([expected, expected, expected, expected]);
    step.dispose();
  });

  it("runs that begin before others have ended do not meet", async () => {
    const step = await engine.compile(dice(), { shape: SHAPE });
    const shifted = logits.map((z) => z + 1);
    const one = async (z: Float32Array) => {
      const gradient = new Float32Array(z.length);
      return [await step.run({ logits: z, targets: labels, gradient }), gradient];
    };
    const apart = [await one(logits), await one(shifted)];
    expect(await Promise.all([one(logits), one(shifted)])).toEqual(apart);
    step.dispose();
  });
});

describe("what is no device says what to pass", () => {
  const compiled = (given: unknown) =>
    webgpu({ device: async () => given as GpuDevice }).compile(dice(), { shape: SHAPE });

  it("a function that gives something else", async () => {
    await expect(compiled(null)).rejects.toThrow(
      "webgpu: the function must give a GPUDevice, got null: where requestAdapter gives null there is no GPU, and another engine has to do.",
    );
    const none = webgpu({ device: async () => undefined });
    await expect(none.compile(dice(), { shape: SHAPE })).rejects.toThrow(
      /^webgpu: the function must give a GPUDevice, got undefined: where requestAdapter gives null/,
    );
    await expect(compiled({ requestDevice: () => device })).rejects.toThrow(
      "webgpu: the function must give a GPUDevice, got an adapter: give what `await adapter.requestDevice()` gives.",
    );
  });

  it("a device without its name", () => {
    expect(() => webgpu(device as unknown as { device: GpuDevice })).toThrow(
      "webgpu takes options, got the device itself: webgpu({ device }).",
    );
  });
});

describe("a device that is lost", () => {
  it("is an error, and the next compile takes a new one", async () => {
    const made: GpuDevice[] = [];
    const own = webgpu({
      device: async () => {
        made.push(await makeDevice());
        return made[made.length - 1];
      },
    });
    const step = await own.compile(dice(), { shape: SHAPE });
    await step.run({ logits, targets: labels });
    (made[0] as unknown as { destroy(): void }).destroy();
    await made[0].lost;
    await expect(step.run({ logits, targets: labels })).rejects.toThrow(
      /^The GPU device is lost \(.*\): make an engine/,
    );
    const next = await own.compile(dice(), { shape: SHAPE });
    expect(await next.run({ logits, targets: labels })).toBeGreaterThan(0);
    expect(made).toHaveLength(2);
  });

  it("is followed by a new one straight after it was destroyed, too", async () => {
    const made: GpuDevice[] = [];
    const own = webgpu({
      device: async () => {
        made.push(await makeDevice());
        return made[made.length - 1];
      },
    });
    await own.compile(dice(), { shape: SHAPE });
    (made[0] as unknown as { destroy(): void }).destroy();
    const meanwhile = own.compile(crossEntropy(), { shape: SHAPE });
    expect(await (await meanwhile).run({ logits, targets: labels })).toBeGreaterThan(0);
    const during = own.compile(lovasz(), { shape: SHAPE });
    await null;
    (made[1] as unknown as { destroy(): void }).destroy();
    expect((await during).plan.setting.channels).toBe(3);
    const last = await own.compile(dice(), { shape: SHAPE });
    expect(await last.run({ logits, targets: labels })).toBeGreaterThan(0);
  });

  it("does not accept what is submitted right after it was destroyed", async () => {
    const lost = await makeDevice();
    const step = await webgpu({ device: lost }).compile(dice(), { shape: SHAPE });
    (lost as unknown as { destroy(): void }).destroy();
    const { accepted } = step.submit({ logits, targets: labels });
    await expect(accepted).rejects.toThrow(/^The GPU device is lost \(.*\): make an engine/);
  });

  it("that was given stays lost", async () => {
    const lost = await makeDevice();
    const own = webgpu({ device: lost });
    const step = await own.compile(dice(), { shape: SHAPE });
    (lost as unknown as { destroy(): void }).destroy();
    await lost.lost;
    await expect(step.run({ logits, targets: labels })).rejects.toThrow(/^The GPU device is lost/);
    await expect(own.compile(dice(), { shape: SHAPE })).rejects.toThrow(/^The GPU device is lost/);
  });
});

it("a step that was disposed of says so", async () => {
  const step = await engine.compile(dice(), { shape: SHAPE });
  step.dispose();
  await expect(step.run({ logits, targets: labels })).rejects.toThrow("This step was disposed of");
});

it("an engine forgets steps that were disposed of", async () => {
  const own = webgpu({ device });
  const [gone, kept] = [
    await own.compile(dice(), { shape: SHAPE }),
    await own.compile(dice(), { shape: SHAPE }),
  ];
  gone.dispose();
  const disposals: string[] = [];
  gone.dispose = () => disposals.push("gone");
  kept.dispose = () => disposals.push("kept");
  own.dispose();
  expect(disposals).toEqual(["kept"]);
});

/** The members of `GPUBuffer` in lib.dom, which tests are compiled without. */
interface BufferOfDom {
  label: string;
  readonly mapState: "mapped" | "pending" | "unmapped";
  readonly size: number;
  readonly usage: number;
  destroy(): void;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  mapAsync(mode: number, offset?: number, size?: number): Promise<void>;
  unmap(): void;
}

/** The device as if it could bind no more bytes at once. */
function limited(given: GpuDevice, maxStorageBufferBindingSize: number): GpuDevice {
  const limits = new Proxy(given.limits, {
    get: (target, name) =>
      name === "maxStorageBufferBindingSize"
        ? maxStorageBufferBindingSize
        : Reflect.get(target, name, target),
  });
  return new Proxy(given, {
    get(target, name) {
      if (name === "limits") return limits;
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
