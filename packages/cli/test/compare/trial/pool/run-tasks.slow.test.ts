import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { TrialResult, TrialTask } from "../../../../src/compare/protocol/trial.ts";
import type { RunTasks } from "../../../../src/compare/trial/pool/run-tasks.ts";
import { runTrial } from "../../../../src/compare/trial/run-trial.ts";
import { checkpointPath, resultPath } from "../../../../src/compare/trial/trial-paths.ts";
import * as data from "../../../../src/data/index.ts";
import { scratchFolder } from "../../../data/scratch-folder.ts";
import { below } from "../../../queue/started.ts";
import { madeContext } from "../made-context.mjs";
import { madePlan, madeTask } from "../made-plan.ts";

const root = fileURLToPath(new URL("../../../../../..", import.meta.url));
const built = join(root, "packages/cli/dist/compare/trial/pool/training-pool.js");
const opener = new URL("./open-made-context.mjs", import.meta.url).href;

type Pool = typeof import("../../../../src/compare/trial/pool/training-pool.ts");
let trainingPool: Pool["trainingPool"];

beforeAll(async () => {
  spawnSync("npx", ["tsc", "-b", "packages/cli"], { cwd: root });
  if (!existsSync(built)) throw new Error(`${built} is missing: npm run build`);
  ({ trainingPool } = (await import(pathToFileURL(built).href)) as Pool);
});

/** Tasks in a pool of their own. */
const runTasks: RunTasks = (...given) => {
  const pool = trainingPool();
  return pool.runTasks(...given).finally(pool.end);
};

/** A context in a folder of its own; `faults` by seed of the training. */
async function address(faults: Record<string, string> = {}, folder?: string) {
  const scratch = await scratchFolder();
  const path = join(scratch, "context.json");
  const place = folder ?? join(scratch, "out");
  await writeFile(path, JSON.stringify({ plan: madePlan(), folder: place, faults }));
  return { opener, path, folder: place };
}

const tasks = (change: readonly Partial<TrialTask>[]) =>
  change.map((one, index) => madeTask("dice", { id: `task-${index}`, steps: 6, seed: index + 1, ...one }));

const pids = (path: string) => readFileSync(`${path}.pids`, "utf8").trim().split("\n").map(Number);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function lasting({ timing: _, peakMemory: __, ...rest }: TrialResult) {
  return rest;
}

async function until(what: () => boolean, limit = 15_000): Promise<void> {
  const end = Date.now() + limit;
  while (!what()) {
    if (Date.now() > end) throw new Error(`waited ${limit} ms in vain`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("a pool of training processes", () => {
  it("gives what one process gives, in the order of the list, and tells what happens", async () => {
    const context = await address();
    const list = tasks([{}, {}, {}]);
    const told: string[] = [];
    const results = await runTasks(context, list, {
      atOnce: 2,
      events: {
        onStart: (index) => void told.push(`start ${index}`),
        onStep: (index, step) => void told.push(`step ${index} ${step}`),
        onPoint: (index, { step }) => void told.push(`point ${index} ${step}`),
        onDone: (index) => void told.push(`done ${index}`),
      },
    });
    const alone = madeContext(data, { plan: madePlan(), folder: await scratchFolder() });
    const silent = { onStep() {}, onPoint() {}, cancelled: () => false };
    for (const [index, task] of list.entries()) {
      const expected = (await runTrial(alone, task, silent))!;
      expect(lasting(results[index]!)).toEqual(lasting(expected));
      expect(told.find((one) => one.split(" ")[1] === `${index}`)).toBe(`start ${index}`);
      for (const event of [`step ${index} 6`, `point ${index} 6`, `done ${index}`])
        expect(told).toContain(event);
      expect(existsSync(resultPath(context.folder, task))).toBe(true);
    }
    expect(pids(context.path)).toHaveLength(2);
    expect(pids(context.path).some(isAlive)).toBe(false);
  });

  it("goes on when a training fails or its process ends, and says in a line why", async () => {
    const context = await address({ 1: "killed", 2: "aborts", 3: "exits", 4: "throws", 5: "noMemory" });
    const failing = { loss: "distanceCrossEntropy(cells=instances)" };
    const results = await runTasks(context, tasks([{}, {}, {}, {}, {}, failing, {}]), { atOnce: 2 });
    const reasons = results.map((result) => result!.reason ?? result!.state);
    expect(reasons).toEqual([
      "the process was ended by SIGKILL: perhaps too little memory; fewer --threads (trainings at a time) or a smaller --size need less",
      expect.stringMatching(/^the process was ended by SIGABRT/),
      "the process ended with code 7",
      "the batch is no batch",
      expect.stringMatching(/^too little memory \(.+\): fewer --threads/),
      expect.stringMatching(/needs numbered objects/),
      expect.stringMatching(/^(rising|converged|collapsed)$/),
    ]);
    expect(results.slice(0, 6).every((result) => result!.state === "failed")).toBe(true);
    // Two to begin with, and one in the place of each that ended, but perhaps of the last, when nothing is left to do.
    expect(pids(context.path).length).toBeGreaterThanOrEqual(4);
  });

  it("stops at the next step when told, and leaves checkpoints", async () => {
    const context = await address();
    const long = tasks([{ steps: 3000 }, { steps: 3000 }, { steps: 3000 }]);
    const stopping = new AbortController();
    const started = new Set<number>();
    const results = await runTasks(context, long, {
      atOnce: 2,
      signal: stopping.signal,
      events: {
        onStep(index) {
          started.add(index);
          if (started.size === 2) stopping.abort();
        },
      },
    });
    expect(results).toEqual([undefined, undefined, undefined]);
    expect(pids(context.path).some(isAlive)).toBe(false);
    expect(long.map((task) => existsSync(checkpointPath(context.folder, task)))).toEqual([true, true, false]);
  });

  it("kills a process that does not come to a step", async () => {
    const context = await address({ 1: "hangs" });
    const stopping = new AbortController();
    const events = { onStep: () => void setTimeout(() => stopping.abort(), 300) };
    const results = await runTasks(context, tasks([{}]), {
      ...{ atOnce: 1, signal: stopping.signal, events, patience: 200 },
    });
    expect(results).toEqual([undefined]);
    expect(pids(context.path).some(isAlive)).toBe(false);
  });

  it("stays for the next list, which may train on something else", async () => {
    const [first, second] = [await address(), await address()];
    const pool = trainingPool();
    pool.warm(opener, 2);
    const [one] = await pool.runTasks(first, tasks([{}, {}]), { atOnce: 2 });
    const started = pids(first.path);
    expect(started.every(isAlive)).toBe(true);
    const [again] = await pool.runTasks(second, tasks([{}, {}]), { atOnce: 2 });
    expect(lasting(again!)).toEqual(lasting(one!));
    expect(existsSync(resultPath(second.folder, tasks([{}])[0]))).toBe(true);
    expect(pids(second.path).sort()).toEqual(started.sort());
    await pool.end();
    expect(started.some(isAlive)).toBe(false);
  });

  it("starts few processes before their number is known", async () => {
    const pool = trainingPool();
    pool.warm(opener, 500);
    await until(() => below(process.pid, /serve-trials/).length > 0);
    expect(below(process.pid, /serve-trials/).length).toBeLessThanOrEqual(4);
    await pool.end();
    expect(below(process.pid, /serve-trials/)).toEqual([]);
  });

  it("says why no process can begin", async () => {
    const context = await address({ cannotOpen: "the store is gone" });
    await expect(runTasks(context, tasks([{}, {}]), { atOnce: 2 })).rejects.toThrow(
      "a training process cannot begin: the store is gone",
    );
  });
});

/** A program of its own that runs tasks and prints the states and reasons, as a command would. */
async function program(
  context: { opener: string; path: string },
  list: readonly TrialTask[],
): Promise<string> {
  const path = `${context.path}.program.mjs`;
  await writeFile(
    path,
    `import { trainingPool } from ${JSON.stringify(pathToFileURL(built).href)};
     const pool = trainingPool();
     const results = await pool.runTasks(${JSON.stringify(context)}, ${JSON.stringify(list)}, { atOnce: 2 });
     await pool.end();
     for (const result of results) console.log(result.state, result.reason ?? "");`,
  );
  return path;
}

function shell(command: string): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

describe("nothing aborts the process", () => {
  it("a full disk", async () => {
    const folder = await scratchFolder();
    const mount = `mount -t tmpfs -o size=16k tmpfs "${folder}"`;
    const own = (command: string) => shell(`unshare --map-root-user --mount bash -c '${command}'`);
    // A file system of 16 KB that only this command sees; where users may not mount one, writing is made to fail as there.
    const mayMount = own(mount).code === 0;
    const context = await address(mayMount ? {} : { fullDisk: "yes" }, folder);
    const path = await program(context, tasks([{ steps: 40 }, { steps: 40 }, { steps: 40 }]));
    const command = `exec "${process.execPath}" "${path}"`;
    const { code, stdout, stderr } = mayMount ? own(`${mount} && ${command}`) : shell(command);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(3);
    for (const line of lines)
      expect(line).toMatch(
        /^failed the disk is full: .+ENOSPC.+Make room; the same command with --resume then goes on$/,
      );
  });

  it("too little memory", async () => {
    const context = await address();
    const plan = madePlan({
      network: { kind: "unet", width: 256, depth: 3, normalization: "group", deepSupervision: false },
      regions: [],
      training: {
        size: 16,
        batch: 64,
        augment: "flips",
        foreground: 0,
        stepsPerEpoch: 4,
        threads: 1,
        atOnce: 2,
      },
    });
    await writeFile(context.path, JSON.stringify({ plan, folder: context.folder }));
    const path = await program(context, tasks([{}]));
    const { code, stdout, stderr } = shell(`ulimit -v 2000000 && exec "${process.execPath}" "${path}"`);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(1);
    for (const line of lines)
      expect(line).toMatch(/^failed .*too little memory.* fewer --threads .* need less$/);
  });
});

describe("no process outlives its parent", () => {
  it("that is killed; what was trained is kept", async () => {
    const context = await address();
    const list = tasks([{ steps: 100_000 }, { steps: 100_000 }]);
    await mkdir(dirname(context.path), { recursive: true });
    const parent: ChildProcess = spawn(process.execPath, [await program(context, list)], { stdio: "ignore" });
    onTestFinished(() => void parent.kill("SIGKILL"));
    await until(() => existsSync(`${context.path}.pids`) && pids(context.path).length === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    parent.kill("SIGKILL");
    await until(() => !pids(context.path).some(isAlive));
    const kept = readdirSync(dirname(checkpointPath(context.folder, list[0])));
    expect(kept.sort()).toEqual(["task-0.checkpoint", "task-1.checkpoint"]);
  });
});
