import { describe, expect, it } from "vitest";
import { wasm } from "../../src/engines/wasm/wasm.ts";
import { checkSpec } from "./check-spec.ts";
import { checkThreads } from "./check-threads.ts";
import { fuzz, fuzzOptions } from "./fuzz.ts";

describe("random losses in random settings", () => {
  it("are the same on the reference and on wasm with one thread and two", async () => {
    const threads = Number(process.env.SEGLOSS_FUZZ_THREADS ?? 2);
    const engines = [await wasm(), await wasm({ threads })];
    const { counts, failures } = await fuzz(fuzzOptions(1400), (spec, at) =>
      at % 40 === 39 ? checkThreads(spec, engines) : checkSpec(spec, engines[0]),
    );
    for (const engine of engines) engine.dispose();
    console.log(JSON.stringify(counts));
    expect(failures.join("\n\n")).toBe("");
  });
});
