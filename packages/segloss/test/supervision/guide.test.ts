import { readFileSync } from "node:fs";
import * as segloss from "segloss";
import { expect, it } from "vitest";

const GUIDE = new URL("../../../../docs/training.md", import.meta.url);

it("the code of docs/training.md runs from top to bottom, and its training lowers the loss", () => {
  const blocks = [...readFileSync(GUIDE, "utf8").matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  const program = blocks.join("\n").replace(/^import (\{.*?\}) from "segloss";$/m, "const $1 = segloss;");
  const logged: unknown[][] = [];
  const log = { log: (...values: unknown[]) => logged.push(values) };
  const run = (() => {}).constructor as FunctionConstructor;
  run("segloss", "console", program)(segloss, log);

  const [[first], [later], [cosine], [deep, weights], [several]] = logged as number[][];
  expect(later).toBeLessThan(first);
  expect(cosine).toBeGreaterThan(0);
  expect(deep).toBeGreaterThan(0);
  expect(several).toBeGreaterThan(0);
  expect(weights).toEqual([4 / 7, 2 / 7, 1 / 7]);
});
