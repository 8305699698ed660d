import { readFileSync } from "node:fs";
import * as train from "@segloss/train";
import ort from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { expect, it } from "vitest";
import { simulateNuclei } from "../../src/data/index.ts";
import { smallModel } from "./small-model.ts";

const PAGE = new URL("../../../../docs/trained-models.md", import.meta.url);

const [WITH_TRAIN, ALONE] = [...readFileSync(PAGE, "utf8").matchAll(/^```js\n(.*?)^```$/gms)].map(
  ([, code]) => code,
);

/** Runs a block of the page, its imports handed in, and gives what it logged. */
async function logged(block: string, given: Record<string, unknown>): Promise<unknown[]> {
  const lines: unknown[] = [];
  const body = block.replace(/^import .*$/gm, "");
  const names = { ...given, console: { log: (...values: unknown[]) => lines.push(...values) } };
  const run = (async () => {}).constructor as FunctionConstructor;
  await run(...Object.keys(names), body)(...Object.values(names));
  return lines;
}

it("the code of docs/trained-models.md runs, on onnxruntime-web too", async () => {
  const bytes = await smallModel(simulateNuclei({ count: 2, size: 32, seed: 1 }), { steps: 2 });
  const readFile = async (path: string) => (path === "dice.onnx" ? bytes : undefined);
  const { loadModel, nodeRuntime } = train;
  expect(await logged(WITH_TRAIN, { readFile, loadModel, nodeRuntime })).toEqual([["nucleus"], 32 * 32]);
  for (const { Tensor, InferenceSession } of [ort, web]) {
    const create = (path: string) => {
      expect(path).toBe("dice.onnx");
      return InferenceSession.create(bytes);
    };
    const given = { Tensor, InferenceSession: { create } };
    expect(await logged(ALONE, { ort: given })).toEqual([[1, 1, 32, 48]]);
  }
});

it("the page names every key of the metadata", async () => {
  const bytes = await smallModel(simulateNuclei({ count: 2, size: 32, seed: 1 }), { steps: 1 });
  const model = await train.loadModel(bytes, train.nodeRuntime());
  const said = [...readFileSync(PAGE, "utf8").matchAll(/^\| `segloss\.(\w+)` /gm)].map(([, key]) => key);
  expect(said.sort()).toEqual(Object.keys(model.metadata).sort());
  await model.dispose();
});
