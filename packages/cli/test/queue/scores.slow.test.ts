import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { random } from "../../src/data/index.ts";
import { grayPng } from "../data/scratch-folder.ts";
import { type TestRedis, testRedis } from "./redis-server.ts";
import { endAll, kill, type Started, start } from "./started.ts";

// Scores over a queue are those of one machine, byte for byte, whatever becomes of workers and sender.

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const PAIRS = 540;
let redis: TestRedis;
let home: string;
let store: string;
let started: Started[] = [];

beforeAll(async () => {
  const built = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`npm run build: ${built.stderr}`);
  home = await mkdtemp(join(tmpdir(), "segloss-queue-"));
  store = await mkdtemp(join(home, "store-"));
  redis = await testRedis();
  for (const side of ["p", "t"]) spawnSync("mkdir", [join(home, side)]);
  for (let k = 0; k < PAIRS; k++)
    for (const [n, side] of ["p", "t"].entries()) await writeFile(join(home, side, `i${k}.png`), mask(k, n));
  // One that cannot be read, and a truth without a prediction.
  await writeFile(join(home, "p", "i3.png"), "no picture");
  await rm(join(home, "p", "i4.png"));
}, 120_000);

afterAll(async () => {
  await redis?.stop();
  await rm(home, { recursive: true, force: true });
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") for (const one of started) console.log(one.text());
  await endAll(started);
  started = [];
});

/** Some squares; in a seventh of the masks a pixel is 255, which the set takes for "left out" and the pair may take for a class. */
function mask(k: number, side: number): Uint8Array {
  const source = random(k, side);
  const rows = Array.from({ length: 24 }, () => new Array<number>(24).fill(0));
  for (let label = 1; label <= 3; label++) {
    const [x, y, size] = [source.integer(18), source.integer(18), 2 + source.integer(4)];
    for (let i = 0; i < size; i++) rows[y + i].fill(label, x, x + size);
  }
  if (k % 7 === 0) for (const row of rows) for (const x of row.keys()) row[x] = row[x] > 0 ? 255 : 0;
  return grayPng(rows);
}

const args = () => ["score", join(home, "p"), join(home, "t"), "--metrics", "dice,nsd", "--json"];
const env = () => ({ SEGLOSS_QUEUE: redis.url, SEGLOSS_STORE: store });

async function scored(one: Started): Promise<{ out: string; notes: string[] }> {
  started.push(one);
  // Files could not be read.
  expect(await one.ended).toBe(1);
  const lines = one
    .text()
    .replace(one.out(), "")
    .split("\n")
    .filter((line) => /^note|png/.test(line));
  return { out: one.out(), notes: lines };
}

it("by workers, one of which is killed, and with a sender that goes and comes back, are those of one machine", async () => {
  const alone = await scored(start(args()));
  expect(JSON.parse(alone.out).images).toBe(PAIRS - 2);
  const workers = ["one", "two"].map((name) =>
    start(["worker", "--name", name, "--cache", join(home, name)], env()),
  );
  started.push(...workers);
  const sender = start([...args(), "--queue"], env());
  started.push(sender);
  await workers[0].said(/pairs \d+ to \d+: begins/);
  kill(workers[0].child.pid!, "SIGKILL");
  sender.child.kill("SIGINT");
  expect(await sender.ended).toBe(130);
  const [run] = await readdir(join(store, "runs"));
  expect(sender.text()).toContain(`the same command with --attach ${run} comes back to it`);
  const back = await scored(start([...args(), "--queue", "--attach", run], env()));
  expect(back.out).toBe(alone.out);
  expect(back.notes).toEqual(alone.notes);
  expect(await readdir(join(store, "runs"))).toEqual([]);
}, 120_000);

it("of annotations are made here, which is said; a run of other options is refused", async () => {
  await writeFile(join(home, "a.json"), await readFile(join(root, "packages/cli/package.json")));
  const one = start(["score", join(home, "p"), join(home, "a.json"), "--queue"], env());
  started.push(one);
  expect(await one.ended).toBe(1);
  const strange = start([...args(), "--queue", "--attach", "aaaaaaaaaa"], env());
  started.push(strange);
  expect(await strange.ended).toBe(1);
  expect(strange.text()).toMatch(/the store \S+ has no such run/);
}, 60_000);
