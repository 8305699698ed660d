import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel, nodeRuntime } from "@segloss/train";
import { expect, it } from "vitest";
import { parseRegions } from "../../../src/compare/regions/parse-regions.ts";
import { runTrial } from "../../../src/compare/trial/run-trial.ts";
import * as data from "../../../src/data/index.ts";
import { measureRegions } from "../../../src/inference/measure-regions.ts";
import { predictImage } from "../../../src/inference/predict-image.ts";
import { scratchFolder } from "../../data/scratch-folder.ts";
import { madeContext, SIZE } from "./made-context.mjs";
import { madePlan, madeTask } from "./made-plan.ts";

const silent = { onStep() {}, onPoint() {}, cancelled: () => false };
const REGIONS = parseRegions("whole=square+corner, part=corner", ["background", "square", "corner"]);

it.each([
  ["dice + crossEntropy", { kind: "residual-unet", deepSupervision: true }, "in graph"],
  ["boundary + crossEntropy", { kind: "unet", deepSupervision: false }, "split at the logits"],
] as const)(
  "regions are learnt with %s, scored each, and saved under a sigmoid",
  async (loss, network, engine) => {
    const plan = madePlan({
      regions: REGIONS,
      network: { ...network, width: 8, depth: 3, normalization: "group" },
      training: { ...madePlan().training, augment: "standard", foreground: 0.5 },
    });
    const made = madeContext(data, { plan, folder: await scratchFolder(), classes: 3 });
    const tiles = { channels: 1, outputs: 2, size: SIZE };
    const context = {
      ...made,
      scored: [0, 1],
      async *testImages(predict: Parameters<typeof made.testImages>[0], images: readonly number[]) {
        for (const image of images) {
          const sample = made.source.sample(image);
          const logits = await predictImage(predict, sample, tiles);
          yield measureRegions(logits, sample, REGIONS, { image, classes: 3 });
        }
      },
    };
    const result = (await runTrial(context, madeTask(loss, { steps: 100, rate: 1e-2 }), silent))!;
    expect(result).toMatchObject({ reason: null, engine });
    expect(["converged", "rising"]).toContain(result.state);
    expect(result.validationDice).toBeGreaterThan(0.6);
    const [first] = result.evidence;
    expect(first.pixels).toBe(SIZE * SIZE);
    // The whole is a square of 36 pixels, its part one of 9.
    expect(first.tp.map((tp, k) => tp + first.fn[k])).toEqual([36, 9]);

    const model = await loadModel(readFileSync(join(made.folder, result.model!)), nodeRuntime());
    expect(model.metadata).toMatchObject({ classes: ["whole", "part"], link: "sigmoid" });
    const { value: again } = await context.testImages(model.predict, [first.image]).next();
    expect([again!.tp, again!.fp, again!.fn]).toEqual([first.tp, first.fp, first.fn]);
    await model.dispose();
  },
);
