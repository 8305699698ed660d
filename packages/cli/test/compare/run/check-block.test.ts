import { describe, expect, it } from "vitest";
import { checkBlock, offeredBlock } from "../../../src/compare/run/check-block.ts";
import { taskKey } from "../../../src/compare/trial/task-key.ts";
import { madePlan, madeTask } from "../trial/made-plan.ts";

const planIn = (block?: 1 | 8 | 16) => {
  const plan = madePlan();
  return { ...plan, training: { ...plan.training, ...(block && { block }) } };
};

describe("the blocks of a plan", () => {
  it("are those of this processor, or none", async () => {
    await checkBlock(planIn(await offeredBlock()));
    await checkBlock(planIn(1), 16);
    await checkBlock(planIn(undefined), 16);
    await checkBlock(planIn(8), 8);
  });

  it("of another processor are refused by name, with what to do", async () => {
    await expect(checkBlock(planIn(16), 8)).rejects.toThrow(
      /blocks of 16 channels \(processors with AVX-512\).*on this processor has blocks of 8.*run it on a processor with AVX-512, or make a plan here by leaving out --plan or --resume/,
    );
    await expect(checkBlock(planIn(8), 1)).rejects.toThrow(/\(processors with AVX2\).*has no blocks/);
    await expect(checkBlock(planIn(8), 16)).rejects.toThrow(
      /run it on a processor with AVX2 and no AVX-512, or/,
    );
  });

  it("tell the checkpoints of one from those of another", () => {
    const task = madeTask("dice");
    expect(taskKey(planIn(16), task)).not.toBe(taskKey(planIn(8), task));
  });
});
