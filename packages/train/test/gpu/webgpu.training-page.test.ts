import { webRuntime } from "@segloss/train";
import { expect, inject, it } from "vitest";
import { ALL_CASES, distance, FEW_CASES, train } from "./cases.ts";
import { doubled, type Gpu } from "./doubled.ts";

/** The part of a page that is used here: the types of tests are those of Node. */
declare const navigator: { readonly gpu: Gpu };

const cases = inject("full") ? ALL_CASES : [FEW_CASES[1]];

it.each(cases)("a page trains on WebGPU as on its CPU: %o", async (given) => {
  const expected = await train(webRuntime(), given);
  const came = await train(webRuntime({ provider: "webgpu" }), given);
  for (const [step, loss] of expected.losses.entries())
    expect(Math.abs(came.losses[step] / loss - 1), `loss of step ${step + 1}`).toBeLessThan(1e-5);
  expect(distance(came.parameters, expected.parameters)).toBeLessThan(1e-4);
  expect(distance(came.logits, expected.logits)).toBeLessThan(1e-3);
});

it("on a device of the page's own", async () => {
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  expect(await doubled(webRuntime({ provider: "webgpu", device }))).toEqual([2, 4, 6]);
});
