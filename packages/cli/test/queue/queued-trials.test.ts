import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Plan } from "../../src/compare/protocol/plan.ts";
import type { TrialTask } from "../../src/compare/protocol/trial.ts";
import { emptyResult } from "../../src/compare/trial/empty-result.ts";
import type { JobData } from "../../src/queue/protocol/job-data.ts";
import { runContents } from "../../src/queue/protocol/run-keys.ts";
import type { QueueLink } from "../../src/queue/sender/queue-link.ts";
import { queuedTrials } from "../../src/queue/sender/queued-trials.ts";
import { putEnd } from "../../src/queue/slot/job-results.ts";
import { putContent } from "../../src/queue/store/contents.ts";
import { openFolderStore } from "../../src/queue/store/folder-store.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const RUN = "abcdefghij";
const task = (id: string) =>
  ({ id, loss: "dice", purpose: "final", repeat: 0, fold: 0 }) as unknown as TrialTask;
const machine = { name: "alpha", processor: "x", provider: "cpu" };

/** A queue whose jobs end as soon as they are sent. */
async function link(work: (data: JobData, store: QueueLink["store"]) => Promise<void>): Promise<QueueLink> {
  const store = await openFolderStore(await scratchFolder());
  const events = new EventEmitter();
  const queue = Object.assign(new EventEmitter(), {
    async add(_name: string, data: JobData, { jobId }: { jobId: string }) {
      await work(data, store);
      events.emit("progress", { jobId, data: { slot: "alpha.1", step: 7, loss: 0.5 } });
      setImmediate(() => events.emit("completed", { jobId }));
    },
    getJobState: async () => "unknown",
  });
  const meeting = { protocol: 1, segloss: "0.1.0", runtime: "1", provider: "cpu", block: 1, store: store.id };
  const parts = { store, meeting, queue, events, notes: [], slots: async () => [], close: async () => {} };
  return parts as unknown as QueueLink;
}

const plan = { data: { fingerprint: "f" }, network: {}, training: {}, environment: {} } as unknown as Plan;
const address = { opener: "", path: "" };

it("what workers send back lies where trainings of this machine would have put it, whatever the other says of places", async () => {
  const folder = await scratchFolder();
  const one = await link(async (data, store) => {
    const model = await putContent(store, new Uint8Array([1, 2, 3]), runContents(RUN));
    const result = { ...emptyResult(task("other")), state: "converged", model: "../../elsewhere.onnx" };
    await putEnd(store, data, "result", { result, model, machines: [machine] });
  });
  const seen: unknown[] = [];
  const events = {
    onStart: (k: number, name?: string) => void seen.push([k, name]),
    onStep: (...step: number[]) => void seen.push(step),
  };
  const run = queuedTrials(one, RUN, { plan, folder, context: "0".repeat(64) });
  const [result] = await run(address, [task("final-dice-r1-f1")], { atOnce: 1, events });
  expect(result).toMatchObject({
    task: { id: "final-dice-r1-f1" },
    model: "models/dice/r1.f1.onnx",
    machines: [machine],
  });
  expect([...(await readFile(join(folder, "models/dice/r1.f1.onnx")))]).toEqual([1, 2, 3]);
  expect(JSON.parse(await readFile(join(folder, ".work/trials/final-dice-r1-f1.json"), "utf8"))).toEqual(
    result,
  );
  expect(seen).toEqual([
    [0, "alpha.1"],
    [0, 7, 0.5],
  ]);
});

it("a training that was given up is failed, and what its process said last is kept", async () => {
  const folder = await scratchFolder();
  const one = await link((data, store) =>
    putEnd(store, data, "failed", {
      reason: "it aborts (3 attempts, the last one on alpha)",
      log: "terminate called",
      machine: "alpha",
    }),
  );
  const run = queuedTrials(one, RUN, { plan, folder, context: "0".repeat(64) });
  const [result] = await run(address, [task("final-dice-r1-f1")], { atOnce: 1 });
  const log = join(folder, ".work/trials/final-dice-r1-f1.log");
  expect(result).toMatchObject({
    state: "failed",
    reason: `it aborts (3 attempts, the last one on alpha); what it said last is in ${log}`,
  });
  expect(await readFile(log, "utf8")).toBe("terminate called");
});
