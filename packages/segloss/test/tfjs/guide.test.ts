import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import * as segloss from "segloss/tfjs";
import { expect, it } from "vitest";

const GUIDE = new URL("../../../../docs/tensorflow.md", import.meta.url);
const MODULES: Readonly<Record<string, object>> = { "@tensorflow/tfjs": tf, "segloss/tfjs": segloss };

/** The guide's blocks as the body of one async function: its imports come from MODULES. */
function program(markdown: string): string {
  const blocks = [...markdown.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  return blocks
    .join("\n")
    .replace(/^import \* as (\w+) from (".*?");$/gm, "const $1 = modules[$2];")
    .replace(/^import (\{.*?\}) from (".*?");$/gm, "const $1 = modules[$2];");
}

it("the code of docs/tensorflow.md runs from top to bottom and learns", async () => {
  await tf.setBackend("cpu");
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const logged: unknown[][] = [];
  const log = { log: (...values: unknown[]) => logged.push(values) };
  await AsyncFunction("modules", "console", program(readFileSync(GUIDE, "utf8")))(MODULES, log);

  const [[losses, dice, iou], [value], [whole]] = logged as [number[][], [number], [number]];
  expect(losses[9]).toBeLessThan(losses[0]);
  expect(dice[9]).toBeGreaterThan(dice[0]);
  expect(iou[9]).toBeCloseTo(dice[9] / (2 - dice[9]), 6);
  expect(value).toBeGreaterThan(0);
  expect(whole).toBeGreaterThan(0.5);
});
