import { describe, expect, inject, it } from "vitest";
import { reference } from "../../../src/engines/reference/reference.ts";
import { wasm } from "../../../src/engines/wasm/wasm.ts";
import { once, randomInputs } from "./steps.ts";

const SHAPE = [2, 160, 161, 1];
const LOSS = "dice + crossEntropy";

const isolated = inject("isolated");
const page = globalThis as unknown as { readonly crossOriginIsolated: boolean };

describe(`on a page that is ${isolated ? "isolated" : "not isolated"}`, () => {
  it(`${isolated ? "two threads" : "one thread"}, the same loss`, async () => {
    const engine = await wasm({ threads: 2 });
    expect(page.crossOriginIsolated).toBe(isolated);
    expect(engine.threads).toBe(isolated ? 2 : 1);
    const inputs = randomInputs(SHAPE);
    const here = once(engine, LOSS, { shape: SHAPE }, inputs);
    const expected = once(reference(), LOSS, { shape: SHAPE }, inputs);
    expect(Math.abs(here.value / expected.value - 1)).toBeLessThan(1e-7);
    engine.dispose();
  });
});
