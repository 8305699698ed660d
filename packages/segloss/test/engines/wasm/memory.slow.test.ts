import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { engineMemory } from "../../../src/engines/wasm/host/memory.ts";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { randomInputs } from "./steps.ts";

describe("memory of an engine", () => {
  it("pieces do not overlap, freed neighbours become one piece again", () => {
    const memory = engineMemory(false);
    const sizes = [100, 64, 5000, 70000, 1];
    const addresses = sizes.map((bytes) => memory.allocate(bytes));
    const ends = addresses.map((address, i) => address + sizes[i]);
    for (const [i, address] of addresses.entries()) {
      expect(address % 64).toBe(0);
      for (const [k, other] of addresses.entries())
        if (i !== k) expect(ends[i] <= other || ends[k] <= address).toBe(true);
    }
    const size = memory.memory.buffer.byteLength;
    for (const address of addresses) memory.free(address);
    expect(memory.used()).toBe(0);
    expect(memory.allocate(70000)).toBe(64);
    expect(memory.memory.buffer.byteLength).toBe(size);
  });
});

describe("memory of steps", () => {
  it("run takes none", async () => {
    const engine = await wasm();
    const shape = [2, 64, 64, 1];
    const step = engine.compile(parseLoss("dice + lovasz"), { shape });
    const inputs = { ...randomInputs(shape), gradient: new Float32Array(2 * 64 * 64) };
    for (let i = 0; i < 200; i++) step.run(inputs);
    const before = engine.usedBytes();
    const { logits } = step.arrays();
    for (let i = 0; i < 100; i++) step.run(inputs);
    expect(engine.usedBytes()).toBe(before);
    expect(step.arrays().logits.buffer).toBe(logits.buffer);
    step.dispose();
  });

  it("dispose gives everything back; a thousand compilations need no more memory than one", async () => {
    const engine = await wasm();
    const shape = [1, 32, 32, 3];
    const compile = () => engine.compile(parseLoss("dice"), { shape });
    const first = compile();
    const needed = engine.usedBytes();
    const { byteLength } = first.arrays().logits.buffer;
    first.dispose();
    expect(engine.usedBytes()).toBe(0);
    for (let i = 0; i < 1000; i++) {
      const step = compile();
      expect(engine.usedBytes()).toBe(needed);
      step.dispose();
    }
    const last = compile();
    expect(last.arrays().logits.buffer.byteLength).toBe(byteLength);
  });

  it("4096 x 4096 fits in three times its inputs", async () => {
    const engine = await wasm();
    const shape = [1, 4096, 4096, 1];
    const step = engine.compile(parseLoss("dice + crossEntropy"), { shape });
    const inputs = 4096 * 4096 * (4 + 1);
    expect(engine.usedBytes()).toBeLessThan(3 * inputs);
    step.dispose();
  });

  it("a step that was disposed of says so", async () => {
    const engine = await wasm();
    const step = engine.compile(parseLoss("dice"), { shape: [1, 4, 4, 1] });
    step.dispose();
    step.dispose();
    expect(() => step.run(randomInputs([1, 4, 4, 1]))).toThrow(/disposed of: compile the loss again/);
  });

  it("warming up leaves the data and the next result as they were", async () => {
    const engine = await wasm();
    const shape = [1, 16, 16, 1];
    const inputs = randomInputs(shape);
    const step = engine.compile(parseLoss("dice"), { shape });
    step.warmUp(1);
    const before = step.run(inputs);
    const logits = step.arrays().logits.slice();
    step.warmUp(1);
    expect(step.arrays().logits).toEqual(logits);
    expect(step.run(inputs)).toBe(before);
  });

  it("data in the step's own arrays gives the same as copied data", async () => {
    const engine = await wasm();
    const shape = [2, 19, 23, 3];
    const inputs = randomInputs(shape);
    const step = engine.compile(parseLoss("focal"), { shape });
    const gradient = new Float32Array(inputs.logits.length);
    const copied = step.run({ ...inputs, gradient });
    const own = step.arrays();
    own.logits.set(inputs.logits);
    own.targets.set(inputs.targets);
    own.gradient.fill(7);
    expect(step.run(own)).toBe(copied);
    expect(own.gradient).toEqual(gradient);
  });

  it("arrays of before are refused when labels of another width move the step, and good after asking again", async () => {
    const engine = await wasm();
    const shape = [2, 19, 23, 1];
    const inputs = randomInputs(shape);
    const step = engine.compile(parseLoss("dice"), { shape });
    const wide = { ...inputs, targets: Uint16Array.from(inputs.targets) };
    const { logits, gradient } = step.arrays();
    logits.set(inputs.logits);
    expect(() => step.run({ ...wide, logits })).toThrow(
      /logits is an array that arrays\(\) gave.*ask for arrays\(\) again/,
    );
    expect(() => step.run({ ...wide, gradient })).toThrow(
      /gradient is an array that arrays\(\) gave.*Uint16Array/,
    );
    const value = step.run(wide);
    const own = step.arrays();
    own.logits.set(inputs.logits);
    expect(step.run({ ...wide, logits: own.logits, gradient: own.gradient })).toBe(value);
  });

  it("with threads they stay the step's own while memory grows: same buffer, refused after a move all the same", async () => {
    const engine = await wasm({ threads: 2 });
    const shape = [2, 19, 23, 1];
    const inputs = randomInputs(shape);
    const step = engine.compile(parseLoss("dice"), { shape });
    const { logits, targets } = step.arrays();
    logits.set(inputs.logits);
    targets.set(inputs.targets);
    engine.compile(parseLoss("lovasz"), { shape: [1, 600, 600, 3] });
    expect(step.run({ logits, targets })).toBe(step.run(inputs));
    expect(step.arrays().logits.buffer).toBe(logits.buffer);
    const wide = Uint16Array.from(inputs.targets);
    expect(() => step.run({ logits, targets: wide })).toThrow(/logits is an array that arrays\(\) gave/);
    engine.dispose();
  });
});
