import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LOSSES, type Loss, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { type WasmEngine, wasm } from "../../../src/engines/wasm/wasm.ts";
import { randomInputs } from "./steps.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Bytes that the process has taken for objects and arrays. */
function taken(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that one run takes, the garbage included: the median of some series, since the host may collect or compile in one. */
function bytesOfARun(run: () => void): number {
  const RUNS = 100;
  for (let i = 0; i < 2000; i++) run();
  const series = Array.from({ length: 9 }, () => {
    collectGarbage();
    const before = taken();
    for (let i = 0; i < RUNS; i++) run();
    return (taken() - before) / RUNS;
  });
  return series.sort((a, b) => a - b)[4];
}

describe("a run takes no memory but for numbers that the host boxes, as many for large images as for small ones", () => {
  for (const text of ["crossEntropy", "dice + 0.5*focal", "lovasz"]) {
    it(text, async () => {
      const engine = await wasm();
      for (const size of [16, 96]) {
        const shape = [2, size, size, 1];
        const step = engine.compile(parseLoss(text), { shape });
        const inputs = { ...randomInputs(shape), gradient: new Float32Array(2 * size * size) };
        const used = engine.usedBytes();
        // An array of even the small image would be 2 KiB more.
        expect(bytesOfARun(() => step.run(inputs))).toBeLessThan(3072);
        expect(engine.usedBytes()).toBe(used);
        step.dispose();
      }
    });
  }
});

describe("10,000 compilations, each given back, leave the process as large as it was", () => {
  for (const threads of [1, 2]) {
    it(`${threads} thread${threads > 1 ? "s" : ""}`, async () => {
      const engine = await wasm({ threads });
      const compile = (): void =>
        engine.compile(parseLoss("crossEntropy"), { shape: [1, 32, 32, 1] }).dispose();
      const size = async (): Promise<{ heap: number; resident: number; engine: number }> => {
        collectGarbage();
        await new Promise((resolve) => setTimeout(resolve, 50));
        collectGarbage();
        const { heapUsed, rss } = process.memoryUsage();
        return { heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20, engine: engine.usedBytes() };
      };
      for (let i = 0; i < 2000; i++) compile();
      const before = await size();
      for (let i = 0; i < 8000; i++) compile();
      const after = await size();
      expect(after.engine).toBe(before.engine);
      // MiB. A kilobyte lost in each would be 8 MiB; the resident size wanders by as much by itself.
      expect(after.heap - before.heap).toBeLessThan(4);
      expect(after.resident - before.resident).toBeLessThan(32);
      engine.dispose();
    });
  }
});

describe("a step of 4096 x 4096 fits in three times its inputs and fields", () => {
  for (const { definition } of LOSSES) {
    it(definition.name, async () => {
      const engine = await wasm();
      const ratio = footprint(engine, parseLoss(definition.name));
      expect(ratio).toBeLessThan(3);
    });
  }

  function footprint(engine: WasmEngine, loss: Loss): number {
    const pixels = 4096 * 4096;
    const { plan, dispose } = engine.compile(loss, { shape: [1, 4096, 4096, 1] });
    const fields = 2 * plan.fields.length + plan.classFields.length + plan.maps.length;
    const used = engine.usedBytes();
    dispose();
    return used / (pixels * (4 + 1 + 4 * fields));
  }
});
