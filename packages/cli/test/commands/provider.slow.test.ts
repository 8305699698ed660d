import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { useSoftwareAdapter } from "../../../train/test/gpu/software-adapter.ts";
import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import { decodeNpy } from "../../src/data/index.ts";
import { dataFolder } from "../compare/data-folder.ts";
import { resultsIn } from "../compare/results-in.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

useSoftwareAdapter();

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const main = join(root, "packages/cli/bin/segloss.js");
let data: string;

beforeAll(() => {
  const { status, stderr } = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm run build: ${stderr}`);
}, 120_000);

beforeEach(async () => {
  data = await dataFolder(12);
});

function segloss(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const options = { encoding: "utf8", env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
  return { code: status, stdout, stderr };
}

const small = [
  ...["--losses", "dice", "--batch", "2", "--width", "4", "--depth", "2"],
  ...["--steps", "6", "--learning-rate", "0.01", "--force"],
];

async function compared(output: string, ...args: string[]): Promise<ComparisonResults> {
  const { code, stderr } = segloss(["compare", data, "-o", output, ...small, ...args]);
  expect(code, stderr).toBe(0);
  return resultsIn(output);
}

it("compare trains on WebGPU to the CPU's numbers, and says on what; predict gives the CPU's probabilities", async () => {
  const [cpu, gpu] = [await scratchFolder(), await scratchFolder()];
  const [there, here] = [await compared(cpu, "--threads", "1"), await compared(gpu, "--provider", "webgpu")];
  expect(here.plan.training).toMatchObject({ provider: "webgpu", atOnce: 1 });
  const [[expected], [came]] = [there.losses, here.losses];
  expect(came.trials).toHaveLength(3);
  for (const trial of came.trials) {
    const same = expected.trials.find(({ id }) => id === trial.id)!;
    expect([same.provider, trial.provider]).toEqual(["cpu", "webgpu"]);
    expect(trial.state).toBe(same.state);
    for (const [k, { loss }] of trial.curve.entries())
      expect(Math.abs(loss / same.curve[k].loss - 1)).toBeLessThan(1e-4);
  }
  expect(await readFile(join(gpu, "report.html"), "utf8")).toContain("ONNX Runtime, provider webgpu");
  const other = segloss(["compare", data, "-o", gpu, "--resume", "--provider", "cpu"]);
  expect(other.stderr).toMatch(/--provider cpu: the plan has webgpu; leave the option out/);

  const [model, image] = [join(gpu, came.trials[0].model!), join(data, "images")];
  const probabilities = async (...args: string[]) => {
    const output = await scratchFolder();
    const { code, stderr } = segloss([
      "predict",
      model,
      image,
      "-o",
      output,
      "--as",
      "probabilities",
      ...args,
    ]);
    expect(code, stderr).toBe(0);
    const name = here.data.images[0].name;
    return decodeNpy(new Uint8Array(await readFile(join(output, `${name}.npy`)))).data as Float32Array;
  };
  const [onCpu, onGpu] = [await probabilities(), await probabilities("--provider", "webgpu")];
  expect(Math.max(...onCpu.map((p, at) => Math.abs(p - onGpu[at])))).toBeLessThan(1e-5);
});

it("a machine without an adapter is told so before anything is read", async () => {
  const none = { VK_DRIVER_FILES: "/nowhere.json", VK_ICD_FILENAMES: "/nowhere.json" };
  const folder = await scratchFolder();
  for (const args of [
    ["compare", data, "-o", folder],
    ["predict", "model.onnx", data, "-o", folder],
  ]) {
    const { code, stderr } = segloss([...args, "--provider", "webgpu"], none);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /--provider webgpu: The provider "webgpu" cannot be used: expected a GPU that WebGPU can use, and there is none .* or leave the provider out/,
    );
  }
});

it("a provider that the build of ONNX Runtime lacks is named", async () => {
  const { code, stderr } = segloss(["compare", data, "-o", await scratchFolder(), "--provider", "coreml"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /The provider "coreml" cannot be used: expected a build of ONNX Runtime that has it/,
  );
});
