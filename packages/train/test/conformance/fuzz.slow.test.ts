import { describe, expect, it } from "vitest";
import { fuzz, fuzzOptions } from "../../../segloss/test/fuzz/fuzz.ts";
import { nodeRuntime } from "../../src/runtime/index.ts";
import { checkOnnx, type LeftOut } from "./check-onnx.ts";
import { onnxEngine } from "./onnx-engine.ts";

// What graphs cannot do.
const LEFT_OUT: readonly LeftOut[] = [];

describe("random losses in random settings", () => {
  it("are the same on the reference and in exported graphs", async () => {
    const engine = onnxEngine(await nodeRuntime());
    const { counts, failures } = await fuzz(fuzzOptions(600), (spec) => checkOnnx(spec, engine, LEFT_OUT));
    console.log(JSON.stringify(counts));
    expect(failures.join("\n\n")).toBe("");
  });
});
