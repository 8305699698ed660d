import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { random } from "../../src/data/index.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { plannedComparison } from "./planned-comparison.ts";
import { PASSWORD, testRedis } from "./redis-server.ts";
import { below, kill, type Started, start, startShell, until } from "./started.ts";

// As root: two network namespaces and a cable between them, which is cut while a job of each kind is under way at the far end, and healed.

describe("two hosts whose link is cut and healed", () => {
  const { state, worker, compare, planned, expectSame, checkpointOf, track } = plannedComparison();

  it("end a comparison with the same numbers", async () => {
    const output = await scratchFolder();
    await withFarHost(async ({ far, there, cut, heal }) => {
      const sender = compare(output, planned(), there);
      await checkpointOf("far");
      cut();
      const near = worker("near", [], there);
      // The far one works on, and may be through before its lock is.
      await near.said(/goes on from checkpoint \d+ of far|its result is there/);
      await setTimeout(1000);
      heal();
      await expectSame(sender, output);
      // Whether it was late or early: it is there again, and ends when it is told to.
      far.child.kill("SIGTERM");
      expect(await far.ended).toBe(0);
    });
  }, 120_000);

  it("end scores with the same bytes", async () => {
    const folder = await scratchFolder();
    for (const side of ["p", "t"]) {
      await mkdir(join(folder, side));
      for (let k = 0; k < 600; k++) {
        const source = random(k, side === "p" ? 1 : 2);
        const rows = Array.from({ length: 24 }, () => Array.from({ length: 24 }, () => source.integer(3)));
        await writeFile(join(folder, side, `i${k}.png`), grayPng(rows));
      }
    }
    const asked = ["score", join(folder, "p"), join(folder, "t"), "--metrics", "dice,nsd", "--json"];
    const alone = start(asked);
    track(alone);
    expect(await alone.ended).toBe(0);
    await withFarHost(async ({ far, there, cut, heal }) => {
      const sender = start([...asked, "--queue"], there);
      track(sender);
      await far.said(/pairs \d+ to \d+: begins/);
      // Its shard would be through before the link is cut.
      const pid = await until(() => below(far.child.pid!, /serve-shards/)[0], "a process that scores");
      kill(pid, "SIGSTOP");
      cut();
      const near = worker("near", [], there);
      expect(await sender.ended, sender.text()).toBe(0);
      expect(sender.out()).toBe(alone.out());
      expect(near.text()).toMatch(/ended after/);
      heal();
      kill(pid, "SIGCONT");
      await far.said(/lost to another worker|Missing lock|its result is there|could not renew/);
      far.child.kill("SIGTERM");
      expect(await far.ended).toBe(0);
      expect(await readdir(join(state.store, "runs"))).toEqual([]);
    });
  }, 120_000);

  interface FarHost {
    /** A worker there. */
    readonly far: Started;
    /** How the Redis at this end is reached. */
    readonly there: NodeJS.ProcessEnv;
    cut(): void;
    heal(): void;
  }

  async function withFarHost(run: (host: FarHost) => Promise<void>): Promise<void> {
    const [name, inside] = [`sgq${process.pid % 10_000}`, `sgi${process.pid % 10_000}`];
    const ip = (...args: string[]) => execFileSync("ip", args);
    ip("netns", "add", name);
    try {
      ip("link", "add", name, "type", "veth", "peer", "name", inside, "netns", name);
      ip("addr", "add", "10.213.7.1/24", "dev", name);
      ip("link", "set", name, "up");
      ip("-n", name, "addr", "add", "10.213.7.2/24", "dev", inside);
      ip("-n", name, "link", "set", inside, "up");
      const server = await testRedis({ appendonly: "yes", requirepass: PASSWORD }, "10.213.7.1");
      try {
        const bin = new URL("../../bin/segloss.js", import.meta.url).pathname;
        const there = { SEGLOSS_QUEUE: server.url, SEGLOSS_STORE: state.store };
        const line = `exec ${process.execPath} ${bin} worker --name far --cache ${join(state.home, "cache-far")}`;
        const far = startShell(line, there, ["ip", "netns", "exec", name]);
        track(far);
        await far.said(/waits for jobs/);
        const [cut, heal] = ["down", "up"].map((to) => () => void ip("link", "set", name, to));
        await run({ far, there, cut, heal });
      } finally {
        await server.stop();
      }
    } finally {
      ip("netns", "del", name);
    }
  }
});
