import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nodeRuntime } from "@segloss/train";
import { prefetchedCrops } from "../../data/crops/prefetched-crops.ts";
import { openStoredSource } from "../../data/open-stored-source.ts";
import { writeWhole } from "../../output/write-whole.ts";
import type { Plan } from "../protocol/plan.ts";
import { makeContext } from "../trial/make-context.ts";
import type { ContextAddress, TrialContext } from "../trial/trial-context.ts";
import { WORK } from "./output-folder.ts";

/** What a training process needs besides the plan. */
export interface ContextFacts {
  /** Folder of the comparison. */
  readonly folder: string;
  /** Manifest of the pixels. */
  readonly manifest: string;
  readonly scored: readonly number[];
  readonly thin: readonly number[];
}

/** URL of the module that training processes open contexts with. */
export const OPENER: string = new URL("./context-file.js", import.meta.url).href;

/** Writes what the training processes open by themselves. */
export async function writeContext(plan: Plan, facts: ContextFacts): Promise<ContextAddress> {
  const path = join(facts.folder, WORK, "context.json");
  await writeWhole(path, JSON.stringify({ plan, facts }));
  return { opener: OPENER, path };
}

/** The context of a training process. */
export function openTrialContext(path: string): TrialContext {
  const { plan, facts } = JSON.parse(readFileSync(path, "utf8")) as { plan: Plan; facts: ContextFacts };
  const { scored, thin, folder, manifest } = facts;
  const source = openStoredSource(manifest);
  const runtime = nodeRuntime({ provider: plan.training.provider ?? "cpu" });
  const drawCrops: TrialContext["drawCrops"] = (options) => prefetchedCrops(source, options);
  return makeContext({ plan, source, folder, scored, thin, runtime, drawCrops });
}
