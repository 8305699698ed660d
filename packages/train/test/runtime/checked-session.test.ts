import {
  emptyTensor,
  encodeModel,
  floatTensor,
  graph,
  nodeRuntime,
  type Runtime,
  type Session,
  trainer,
  unet,
} from "@segloss/train";
import { describe, expect, it } from "vitest";
import { checkedSession } from "../../src/runtime/checked-session.ts";
import { discs } from "../discs.ts";

/** A provider of a GPU as it should not be: what the CPU computes, times a factor. */
function wrongRuntime(factor: number): Runtime {
  const reference = nodeRuntime();
  return {
    name: "onnxruntime-node with the provider wrong",
    device: "gpu",
    reference,
    async session(model, options): Promise<Session> {
      const session = await reference.session(model, options);
      return {
        ...session,
        async run(inputs, outputs) {
          await session.run(inputs, outputs);
          for (const { data } of Object.values(outputs))
            for (let at = 0; at < data.length; at++) (data as Float32Array)[at] *= factor;
        },
      };
    },
  };
}

function doubling(shape: readonly number[]): Uint8Array {
  const g = graph();
  const x = g.input("x", shape);
  g.output("y", g.emit("Add", [x, x], shape));
  return encodeModel(g);
}

async function firstRun(runtime: Runtime, shape: readonly number[], values: readonly number[]) {
  const session = await checkedSession(runtime, doubling(shape), { threads: 1 });
  const [x, y] = [floatTensor(Float32Array.from(values), shape), emptyTensor("float32", shape)];
  return session.run({ x }, { y }).then(() => [...(y.data as Float32Array)]);
}

describe("the first run on a provider is compared with the CPU", () => {
  it("and refused where it differs: what was expected, what came, what to do", async () => {
    await expect(firstRun(wrongRuntime(1.026), [], [0.588])).rejects.toThrow(
      "onnxruntime-node with the provider wrong computes this network or its loss wrongly: of the first run " +
        'expected "y" 1.17600 (the CPU\'s), came 1.20658. Other numbers of channels and classes may do (1 to 3, multiples of 8), ' +
        "or another version of ONNX Runtime or of the driver; or leave the provider out, to compute on the CPU.",
    );
    await expect(firstRun(wrongRuntime(1.1), [3], [1, -2, 3])).rejects.toThrow(
      /expected "y" within 0\.01 of the CPU's, came off by 0\.10 of its size/,
    );
  });

  it("and taken where it rounds otherwise, or is no number on the CPU either", async () => {
    expect(await firstRun(wrongRuntime(1 + 1e-6), [3], [1, -2, 3])).toHaveLength(3);
    expect(await firstRun(wrongRuntime(0.5), [1], [Number.POSITIVE_INFINITY])).toEqual([
      Number.POSITIVE_INFINITY,
    ]);
  });

  it("of a training, its loss and its parameters; of a trained network, its logits", async () => {
    const made = await trainer({
      runtime: wrongRuntime(1.02),
      network: unet({ depth: 2, width: 2 }),
      loss: "dice",
      batchShape: [2, 16, 16],
    });
    const { images, targets } = discs(2, 16, 1);
    await expect(made.step({ images, targets })).rejects.toThrow(/expected "loss" 0\.\d+ .*, came 0\.\d+/);
    await expect(made.predict(images)).rejects.toThrow(/expected "logits" within 0\.01 of the CPU's/);
  });
});
