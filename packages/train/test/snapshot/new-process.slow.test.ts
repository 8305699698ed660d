import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, expect, it, onTestFinished } from "vitest";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const built = pathToFileURL(join(root, "packages/train/dist/index.js")).href;

beforeAll(() => {
  spawnSync("npx", ["tsc", "-b", "packages/train"], { cwd: root });
});

/** Trains from step `from` to `to` with noise that follows from the step, and prints losses and the last state in full. */
const PROGRAM = `
  import { readFileSync, writeFileSync } from "node:fs";
  import { adam, cosine, decodeSnapshot, encodeSnapshot, graphLoss, nodeRuntime, seededRandom, trainer, unet, warmUp } from "${built}";
  import { dice } from "segloss";
  const [from, to, read, written] = process.argv.slice(1);
  const made = await trainer({
    runtime: nodeRuntime(),
    network: unet({ depth: 3, width: 8, normalization: "group" }),
    loss: graphLoss(dice(), { classes: 1 }),
    batchShape: [2, 32, 32],
    optimizer: adam({ rate: warmUp(1, cosine({ rate: 3e-3, steps: 20 })) }),
    ...(read && { snapshot: decodeSnapshot(new Uint8Array(readFileSync(read))).snapshot }),
  });
  const losses = [];
  for (let step = Number(from); step < Number(to); step++) {
    const random = seededRandom(step);
    const images = Float32Array.from({ length: 2048 }, random);
    const targets = Uint8Array.from(images, (value, at) => Number(value > 0.5 || at % 32 < 9));
    losses.push((await made.step({ images, targets })).loss);
  }
  writeFileSync(written, encodeSnapshot(await made.snapshot()));
  process.stdout.write(JSON.stringify({ losses, state: readFileSync(written, "base64") }));
`;

function run(from: number, to: number, read: string, written: string): { losses: number[]; state: string } {
  const args = ["--input-type=module", "-e", PROGRAM, String(from), String(to), read, written];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

it("20 steps are 10 steps, a snapshot, and 10 steps in a new process, to the last bit", async () => {
  const folder = await mkdtemp(join(tmpdir(), "segloss-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [half, end] = [join(folder, "half"), join(folder, "end")];
  const whole = run(0, 20, "", end);
  const first = run(0, 10, "", half);
  const second = run(10, 20, half, end);
  expect([...first.losses, ...second.losses]).toEqual(whole.losses);
  expect(second.state).toBe(whole.state);
  expect(new Set(whole.losses).size).toBe(20);
});
