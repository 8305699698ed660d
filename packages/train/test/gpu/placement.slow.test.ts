import {
  adam,
  encodeModel,
  graph,
  graphLoss,
  lossModel,
  networks,
  sgd,
  trainingStep,
  unet,
} from "@segloss/train";
import { LOSSES, parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { ALL_CASES, FEW_CASES, nameOf } from "./cases.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";

useSoftwareAdapter();

/** Loads a model for WebGPU alone: ONNX Runtime refuses it where a node would run on the CPU. */
async function onGpuAlone(model: Uint8Array): Promise<void> {
  const ort = (await import("onnxruntime-node")).default;
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [{ name: "webgpu", preferredLayout: "NCHW" }],
    extra: { session: { disable_cpu_ep_fallback: "1" } },
    logSeverityLevel: 4,
  });
  await session.release();
}

/** The models of a list that have a node on the CPU. */
async function onCpuToo(models: readonly (readonly [name: string, model: Uint8Array])[]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, model] of models)
    await onGpuAlone(model).catch((error: Error) => {
      expect(error.message).toMatch(/fallback to CPU EP has been explicitly disabled/);
      found.push(name);
    });
  return found;
}

describe("nodes that ONNX Runtime gives to the CPU although the provider is WebGPU", () => {
  it("are none of any loss, alone", async () => {
    const models = LOSSES.flatMap(({ definition: { name } }) =>
      [1, 3].map((classes) => {
        const options = { classes, weighted: classes === 3 };
        return [`${name} ${classes}`, lossModel(parseLoss(name), [2, classes, 32, 48], options)] as const;
      }),
    );
    expect(await onCpuToo(models)).toEqual([]);
  });

  it("are none of a training step", async () => {
    const cases = process.env.SEGLOSS_FULL ? ALL_CASES : FEW_CASES;
    const models = cases.map((given) => {
      const { normalization, upsampling, classes, loss, bands: inputChannels = 1 } = given;
      const network = unet({ depth: 3, width: 8, inputChannels, classes, normalization, upsampling });
      const options = { network, optimizer: adam(), batchShape: [2, 16, 16], device: "gpu" } as const;
      const step = trainingStep(options, graphLoss(parseLoss(loss), { classes }), "indices");
      return [nameOf(given), encodeModel(step)] as const;
    });
    expect(await onCpuToo(models)).toEqual([]);
  });

  it("are none of a step of any network with logits at two resolutions", async () => {
    const models = Object.entries(networks).map(([name, make]) => {
      const network = make({ depth: 3, width: 8, classes: 2, outputs: 2, normalization: "group" });
      const options = { network, optimizer: sgd(), batchShape: [2, 16, 16], device: "gpu" } as const;
      const loss = graphLoss(parseLoss("dice"), { classes: 2 });
      return [name, encodeModel(trainingStep(options, loss, "indices"))] as const;
    });
    expect(await onCpuToo(models)).toEqual([]);
  });

  it("are told where there are some", async () => {
    const g = graph();
    const [x, shape] = [g.input("x", [1, 1, 4, 4]), [1, 4, 2, 2]];
    g.output("y", g.emit("Relu", [g.emit("SpaceToDepth", [x], shape, { blocksize: 2 })], shape));
    expect(await onCpuToo([["SpaceToDepth", encodeModel(g)]])).toEqual(["SpaceToDepth"]);
  });
});
