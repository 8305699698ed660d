// PyTorch in a child process. The interpreter is $SEGLOSS_PYTHON, or python3; without torch in it there is no contender.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Contender, Setting } from "./contender.ts";

const python = process.env.SEGLOSS_PYTHON ?? "python3";

/** Whether the interpreter has torch. */
export function hasTorch(): boolean {
  return spawnSync(python, ["-c", "import torch, numpy"], { stdio: "ignore" }).status === 0;
}

const bytes = (values: ArrayLike<number>) => new Uint8Array(Float32Array.from(values).buffer);

/** Starts the interpreter; it lives until `dispose`. */
export async function torchContender(setting: Setting, layout: "nchw" | "channels_last"): Promise<Contender> {
  const { network, depth, width, size, batch, threads, rate, parameters, images, targets } = setting;
  const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
  const flat = network.parameters.flatMap(({ name }) => [...parameters[name]]);
  writeFileSync(join(folder, "parameters.f32"), bytes(flat));
  writeFileSync(join(folder, "images.f32"), bytes(images));
  writeFileSync(join(folder, "targets.f32"), bytes(targets));
  const script = fileURLToPath(new URL("../../bench/torch_step.py", import.meta.url));
  const options = [folder, size, batch, threads, depth, width, rate, layout].map(String);
  const child = spawn(python, [script, ...options], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value ?? "null");
  const { version } = await answer();
  return {
    name: `PyTorch ${version} ${layout}`,
    async round(steps) {
      child.stdin.write(`${steps}\n`);
      return answer();
    },
    async dispose() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
