import type { Block } from "../graph/blocks/block.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { TrainerOptions } from "./trainer-options.ts";

/** What a training is computed in: what is asked for, what its snapshot was computed in, or what the processor has. */
export async function blockOf({ runtime, block, snapshot }: TrainerOptions): Promise<Block> {
  const asked = block ?? snapshot?.block;
  if (asked === 1) return 1;
  const offered = await offeredBlock(runtime);
  if (asked === undefined || asked === offered) return offered;
  throw new Error(
    `trainer: the step is asked for in blocks of ${asked} channels${block ? "" : ", as the snapshot was computed"}, ` +
      `and ${runtime.name} on this processor has ${offered === 1 ? "none" : `blocks of ${offered}`}: ` +
      `use a processor that has them (${asked === 16 ? "AVX-512" : `AVX2${offered === 16 ? " and no AVX-512" : ""}`}), or give { block: ${offered} }, with which the last digits differ.`,
  );
}

async function offeredBlock(runtime: Runtime): Promise<Block> {
  return (await runtime.block?.()) ?? 1;
}
