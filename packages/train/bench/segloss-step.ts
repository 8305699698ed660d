// This package's step, or that of another build, driven line by line as torch_step.py is:
//
//   node segloss-step.js BUILD (native|plain|wasm) FOLDER
//
// BUILD is the URL of the package's dist/index.js. "plain" leaves the blocks of the processor aside.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type * as train from "@segloss/train";
import { type Setting, timed } from "./contender.ts";
import { handWrittenLoss } from "./hand-written-loss.ts";

const [build, kind, folder] = process.argv.slice(2);
const { adam, nodeRuntime, parametersByName, trainer, unet, webRuntime }: typeof train = await import(build);

const floats = (name: string) => new Float32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
const setting: Omit<Setting, "network"> = JSON.parse(readFileSync(join(folder, "setting.json"), "utf8"));
const { depth, width, normalization, size, batch, threads, rate } = setting;
const network = unet({ depth, width, normalization });
const runtime = kind === "wasm" ? webRuntime() : nodeRuntime();
const made = await trainer({
  ...{ runtime, network, threads, loss: handWrittenLoss, optimizer: adam({ rate }) },
  parameters: parametersByName(network.parameters, floats("parameters.f32")),
  batchShape: [batch, size, size],
  ...(kind === "plain" && { block: 1 }),
});
const batchOfAll = { images: floats("images.f32"), targets: Uint8Array.from(floats("targets.f32")) };

const say = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);
say({ name: `segloss ${kind === "plain" ? "native, plain order" : kind}` });
for await (const line of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage();
  const round = await timed(async () => (await made.step(batchOfAll)).loss, Number(line));
  const { user, system } = process.cpuUsage(before);
  const processor = (user + system) / 1000 / Number(line);
  say({ ...round, processor, peak: process.resourceUsage().maxRSS / 1024 });
}
// The WebAssembly runtime keeps threads that would hold the process open.
process.exit(0);
