import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { random } from "../../src/data/index.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
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

/** COCO's files and results (polygons, run lengths, a crowd, segments that overlap), LabelMe's and YOLO's, one of them damaged. */
async function annotated(): Promise<Record<string, string>> {
  const box = (x: number, y: number, size: number) => [x, y, x + size, y, x + size, y + size, x, y + size];
  const images = Array.from({ length: 40 }, (_, k) => ({
    id: k,
    file_name: `set/i${k}.png`,
    width: 24,
    height: 24,
  }));
  const objects = (side: number) =>
    images.flatMap(({ id }) => {
      const source = random(id, 7 + side);
      return [1, 2, 3].map((category) => {
        const [x, y, size] = [source.integer(12), source.integer(12), 4 + source.integer(8)];
        const isCrowd = category === 3 && id % 5 === 0;
        const rle = { size: [24, 24], counts: [24 * x + y, size, 576 - 24 * x - y - size] };
        const segmentation = isCrowd || category === 2 ? rle : [box(x + 0.25, y - 0.5, size)];
        const own = { image_id: id, category_id: category, segmentation, area: size * size };
        return side === 0
          ? { ...own, score: 0.9 }
          : { ...own, id: 10 * id + category, iscrowd: Number(isCrowd) };
      });
    });
  const categories = ["cell", "vessel", "gland"].map((name, k) => ({ id: k + 1, name }));
  const json: Record<string, unknown> = {
    "coco.json": { images, annotations: objects(1), categories },
    "results.json": objects(0),
  };
  for (const { id } of images) {
    const shapes = [
      {
        label: "cell",
        points: [
          [2, 2],
          [9, id % 20],
          [2, 9],
        ],
        shape_type: "polygon",
      },
    ];
    json[`labelme/i${id}.json`] = {
      version: "5",
      imagePath: `i${id}.png`,
      imageWidth: 24,
      imageHeight: 24,
      shapes,
    };
  }
  const texts = Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  for (const { id } of images) texts[`yolo/i${id}.txt`] = `0 0.1 0.1 0.8 0.${1 + (id % 8)} 0.4 0.9\n`;
  return { ...texts, "yolo/i8.txt": "0 a b", "yolo/data.yaml": "names: [cell]" };
}

it.each([
  ["COCO's results against its truth", "results.json", "coco.json", []],
  ["masks against COCO's truth, as objects", "p", "coco.json", ["--labels", "instances", "--metrics", "pq"]],
  ["YOLO's files, one of them damaged, of the size of the masks that they meet", "yolo", "t", []],
  ["YOLO's files against LabelMe's", "yolo", "labelme", ["--polygons", "centre"]],
])(
  "of annotations are those of one machine: %s",
  async (_, predicted, truth, more) => {
    const folder = await scratchFolder(await annotated());
    const side = (name: string) => (name.length === 1 ? join(home, name) : join(folder, name));
    const asked = ["score", side(predicted), side(truth), "--metrics", "dice", "--json", ...more];
    const alone = start(asked);
    started.push(alone, start(["worker", "--name", "one", "--cache", join(home, "one")], env()));
    const over = start([...asked, "--queue"], env());
    started.push(over);
    const [code, own] = [await over.ended, await alone.ended];
    const lines = (one: Started) =>
      one
        .text()
        .replace(one.out(), "")
        .split("\n")
        .filter((line) => !/^run |slots? at work|no worker|append-only/.test(line));
    expect(lines(over)).toEqual(lines(alone));
    expect(code).toBe(own);
    expect(over.out()).toBe(alone.out());
    expect(JSON.parse(alone.out()).images).toBeGreaterThan(5);
  },
  60_000,
);

it("of a run that nobody knows are refused", async () => {
  const strange = start([...args(), "--queue", "--attach", "aaaaaaaaaa"], env());
  started.push(strange);
  expect(await strange.ended).toBe(1);
  expect(strange.text()).toMatch(/the store \S+ has no such run/);
}, 60_000);
