import { readFileSync } from "node:fs";
import * as train from "@segloss/train";
import { expect, it } from "vitest";
import { readmeBlocks } from "../../../scripts/readme-blocks.mjs";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("the example of the README trains a network, saves it and predicts", async () => {
  const [{ code, marked }] = readmeBlocks(README);
  expect(marked).toBe(true);
  const program = code.replace(/^import (\{.*?\}) from "@segloss\/train";$/m, "const $1 = train;");
  const logged: unknown[][] = [];
  const log = { log: (...values: unknown[]) => logged.push(values) };
  const run = (async () => {}).constructor as FunctionConstructor;
  await run("train", "console", program)(train, log);

  const [[, first], , [, last], [wrong]] = logged as [number, number][] & string[][];
  expect(last).toBeLessThan(first);
  expect(Number.parseInt(String(wrong), 10)).toBeLessThan(20);
});
