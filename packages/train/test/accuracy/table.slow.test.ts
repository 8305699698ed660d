import { LOSSES } from "segloss";
import { expect, it } from "vitest";
import { nodeRuntime, webRuntime } from "../../src/runtime/index.ts";
import { onnxEngine } from "../conformance/onnx-engine.ts";
import { KINDS, type Kind } from "./data.ts";
import { measure } from "./measure.ts";

const env = process.env;
const shapes = (env.SHAPES ?? "8x1x512x512").split(",").map((s) => s.split("x").map(Number));
const kinds = (env.KINDS ?? KINDS.join()).split(",") as Kind[];
const losses = env.LOSSES?.split(";") ?? LOSSES.map((l) => l.definition.name);

it("table", async () => {
  const engine = onnxEngine(env.RUNTIME === "web" ? webRuntime() : nodeRuntime());
  for (const shape of shapes)
    for (const loss of losses) {
      const cells: string[] = [];
      let worst = 0;
      const t0 = performance.now();
      for (const kind of kinds) {
        try {
          const { value, gradient } = await measure({ loss, shape, kind }, engine, env.CACHE);
          cells.push(`${kind} ${value.toExponential(1)} ${gradient.toExponential(1)}`);
          worst = Math.max(worst, value, gradient);
        } catch (e) {
          cells.push(`${kind} ${String((e as Error).message).slice(0, 120)}`);
          worst = Number.NaN;
        }
      }
      console.log(
        `${worst < 2e-6 ? "   " : "!! "}${shape.join("x")} ${loss}: ${cells.join(" | ")}  ${((performance.now() - t0) / 1000).toFixed(1)}s`,
      );
    }
  expect(1).toBe(1);
}, 36e5);
