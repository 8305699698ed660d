import { afterAll, describe, expect, it } from "vitest";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { once, randomInputs } from "./steps.ts";

const engines = await Promise.all([wasm(), wasm({ threads: 2 }), wasm({ threads: 3 })]);
afterAll(() => {
  for (const engine of engines) engine.dispose();
});

const LOSSES = ["crossEntropy", "dice + 0.5*focal", "lovasz", "topKCrossEntropy", "jaccard(over=batch)"];
const SHAPES = [
  [3, 200, 211, 1],
  [2, 101, 67, 5],
];

describe("threads", () => {
  it("are there when asked for", () => expect(engines.map((e) => e.threads)).toEqual([1, 2, 3]));

  for (const shape of SHAPES) {
    for (const loss of LOSSES) {
      it(`${loss} of ${shape.join(" x ")} is the same to the last bit on 1, 2 and 3`, () => {
        const inputs = randomInputs(shape);
        const [one, ...more] = engines.map((engine) => once(engine, loss, { shape }, inputs));
        for (const other of more) {
          expect(other.value).toBe(one.value);
          expect(other.gradient).toEqual(one.gradient);
        }
      });
    }
  }

  it("whoever disposes of an engine gets no answer from its steps' threads any more, and the process ends", async () => {
    const engine = await wasm({ threads: 2 });
    const shape = [1, 256, 256, 1];
    expect(once(engine, "dice", { shape }, randomInputs(shape)).value).toBeGreaterThan(0);
    engine.dispose();
  });

  it("one thread where memory cannot be shared, with the same results", async () => {
    const hidden = globalThis.SharedArrayBuffer;
    Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
    const engine = await wasm({ threads: 2 });
    globalThis.SharedArrayBuffer = hidden;
    expect(engine.threads).toBe(1);
    const shape = [1, 200, 211, 1];
    const inputs = randomInputs(shape);
    expect(once(engine, "dice", { shape }, inputs)).toEqual(once(engines[1], "dice", { shape }, inputs));
  });

  it("refuses a number of threads that is none", async () => {
    await expect(wasm({ threads: 0 })).rejects.toThrow(/whole number from 1 to 64, got 0/);
    await expect(wasm({ threads: 1.5 })).rejects.toThrow(/got 1.5/);
  });
});
