import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Queue } from "bullmq";
import { describe, expect, it } from "vitest";
import { resultsIn } from "../compare/results-in.ts";
import { scratchFolder } from "../data/scratch-folder.ts";
import { plannedComparison } from "./planned-comparison.ts";
import { PASSWORD } from "./redis-server.ts";
import { below, kill, until } from "./started.ts";

// What may go wrong between machines, in seconds: locks are 2 s in place of 90. Each ends with the very numbers of a comparison that nothing happened to.
// `npm run verify:full` tries the rest (faults.full.test.ts).

const { state, redis, worker, begun, compare, planned, expectSame, checkpointOf } = plannedComparison();

describe("a worker", () => {
  it("that is killed loses what came after its last checkpoint, and another goes on from there to the same numbers", async () => {
    const output = await scratchFolder();
    const [first, second] = [worker("first"), worker("second")];
    const sender = compare(output, planned());
    await checkpointOf("first");
    for (const pid of [first.child.pid!, ...below(first.child.pid!, /serve-slot/)]) kill(pid, "SIGKILL");
    await expectSame(sender, output);
    expect(second.text()).toMatch(/goes on from checkpoint \d+ of first/);
    const { losses } = await resultsIn(output);
    const machines = losses[0].trials.map((trial) => trial.machines!.map(({ name }) => name));
    expect(machines).toContainEqual(["first", "second"]);
  }, 60_000);

  it("that is told to end hands its training over at once, with what it has", async () => {
    const output = await scratchFolder();
    const [first, second] = [worker("first"), worker("second")];
    const sender = compare(output, planned());
    await checkpointOf("first");
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    await expectSame(sender, output);
    expect(second.text()).toMatch(/goes on from checkpoint \d+ of first/);
  }, 60_000);

  it("that stands still loses its job to another one; both hold it, and there is one result", async () => {
    const output = await scratchFolder();
    const first = worker("first");
    const sender = compare(output, planned());
    await checkpointOf("first");
    const [slot] = below(first.child.pid!, /serve-slot/);
    // The training below it goes on.
    kill(slot, "SIGSTOP");
    const second = worker("second");
    await second.said(/final-dice\S+: ended after/);
    kill(slot, "SIGCONT");
    await first.said(/lost to another worker|Missing lock|its result is there|could not renew/);
    await expectSame(sender, output);
  }, 60_000);
});

describe("a Redis", () => {
  it.each([
    ["with its append-only file", true],
    ["without it, empty", false],
  ])(
    "that is killed comes back %s, and nothing is lost",
    async (_, keeps) => {
      const output = await scratchFolder();
      worker("first");
      const sender = compare(output, planned());
      await checkpointOf("first");
      await redis().kill();
      if (!keeps) await rm(join(redis().folder, "appendonlydir"), { recursive: true });
      await redis().begin();
      await expectSame(sender, output);
      if (!keeps) expect(sender.text()).toMatch(/Redis has forgotten jobs: they are sent again/);
    },
    60_000,
  );
});

describe("a job", () => {
  it("whose process dies each time is given up after three attempts, with what it said; the others go on", async () => {
    const output = await scratchFolder();
    const one = worker("first");
    const sender = compare(output, planned());
    let killed = 0;
    while (!/r1-f1: given up/.test(one.text())) {
      const begun = [...one.text().matchAll(/(f\d): begins/g)].map(([, fold]) => fold);
      const isNext = begun.at(-1) === "f1" && begun.filter((fold) => fold === "f1").length > killed;
      const [pid] = isNext ? below(one.child.pid!, /serve-trials/) : [];
      if (pid !== undefined) kill(pid, "SIGKILL");
      if (pid !== undefined) killed++;
      await setTimeout(5);
    }
    expect(killed).toBe(3);
    expect(await sender.ended).toBe(0);
    const { losses } = await resultsIn(output);
    expect(losses[0].states).toMatchObject({ failed: 1 });
    const failed = losses[0].trials.find(({ state }) => state === "failed")!;
    expect(failed.reason).toMatch(/ended by SIGKILL.*\(3 attempts, the last one on first\)/);
    // What failed is tried again by whoever comes back.
    const [run] = await readdir(join(state.store, "runs"));
    await expectSame(compare(output, ["--attach", run]), output);
  }, 60_000);

  it("that is not of the schema is refused and named, and the worker goes on", async () => {
    const one = worker("first");
    await one.said(/waits for jobs/);
    const { id } = JSON.parse(await readFile(join(state.store, "segloss-store.json"), "utf8"));
    const versions =
      /segloss (\S+) \(protocol (\d+)\), ONNX Runtime (\S+), provider (\S+), blocks of (\d+)/.exec(
        one.text(),
      )!;
    const name = ["segloss", versions[2], versions[1], versions[3], versions[4], versions[5], id].join("~");
    const queue = new Queue(name, {
      connection: { host: "127.0.0.1", port: redis().port, password: PASSWORD },
    });
    const right = {
      protocol: 1,
      segloss: versions[1],
      runtime: versions[3],
      provider: "cpu",
      block: Number(versions[5]),
      store: id,
      kind: "trial",
    };
    const hashes = { run: "aaaaaaaaaa", job: "0".repeat(32), task: "0".repeat(64), context: "0".repeat(64) };
    const cases: [data: unknown, says: RegExp][] = [
      [{ code: "process.exit()" }, /expected the fields protocol.*got "code" as well/],
      [
        { ...right, ...hashes, job: "../../etc" },
        /job: expected 32 hexadecimal digits, got "\.\.\/\.\.\/etc"/,
      ],
      [{ ...right, ...hashes, segloss: "9.9.9" }, /the job is for segloss 9\.9\.9 .*this worker has segloss/],
      [{ ...right, ...hashes, store: "00000000" }, /the job is in the store 00000000, and this worker has/],
      ["x".repeat(5000), /expected an object with/],
    ];
    const jobs = await Promise.all(
      cases.map(([content], k) => queue.add(`strange ${k}`, content, { jobId: `strange-${k}` })),
    );
    for (const [k, [, says]] of cases.entries()) {
      await one.said(new RegExp(`strange ${k}: refused`));
      const reason = await until(
        async () => (await queue.getJob(jobs[k].id!))!.failedReason,
        "its end in Redis",
      );
      expect(reason).toMatch(says);
    }
    // Hashes of nothing: three attempts, and it is named.
    await queue.add("hashes of nothing", { ...right, ...hashes }, { attempts: 5 });
    await one.said(/hashes of nothing: given up: runs\/a+\/contents\/00\/0+ is not in the store/);
    await queue.close();
    await rm(join(state.store, "runs"), { recursive: true });
    const output = await scratchFolder();
    await expectSame(compare(output, planned()), output);
  }, 60_000);

  it("that takes longer than a worker allows is ended, and says so", async () => {
    const output = await scratchFolder();
    worker("first", ["--job-minutes", "0.002"]);
    const sender = compare(output, planned());
    expect(await sender.ended).toBe(1);
    expect(sender.text()).toMatch(
      /all 3 scored trainings failed.*longer than 0\.002 minutes, the bound of this worker/,
    );
  }, 60_000);
});

describe("a store", () => {
  it("that holds other bytes than it should is refused by name; who comes back with the data puts them right", async () => {
    const output = await scratchFolder();
    const sender = compare(output, planned());
    await sender.said(/scored trainings/);
    const names = await readdir(join(state.store, "data"), { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const sizes = await Promise.all(files.map(async (path) => ({ path, bytes: await readFile(path) })));
    const pixels = sizes.find(({ bytes }) => bytes[0] !== 123)!;
    pixels.bytes[100] ^= 1;
    await writeFile(pixels.path, pixels.bytes);
    // With nothing in its cache.
    worker("new");
    expect(await sender.ended).toBe(1);
    expect(sender.text()).toMatch(
      /data\/..\/[0-9a-f]{64} of the store \S+ holds other bytes than its name says/,
    );
    const [run] = await readdir(join(state.store, "runs"));
    await expectSame(compare(output, [state.data, "--attach", run]), output);
  }, 60_000);
});

describe("a sender", () => {
  it("that is interrupted leaves the work to the workers; another one elsewhere comes back to it without the data", async () => {
    const [output, elsewhere] = [await scratchFolder(), await scratchFolder()];
    const one = worker("first");
    const sender = compare(output, planned());
    await sender.said(/\[1\/3\]/);
    sender.child.kill("SIGINT");
    expect(await sender.ended).toBe(130);
    const [, run] = /run (\w{10}) goes on at the workers/.exec(sender.text())!;
    await one.said(/r1-f3: ended after/);
    const again = compare(elsewhere, ["--attach", run]);
    await expectSame(again, elsewhere);
    expect(again.text() + sender.text() + one.text()).not.toMatch(/geheim/);
  }, 60_000);
});

describe("a run", () => {
  it("that is cancelled is dropped where it waits and ended where it is under way; its sender hears of it, and nothing of it stays", async () => {
    const output = await scratchFolder();
    const one = worker("first");
    const sender = compare(output, planned());
    await sender.said(/\[1\/3\]/);
    await checkpointOf("first");
    const [run] = await readdir(join(state.store, "runs"));
    const cancel = begun(["cancel", run]);
    expect(await cancel.ended, cancel.text()).toBe(0);
    expect(cancel.text()).toMatch(
      /^[01] jobs? dropped, 1 job under way told to end\nrun \w{10} is cancelled/,
    );
    await one.said(/its run was cancelled/);
    expect(await sender.ended).toBe(1);
    expect(sender.text()).toMatch(
      new RegExp(
        `run ${run} was cancelled on \\S+ at \\S+Z; segloss compare DATA --resume in its folder trains what is left`,
      ),
    );
    expect(await readdir(join(state.store, "runs"))).toEqual([]);
    const again = begun(["cancel", run]);
    expect(await again.ended).toBe(0);
    expect(again.text()).toMatch(new RegExp(`^run ${run} was cancelled before, on \\S+ at \\S+Z\n$`));
    const back = compare(await scratchFolder(), ["--attach", run]);
    expect(await back.ended).toBe(1);
    expect(back.text()).toMatch(/--attach \w{10}: it was cancelled on \S+ at \S+; send the work again/);
    const strange = begun(["cancel", "aaaaaaaaaa"]);
    expect(await strange.ended).toBe(1);
    expect(strange.text()).toMatch(
      /^segloss cancel: aaaaaaaaaa: the store \S+ has no such run; finished ones are taken away/,
    );
    // What had ended is here, and the rest is sent again.
    await expectSame(compare(output, [state.data, "--resume"]), output);
  }, 60_000);
});
