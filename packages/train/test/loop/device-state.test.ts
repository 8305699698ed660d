import {
  adam,
  type DeviceTensor,
  emptyTensor,
  nodeRuntime,
  type Runtime,
  type Session,
  type SessionOptions,
  splitTrainingStep,
  type Tensor,
  type TrainingLoss,
  trainer,
  unet,
} from "@segloss/train";
import { describe, expect, it } from "vitest";
import { discs } from "../discs.ts";
import { crossEntropyAndDice, splitCrossEntropyAndDice } from "../losses.ts";

interface Counts {
  reads: number;
  /** Tensors on the device that nobody has released. */
  live: number;
}

type Shapes = Readonly<Record<string, Pick<Tensor, "type" | "shape">>>;

/** A runtime on the CPU that keeps results to itself, as one on a GPU does, and counts what is asked of it. */
function keepingRuntime(shapes: Shapes): { readonly runtime: Runtime; readonly counts: Counts } {
  const inner = nodeRuntime();
  const counts: Counts = { reads: 0, live: 0 };
  const handles = new WeakMap<DeviceTensor, Tensor>();

  function kept(tensor: Tensor): DeviceTensor {
    counts.live += 1;
    const { type, shape } = tensor;
    const made: DeviceTensor = {
      ...{ type, shape },
      async read() {
        counts.reads += 1;
        return { ...tensor, data: tensor.data.slice() as Tensor["data"] };
      },
      release() {
        counts.live -= 1;
        new Uint8Array(tensor.data.buffer).fill(255);
      },
    };
    handles.set(made, tensor);
    return made;
  }

  async function session(model: Uint8Array, { threads, kept: names = [] }: SessionOptions): Promise<Session> {
    const made = await inner.session(model, { threads });
    const held = (tensors: Parameters<Session["run"]>[0]) =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, tensor]) => [
          name,
          "data" in tensor ? tensor : handles.get(tensor)!,
        ]),
      );
    return {
      run: (inputs, outputs) => made.run(held(inputs), outputs),
      async runKept(inputs, outputs) {
        const results = names.map((name) => {
          const { type, shape } = shapes[name] ?? shapes.next_parameters;
          return [name, emptyTensor(type, shape)] as const;
        });
        await made.run(held(inputs), { ...outputs, ...Object.fromEntries(results) });
        return Object.fromEntries(results.map(([name, tensor]) => [name, kept(tensor)]));
      },
      release: () => made.release(),
    };
  }

  return { runtime: { name: "keeping", keeps: true, session }, counts };
}

const network = unet({ depth: 2, width: 2 });
const batch = discs(2, 16, 1);
const size = network.parameters.reduce(
  (sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1),
  0,
);
const next_parameters = { type: "float32", shape: [size] } as const;

const make = (runtime: Runtime, loss: TrainingLoss) =>
  trainer({ runtime, network, loss, batchShape: [2, 16, 16], block: 1 });

describe("on a runtime that keeps results on its device", () => {
  it("the state stays there from step to step, is read when it is asked for, and goes at the end", async () => {
    const { runtime, counts } = keepingRuntime({ next_parameters });
    const [here, there] = [
      await make(nodeRuntime(), crossEntropyAndDice),
      await make(runtime, crossEntropyAndDice),
    ];
    for (let step = 0; step < 3; step++)
      expect((await there.step(batch)).loss).toBe((await here.step(batch)).loss);
    // Parameters and the two vectors of Adam.
    expect(counts).toEqual({ reads: 0, live: 3 });
    expect(await there.predict(batch.images)).toEqual(await here.predict(batch.images));
    expect(counts.reads).toBe(0);
    expect(await there.snapshot()).toEqual(await here.snapshot());
    expect(counts).toEqual({ reads: 3, live: 3 });
    await there.dispose();
    await here.dispose();
    expect(counts.live).toBe(0);
  });

  it("a snapshot that is asked for while a step runs is of what was before it", async () => {
    const { runtime } = keepingRuntime({ next_parameters });
    const made = await make(runtime, crossEntropyAndDice);
    await made.step(batch);
    const before = await made.snapshot();
    const step = made.step(batch);
    const meanwhile = made.snapshot();
    await step;
    expect(await meanwhile).toEqual(before);
    expect((await made.snapshot()).steps).toBe(2);
    await made.dispose();
  });

  it("a loss beside the graph gets its logits, and what the way back reads stays there", async () => {
    const { saved } = splitTrainingStep({ network, optimizer: adam(), batchShape: [2, 16, 16] });
    const shapes = Object.fromEntries(saved.map((value) => [`saved_${value.name}`, value]));
    const { runtime, counts } = keepingRuntime({ next_parameters, ...shapes });
    const [here, there] = [
      await make(nodeRuntime(), splitCrossEntropyAndDice),
      await make(runtime, splitCrossEntropyAndDice),
    ];
    for (let step = 0; step < 3; step++)
      expect((await there.step(batch)).loss).toBe((await here.step(batch)).loss);
    expect(counts).toEqual({ reads: 0, live: 3 });
    await Promise.all([there.dispose(), here.dispose()]);
  });
});
