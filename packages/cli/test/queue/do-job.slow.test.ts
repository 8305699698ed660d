import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { onAbort } from "../../src/processes/on-abort.ts";
import type { JobData } from "../../src/queue/protocol/job-data.ts";
import { doJob } from "../../src/queue/slot/do-job.ts";
import { readEnd } from "../../src/queue/slot/job-results.ts";
import type { Runner } from "../../src/queue/slot/runner.ts";
import { cancellationOf, markCancelled } from "../../src/queue/store/cancelled-runs.ts";
import { WrongContent } from "../../src/queue/store/contents.ts";
import { openFolderStore } from "../../src/queue/store/folder-store.ts";
import type { ObjectStore } from "../../src/queue/store/object-store.ts";
import { OwnDiskTrouble } from "../../src/queue/store/own-disk-trouble.ts";
import { StoreAway } from "../../src/queue/store/store-away.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const data = { kind: "trial", run: "abcdefghij", job: "0".repeat(32) } as JobData;
const never = new AbortController().signal;

async function slot(run: Runner["run"], store?: ObjectStore, name = "alpha") {
  const said: string[] = [];
  const runner: Runner = { run, close: async () => {} };
  const machine = { name, processor: "x", provider: "cpu" };
  const own = store ?? (await openFolderStore(await scratchFolder()));
  const parts = {
    store: own,
    machine,
    runners: { trial: runner, shard: runner },
    pace: { poll: 20 },
    say: (line: string) => void said.push(line),
  };
  return { store: own, said, do: () => doJob(data, parts, { stop: never, kill: never, tell() {} }) };
}

describe("a job", () => {
  it("whose result is there is not done again, whoever did it", async () => {
    const first = await slot(async () => ({ how: "done", body: { value: 1 } }));
    expect(await first.do()).toEqual({ how: "ended" });
    const second = await slot(() => Promise.reject(new Error("it is done twice")), first.store);
    expect(await second.do()).toEqual({ how: "ended" });
    expect(second.said).toEqual(["its result is there"]);
    expect(await readEnd(first.store, data, "result")).toEqual({ value: 1 });
  });

  it("that two hold has one result, the first one", async () => {
    const first = await slot(async () => {
      await setTimeout(30);
      return { how: "done", body: 1 };
    });
    const second = await slot(async () => ({ how: "done", body: 2 }), first.store);
    await Promise.all([first.do(), second.do()]);
    expect(await readEnd(first.store, data, "result")).toBe(2);
  });

  it("whose run was cancelled is not begun; one under way is ended, and takes along what the run has left", async () => {
    const mark = { by: "beta", at: "2026-11-30T12:00:00Z" };
    const late = await slot(() => Promise.reject(new Error("it was begun")));
    await markCancelled(late.store, data.run, mark);
    expect(await late.do()).toEqual({ how: "ended" });
    expect(late.said).toEqual(["its run was cancelled"]);
    const under = await slot(async ({ kill, store }) => {
      await markCancelled(store, data.run, mark);
      await new Promise<void>((resolve) => onAbort(kill, resolve));
      return { how: "stopped" };
    });
    expect(await under.do()).toEqual({ how: "ended" });
    expect(under.said).toEqual(["begins", "its run was cancelled"]);
    const early = await slot(async ({ store }) => {
      await markCancelled(store, data.run, mark);
      return { how: "done", body: 1 };
    });
    expect(await early.do()).toEqual({ how: "ended" });
    for (const { store } of [under, early]) expect(await store.list("runs")).toEqual([]);
  });

  it("whose result was damaged is done again", async () => {
    const one = await slot(async () => ({ how: "done", body: 1 }));
    await one.store.put(`runs/${data.run}/jobs/${data.job}/result`, new TextEncoder().encode("{}"));
    await one.do();
    expect(await readEnd(one.store, data, "result")).toBe(1);
  });

  it("that fails is tried three times; then it is given up with its reason and log", async () => {
    const one = await slot(async () => ({ how: "failed", reason: "it aborts", log: "last words" }));
    expect(await one.do()).toEqual({ how: "again", reason: "it aborts" });
    expect(await one.do()).toEqual({ how: "again", reason: "it aborts" });
    expect(await one.do()).toEqual({ how: "ended" });
    expect(await readEnd(one.store, data, "failed")).toEqual({
      reason: "it aborts (3 attempts, the last one on alpha)",
      log: "last words",
      machine: "alpha",
    });
  });

  it("that takes its slots down, leaving nothing but that they began, is given up, too", async () => {
    let hold = true;
    const one = await slot(() =>
      hold ? new Promise<never>(() => {}) : Promise.resolve({ how: "done", body: 1 }),
    );
    for (let k = 0; k < 3; k++) void one.do();
    await setTimeout(100);
    hold = false;
    expect(await one.do()).toEqual({ how: "ended" });
    expect(await readEnd(one.store, data, "failed")).toMatchObject({
      reason: expect.stringMatching(/it was begun 3 times, and each time its worker came to an end/),
    });
  });

  it("of which the bytes are wrong counts as failed; trouble of the machine or the store does not", async () => {
    const wrong = await slot(() => Promise.reject(new WrongContent("other bytes")));
    expect(await wrong.do()).toEqual({ how: "again", reason: "other bytes" });
    for (const trouble of [
      new StoreAway("/s", { code: "ENOENT" }),
      new OwnDiskTrouble("/c", { code: "ENOSPC" }),
    ]) {
      const one = await slot(() => Promise.reject(trouble));
      for (let k = 0; k < 4; k++) await expect(one.do()).rejects.toThrow(trouble.message);
      expect(await one.store.list(`runs/${data.run}/jobs/${data.job}`)).toEqual([]);
    }
  });
});

describe("a mark of a cancelled run", () => {
  it("stands as it was first put, and goes after two months, when another run is cancelled", async () => {
    const store = await openFolderStore(await scratchFolder());
    const [first, second] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
    await markCancelled(store, "aaaaaaaaaa", { by: "alpha", at: first });
    await markCancelled(store, "aaaaaaaaaa", { by: "beta", at: second });
    expect(await cancellationOf(store, "aaaaaaaaaa")).toEqual({ by: "alpha", at: first });
    await markCancelled(store, "bbbbbbbbbb", { by: "beta", at: "2026-03-15T00:00:00Z" });
    expect(await store.list("cancelled")).toEqual(["bbbbbbbbbb"]);
  });
});

describe("a store", () => {
  it("that is slow, and away when the result is there, gets it when it is back", async () => {
    const whole = await openFolderStore(await scratchFolder());
    let away = 1;
    const slow: ObjectStore = {
      ...whole,
      async put(key, content) {
        await setTimeout(20);
        if (key.endsWith("result") && away-- > 0) throw new StoreAway("/s", { code: "ESTALE" });
        return whole.put(key, content);
      },
    };
    const one = await slot(async () => ({ how: "done", body: 1 }), slow);
    expect(await one.do()).toEqual({ how: "ended" });
    expect(one.said).toContain(
      "what it has made waits: the store /s is out of reach (its folder was unmounted)",
    );
    expect(await readEnd(whole, data, "result")).toBe(1);
  }, 10_000);
});
