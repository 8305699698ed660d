import {
  adam,
  type Block,
  decodeSnapshot,
  encodeSnapshot,
  nodeRuntime,
  type Runtime,
  type Trainer,
  type TrainerOptions,
  trainer,
  unet,
} from "@segloss/train";
import { afterEach, describe, expect, it } from "vitest";
import { discs } from "../discs.ts";
import { crossEntropyAndDice, splitCrossEntropyAndDice } from "../losses.ts";

const native = nodeRuntime();
const open: Trainer[] = [];
afterEach(async () => {
  for (const made of open.splice(0)) await made.dispose();
});

async function make(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const made = await trainer({
    runtime: native,
    network: unet({ depth: 2, width: 16 }),
    loss: crossEntropyAndDice,
    batchShape: [2, 8, 8],
    optimizer: adam({ rate: 1e-2 }),
    ...options,
  });
  open.push(made);
  return made;
}

async function losses(made: Trainer): Promise<number[]> {
  const values: number[] = [];
  for (let step = 0; step < 4; step++) values.push((await made.step(discs(2, 8, step))).loss);
  return values;
}

/** A processor with other blocks. */
const having = (block: Block): Runtime => ({ ...native, block: async () => block });

describe("a training in blocks", () => {
  it("computes in those of the processor where nothing else is said, in the graph and beside it, and then the same", async () => {
    const [inGraph, beside, plain] = [
      await make(),
      await make({ loss: splitCrossEntropyAndDice }),
      await make({ block: 1 }),
    ];
    expect(inGraph.block).toBe(await native.block!());
    expect(plain.block).toBe(1);
    const [first, second, third] = [await losses(inGraph), await losses(beside), await losses(plain)];
    first.forEach((loss, step) => {
      expect(second[step]).toBeCloseTo(loss, 4);
      expect(third[step]).toBeCloseTo(loss, 4);
    });
  });

  it("predicts as in the plain order", async () => {
    const images = discs(2, 8, 1).images;
    const parameters = await (await make()).parameters();
    const [blocks, plain] = [await make({ parameters }), await make({ parameters, block: 1 })];
    const expected = await plain.predict(images);
    (await blocks.predict(images)).forEach((logit, at) => {
      expect(Math.abs(logit - expected[at])).toBeLessThan(1e-4);
    });
  });

  it("goes on in those of its snapshot", async () => {
    const made = await make({ block: 1 });
    await losses(made);
    const { snapshot } = decodeSnapshot(encodeSnapshot(await made.snapshot()));
    expect(snapshot.block).toBe(1);
    expect((await make({ snapshot })).block).toBe(1);
  });

  it("is refused where the processor has others, with the way out", async () => {
    await expect(make({ runtime: having(8), block: 16 })).rejects.toThrow(
      /in blocks of 16 channels, and onnxruntime-node on this processor has blocks of 8: use a processor that has them \(AVX-512\), or give \{ block: 8 \}/,
    );
    const snapshot = { ...(await (await make({ block: 1 })).snapshot()), block: 8 as const };
    await expect(make({ runtime: having(1), snapshot })).rejects.toThrow(
      /in blocks of 8 channels, as the snapshot was computed, and .* has none: .*\(AVX2\), or give \{ block: 1 \}/,
    );
    await expect(make({ block: 4 as Block })).rejects.toThrow(
      /block must be 1 \(the plain order\), 8 or 16, got 4/,
    );
  });
});
