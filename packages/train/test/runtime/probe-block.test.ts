import { nodeRuntime, type Runtime, type Session, webRuntime } from "@segloss/train";
import { describe, expect, it } from "vitest";
import { probeBlock } from "../../src/runtime/probe-block.ts";

const native = nodeRuntime();
const inBlocks = (model: Uint8Array) =>
  new TextDecoder("latin1").decode(model).includes("com.microsoft.nchwc");

/** The native sessions, seen through something. */
const through =
  (change: (session: Session, model: Uint8Array) => Session): Runtime["session"] =>
  async (model, options) =>
    change(await native.session(model, options), model);

describe("the blocks of a processor", () => {
  it("are found by computing: this one has 16, 8 or none, and says so at once when asked again", async () => {
    const block = await native.block!();
    expect([1, 8, 16]).toContain(block);
    const calls: number[] = [];
    const counted: Runtime["session"] = (model, options) => {
      calls.push(model.length);
      return native.session(model, options);
    };
    expect(await probeBlock(counted)).toBe(block);
    expect(calls.length).toBeGreaterThan(1);
    expect(native.block!()).toBe(native.block!());
  });

  it("are none where the runtime does not know their operators", async () => {
    const session: Runtime["session"] = (model, options) => {
      if (inBlocks(model)) throw new Error("No opset import for domain");
      return native.session(model, options);
    };
    expect(await probeBlock(session)).toBe(1);
  });

  it("are none where one number of what they give is another one", async () => {
    const wrong = through((session, model) => ({
      ...session,
      async run(inputs, outputs) {
        await session.run(inputs, outputs);
        if (inBlocks(model)) outputs.derivative_0.data[3] = Number(outputs.derivative_0.data[3]) + 0.1;
      },
    }));
    expect(await probeBlock(wrong)).toBe(1);
  });

  it("are not looked for on WebAssembly, which has none", () => {
    expect(webRuntime().block).toBeUndefined();
  });
});
