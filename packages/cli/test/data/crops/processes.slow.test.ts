import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { cropBatches } from "../../../src/data/crops/crop-batches.ts";
import { openSource } from "../../../src/data/open-source.ts";
import type { Batch } from "../../../src/data/stack-batch.ts";
import { scratchFolder } from "../scratch-folder.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const built = join(root, "packages/cli/dist/data/index.js");

beforeAll(() => {
  spawnSync("npx", ["tsc", "-b", "packages/cli"], { cwd: root });
  if (!existsSync(built)) throw new Error(`${built} is missing: npm run build`);
});

const OPTIONS = { images: [0, 1, 2, 3], size: 24, batch: 4, seed: 11 };
/** In order, then a jump as after a resumption, then one step again. */
const STEPS = [0, 1, 2, 3, 4, 9, 10, 11, 10, 30, 31];

function textOf({ images, masks, names }: Batch): string {
  return createHash("sha256").update(images).update(masks).update(names.join()).digest("hex");
}

/** Runs a program in a process of its own. */
async function ran(program: string): Promise<{ stdout: string; stderr: string }> {
  const folder = await scratchFolder({ "program.mjs": program });
  return spawnSync(process.execPath, [join(folder, "program.mjs")], { encoding: "utf8", timeout: 60_000 });
}

test("other processes draw the same batches, made by a thread that runs ahead", async () => {
  const source = await openSource("nuclei", { work: await scratchFolder(), count: 4, size: 64 });
  const crops = cropBatches(source, OPTIONS);
  const expected = STEPS.map((step) => textOf(crops.at(step)));
  const program = `
    import { createHash } from "node:crypto";
    import { setTimeout } from "node:timers/promises";
    import { openStoredSource, prefetchedCrops } from ${JSON.stringify(built)};
    const crops = prefetchedCrops(openStoredSource(${JSON.stringify(source.file)}), ${JSON.stringify(OPTIONS)});
    // A thread that has not begun is not waited for.
    await setTimeout(1500);
    const texts = [];
    for (const step of ${JSON.stringify(STEPS)}) {
      const { images, masks, names } = crops.at(step);
      texts.push(createHash("sha256").update(images).update(masks).update(names.join()).digest("hex"));
    }
    crops.close();
    console.log(JSON.stringify({ texts, made: crops.preparedAhead }));`;
  const { stdout, stderr } = await ran(program);
  expect(stderr).toBe("");
  // The first of all, both after a jump and the one that is asked for again were not foreseen.
  expect(JSON.parse(stdout)).toEqual({ texts: expected, made: STEPS.length - 4 });
});

test("without the thread batches are the same: its source has gone", async () => {
  const source = await openSource("nuclei", { work: await scratchFolder(), count: 4, size: 64 });
  const expected = textOf(cropBatches(source, OPTIONS).at(1));
  const program = `
    import { createHash } from "node:crypto";
    import { rmSync } from "node:fs";
    import { setTimeout } from "node:timers/promises";
    import { openStoredSource, prefetchedCrops } from ${JSON.stringify(built)};
    const source = openStoredSource(${JSON.stringify(source.file)});
    rmSync(source.file);
    const crops = prefetchedCrops(source, ${JSON.stringify(OPTIONS)});
    crops.at(0);
    await setTimeout(1500);
    const { images, masks, names } = crops.at(1);
    const text = createHash("sha256").update(images).update(masks).update(names.join()).digest("hex");
    console.log(text, crops.preparedAhead);`;
  const { stdout, stderr } = await ran(program);
  expect(stderr).toBe("");
  expect(stdout.trim()).toBe(`${expected} 0`);
});
