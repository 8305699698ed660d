import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { dataFiles } from "../compare/data-folder.ts";
import { comparisonNumbers } from "./comparison-numbers.ts";
import { type TestRedis, testRedis } from "./redis-server.ts";
import { endAll, type Started, start, until } from "./started.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/**
 * A small comparison that was carried out on one machine, a Redis, and for each test an empty store: what a test does to workers, Redis and store must not change
 * the numbers. All that a test starts is ended after it.
 */
export function plannedComparison() {
  const state = { data: "", home: "", store: "", plan: "", redis: undefined as TestRedis | undefined };
  let undisturbed: Awaited<ReturnType<typeof comparisonNumbers>>;
  let started: Started[] = [];

  beforeAll(async () => {
    const built = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`npm run build: ${built.stderr}`);
    const home = await mkdtemp(join(tmpdir(), "segloss-queue-"));
    const data = join(home, "data");
    for (const [name, bytes] of Object.entries(dataFiles(12))) {
      await mkdir(dirname(join(data, name)), { recursive: true });
      await writeFile(join(data, name), bytes);
    }
    const alone = join(home, "alone");
    Object.assign(state, { home, data, plan: join(alone, "plan.json"), redis: await testRedis() });
    const small = ["--batch", "2", "--width", "4", "--depth", "2", "--learning-rate", "0.01", "--force"];
    const one = start(["compare", data, "-o", alone, "--losses", "dice", "--steps", "1400", ...small]);
    if ((await one.ended) !== 0) throw new Error(one.text());
    undisturbed = await comparisonNumbers(alone);
  }, 120_000);

  afterAll(async () => {
    await state.redis?.stop();
    await rm(state.home, { recursive: true, force: true });
  });

  beforeEach(async () => {
    state.store = await mkdtemp(join(state.home, "store-"));
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") for (const one of started) console.log(one.text());
    await endAll(started);
    started = [];
  });

  const env = () => ({ SEGLOSS_QUEUE: state.redis!.url, SEGLOSS_STORE: state.store });
  const begun = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const one = start(args, { ...env(), ...more });
    started.push(one);
    return one;
  };
  return {
    state,
    redis: () => state.redis!,
    /** Any command. */
    begun,
    /** A worker with a cache of its own. */
    worker: (name: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) =>
      begun(["worker", "--name", name, "--cache", join(state.home, `cache-${name}`), ...args], more),
    compare: (output: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
      begun(["compare", ...args, "--queue", "-o", output], more),
    /** Arguments that ask for the plan. */
    planned: () => [state.data, "--plan", state.plan],
    track: (one: Started) => void started.push(one),
    /** Ends well, with the numbers of an undisturbed one, and leaves nothing in the store. */
    async expectSame(one: Started, output: string): Promise<void> {
      expect(await one.ended, one.text()).toBe(0);
      expect(await comparisonNumbers(output)).toEqual(undisturbed);
      expect(await readdir(join(state.store, "runs")).catch(() => [])).toEqual([]);
    },
    /** Resolves when a training of a machine has left a checkpoint in the store. */
    checkpointOf: (machine: string) =>
      until(async () => {
        const runs = join(state.store, "runs");
        const names = await readdir(runs, { recursive: true }).catch((): string[] => []);
        const records = names.filter((name) => /checkpoint\.\d+$/.test(name));
        const texts = await Promise.all(
          records.map((name) => readFile(join(runs, name), "utf8").catch(() => "")),
        );
        return texts.find((text) => text.includes(`"name":"${machine}"`));
      }, `a checkpoint of ${machine} in the store`),
  };
}
