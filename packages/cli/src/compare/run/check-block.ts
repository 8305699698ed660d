import { type Block, nodeRuntime } from "@segloss/train";
import { dataError } from "../../data/data-error.ts";
import type { Plan } from "../protocol/plan.ts";

/** Channels in a block of this processor, as ONNX Runtime convolves them; 1 on what is no processor. */
export async function offeredBlock(provider = "cpu"): Promise<Block> {
  return (await nodeRuntime({ provider }).block?.()) ?? 1;
}

const PROCESSORS: Readonly<Record<Block, string>> = { 1: "any", 8: "AVX2", 16: "AVX-512" };

/**
 * @param offered what this processor has, for tests
 * @throws DataError where the plan's steps were computed in blocks that this processor lacks: its numbers would be others
 */
export async function checkBlock({ training }: Pick<Plan, "training">, offered?: Block): Promise<void> {
  const { block = 1 } = training;
  if (block === 1) return;
  const here = offered ?? (await offeredBlock());
  if (here === block) return;
  throw dataError(
    `the plan computes steps in blocks of ${block} channels (processors with ${PROCESSORS[block]}), and ONNX Runtime on this processor has ` +
      `${here === 1 ? "no blocks" : `blocks of ${here}`}, whose last digits differ: run it on a processor with ${PROCESSORS[block]}` +
      `${here > block ? ` and no ${PROCESSORS[here]}` : ""}, ` +
      "or make a plan here by leaving out --plan or --resume",
  );
}
