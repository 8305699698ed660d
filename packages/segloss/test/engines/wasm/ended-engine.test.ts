import { Worker } from "node:worker_threads";
import { boundary, dice } from "segloss";
import { describe, expect, it } from "vitest";
import { functionBuilder } from "../../../src/engines/wasm/asm/function-builder.ts";
import { encodeModule } from "../../../src/engines/wasm/asm/module.ts";
import { i32 } from "../../../src/engines/wasm/asm/value.ts";
import { type EngineMemory, engineMemory } from "../../../src/engines/wasm/host/memory.ts";
import { type Pool, sharedPool } from "../../../src/engines/wasm/host/pool.ts";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { randomInputs } from "./steps.ts";

const SMALL = [1, 4, 4, 1];
const LARGE = [1, 256, 256, 1];
const DISPOSED = /^This engine was disposed of: make a new one and compile the loss again\.$/;
const ENDED = /^A thread of this wasm engine has ended, so the engine cannot go on: make a new one\.$/;

describe.each([1, 2])("an engine of %i threads that was disposed of", (threads) => {
  it("says so to every call, and lets its steps go", async () => {
    const engine = await wasm({ threads });
    const steps = [SMALL, LARGE].map((shape) => ({ shape, step: engine.compile(dice(), { shape }) }));
    const withFields = engine.compile(boundary(), { shape: LARGE });
    const mask = new Uint8Array(64 * 64).fill(1, 100, 900);
    engine.fields.distanceTransform(mask, [64, 64]);
    engine.dispose();
    for (const { shape, step } of steps) {
      expect(() => step.run(randomInputs(shape))).toThrow(DISPOSED);
      expect(() => step.arrays()).toThrow(DISPOSED);
      expect(() => step.warmUp(1)).toThrow(DISPOSED);
      step.dispose();
      expect(() => step.run(randomInputs(shape))).toThrow(/^This step was disposed of/);
    }
    withFields.dispose();
    expect(() => engine.compile(dice(), { shape: SMALL })).toThrow(DISPOSED);
    const { fields } = engine;
    const calls = [
      () => fields.distanceTransform(mask, [64, 64]),
      () => fields.squaredDistanceTransform(mask, [64, 64]),
      () => fields.signedDistance(mask, [64, 64]),
      () => fields.nearestCells(mask, [64, 64]),
      () => fields.unetWeights(mask, [64, 64]),
      () => fields.connectedComponents(mask, [64, 64]),
    ];
    for (const call of calls) expect(call).toThrow(DISPOSED);
    fields.dispose();
    engine.dispose();
  });
});

/** What `make` resolves to, and the workers that it started. */
async function withWorkers<T>(make: () => Promise<T>): Promise<{ made: T; workers: Worker[] }> {
  const workers: Worker[] = [];
  const original = process.getBuiltinModule;
  class Known extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      workers.push(this);
    }
  }
  process.getBuiltinModule = ((name: string) =>
    name === "node:worker_threads" ? { Worker: Known } : original(name as "fs")) as typeof original;
  try {
    return { made: await make(), workers };
  } finally {
    process.getBuiltinModule = original;
  }
}

describe("an engine whose thread has ended", () => {
  it("says so once the host has told it", async () => {
    const { made: engine, workers } = await withWorkers(() => wasm({ threads: 2 }));
    const step = engine.compile(dice(), { shape: LARGE });
    step.run(randomInputs(LARGE));
    await workers[0].terminate();
    expect(() => step.run(randomInputs(LARGE))).toThrow(ENDED);
    expect(() => engine.compile(dice(), { shape: SMALL })).toThrow(ENDED);
    expect(() => engine.fields.distanceTransform(new Uint8Array(16), [4, 4])).toThrow(ENDED);
    step.dispose();
    engine.dispose();
    expect(() => engine.compile(dice(), { shape: SMALL })).toThrow(DISPOSED);
  });

  it("notices by itself that a thread takes up no command, or never comes to its end", async () => {
    const memory = engineMemory(true);
    const { made: pool } = await withWorkers(() => smallPool(memory, { toArrive: 200, toFinish: 200 }));
    const endless = functionBuilder(["thread"]);
    endless.if(endless.parameters.thread, () => endless.loop(() => {}));
    const module = pool.load(
      encodeModule({ functions: new Map([["endless", endless]]), shared: true }),
      memory.memory,
    );
    expect(() => pool.call(module, "endless")).toThrow(ENDED);
    expect(() => pool.check()).toThrow(ENDED);
    pool.unload(module);
    pool.stop();

    const next = await withWorkers(() => smallPool(memory, { toArrive: 200, toFinish: 200 }));
    void next.workers[0].terminate();
    // The host has no time to tell it before this ends.
    expect(() => next.made.load(encodeModule({ functions: new Map(), shared: true }), memory.memory)).toThrow(
      ENDED,
    );
    next.made.stop();
  });

  it("says that it is broken after one thread has failed", async () => {
    const memory = engineMemory(true);
    const pool = await smallPool(memory);
    const outside = functionBuilder(["thread"]);
    outside.let(i32.load(outside.parameters.thread.mul(-4)));
    const module = pool.load(
      encodeModule({ functions: new Map([["outside", outside]]), shared: true }),
      memory.memory,
    );
    const failed =
      /^A thread of the wasm engine failed: this is a defect of the engine\. Make a new engine\.$/;
    expect(() => pool.call(module, "outside")).toThrow(failed);
    expect(() => pool.call(module, "outside")).toThrow(failed);
    expect(() => pool.check()).toThrow(failed);
    pool.unload(module);
    pool.stop();
  });
});

async function smallPool(
  memory: EngineMemory,
  patience?: { toArrive: number; toFinish: number },
): Promise<Pool> {
  const control = memory.allocate(64);
  const pool = await sharedPool(2, memory.memory, control, memory.allocate, memory.free, patience);
  if (pool === null) throw new Error("no threads here");
  return pool;
}
