import { mkdir, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { scratchFolder } from "../data/scratch-folder.ts";
import { plannedComparison } from "./planned-comparison.ts";
import { below, kill, startShell } from "./started.ts";

// The rest of the matrix of faults, which takes minutes.

describe("in full", () => {
  const { state, redis, worker, compare, planned, expectSame, checkpointOf, track } = plannedComparison();

  it.each([0, 100, 300, 600, 900, 1200, 1600, 2000])(
    "a worker that is killed %d ms after it began, in whatever phase, costs no number",
    async (wait) => {
      const output = await scratchFolder();
      const [first] = [worker("first"), worker("second")];
      const sender = compare(output, planned());
      await first.said(/begins/);
      await setTimeout(wait);
      for (const pid of [first.child.pid!, ...below(first.child.pid!, /serve-/)]) kill(pid, "SIGKILL");
      await expectSame(sender, output);
    },
    60_000,
  );

  it("a slot that is killed is replaced by its worker, which goes on alone", async () => {
    const output = await scratchFolder();
    const one = worker("first");
    const sender = compare(output, planned());
    await checkpointOf("first");
    for (const pid of below(one.child.pid!, /serve-slot/)) kill(pid, "SIGKILL");
    await expectSame(sender, output);
    expect(one.text()).toMatch(/slot 1: its process came to an end; another one takes its place/);
  }, 60_000);

  it("a full disk of a worker leaves the jobs to others", async () => {
    const output = await scratchFolder();
    const full = join(state.home, "full");
    await mkdir(full);
    // A file system of two pages, in a namespace of its own.
    const bin = new URL("../../bin/segloss.js", import.meta.url).pathname;
    const command = `mount -t tmpfs -o size=8k tmpfs ${full} && exec ${process.execPath} ${bin} worker --name full --cache ${full}`;
    const one = startShell(command, env(), ["unshare", "--mount", "--map-root-user"]);
    track(one);
    const sender = compare(output, planned());
    await one.said(/rests for \d+ s: .*the disk is full; free some space/);
    worker("other");
    await expectSame(sender, output);
    expect(one.text()).not.toMatch(/given up/);
  }, 60_000);

  it("a store that is gone for some seconds, while trainings run and while jobs begin, costs nothing but time", async () => {
    const output = await scratchFolder();
    const one = worker("first");
    const sender = compare(output, planned());
    await checkpointOf("first");
    await rename(state.store, `${state.store}-elsewhere`);
    await setTimeout(4000);
    await rename(`${state.store}-elsewhere`, state.store);
    await expectSame(sender, output);
    expect(one.text() + sender.text()).toMatch(/out of reach/);
  }, 60_000);

  it("a store that stands empty where nothing is mounted is away, not empty", async () => {
    const output = await scratchFolder();
    worker("first");
    const sender = compare(output, planned());
    await checkpointOf("first");
    await rename(state.store, `${state.store}-elsewhere`);
    await mkdir(state.store);
    await setTimeout(3000);
    expect(await readdir(state.store)).toEqual([]);
    await rename(state.store, `${state.store}-empty`);
    await rename(`${state.store}-elsewhere`, state.store);
    await expectSame(sender, output);
  }, 60_000);

  it("a store of which each file takes a fifth of a second to be read or written costs nothing but time", async () => {
    const output = await scratchFolder();
    const preload = new URL("./slow-store.mjs", import.meta.url);
    const slow = { NODE_OPTIONS: `--import=${preload.href}`, SLOW_STORE: "200" };
    const workers = [worker("first", [], slow), worker("second", [], slow)];
    const sender = compare(output, planned(), slow);
    await checkpointOf("first");
    for (const pid of [workers[0].child.pid!, ...below(workers[0].child.pid!, /serve-slot/)])
      kill(pid, "SIGKILL");
    await expectSame(sender, output);
    for (const one of [...workers, sender]) expect(one.text()).toContain("the store is slow");
    expect(workers[1].text()).toMatch(/goes on from checkpoint \d+ of first/);
    expect(workers[1].text() + sender.text()).not.toMatch(/out of reach|failed|given up/);
  }, 120_000);

  it("a Redis that is away for longer than locks last is waited for; what is done meanwhile counts", async () => {
    const output = await scratchFolder();
    const one = worker("first");
    const sender = compare(output, planned());
    await checkpointOf("first");
    await redis().kill();
    await setTimeout(6000);
    await redis().begin();
    await expectSame(sender, output);
    expect(one.text()).toMatch(/Redis: /);
  }, 60_000);

  it("a Redis that is away for a minute, with the locks of everyday use, costs no training", async () => {
    const output = await scratchFolder();
    const usual = { SEGLOSS_QUEUE_LOCK: "90" };
    const one = worker("first", [], usual);
    const sender = compare(output, planned(), usual);
    await checkpointOf("first");
    await redis().kill();
    await setTimeout(60_000);
    await redis().begin();
    await expectSame(sender, output);
    expect(one.text()).not.toMatch(/lost to another worker/);
  }, 180_000);

  function env(): NodeJS.ProcessEnv {
    return { SEGLOSS_QUEUE: redis().url, SEGLOSS_STORE: state.store };
  }
});
