// Training steps per second: U-Net 8/16/32, batch 8, binary cross entropy + Dice, Adam; the same initial parameters and
// the same batch for everyone, in interleaved rounds, so that a busy machine is busy for all of them.
//
//   npm run build && SEGLOSS_PYTHON=python3 npm run bench -w packages/train -- [--sizes 64,128] [--threads 2] [--rounds 12]
//
// PyTorch takes part when its interpreter has torch. TensorFlow.js runs on one thread, all that its backend allows in Node.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { initialise, parametersByName, seededRandom, unet } from "@segloss/train";
import type { Contender, Setting } from "./contender.ts";
import { seglossContender } from "./segloss-contender.ts";
import { tfjsContender } from "./tfjs-contender.ts";
import { hasTorch, torchContender } from "./torch-contender.ts";

const { values: flags } = parseArgs({
  options: {
    sizes: { type: "string", default: "64,128" },
    threads: { type: "string", default: "2" },
    rounds: { type: "string", default: "12" },
    /** Length of a contender's part of a round, in seconds. */
    seconds: { type: "string", default: "0.25" },
  },
});
const rounds = Number(flags.rounds);
const [depth, width, batch] = [3, 8, 8];

/** A disc in noise in every image. */
function makeBatch(size: number): Pick<Setting, "images" | "targets"> {
  const random = seededRandom(1);
  const images = new Float32Array(batch * size * size);
  const targets = new Uint8Array(images.length);
  for (let image = 0; image < batch; image++) {
    const [x, y, radius] = [random() * size, random() * size, (0.15 + 0.2 * random()) * size];
    for (let at = 0; at < size * size; at++) {
      const inside = Math.hypot((at % size) - x, Math.floor(at / size) - y) < radius;
      targets[image * size * size + at] = inside ? 1 : 0;
      images[image * size * size + at] = (inside ? 0.7 : 0.3) + 0.4 * (random() - 0.5);
    }
  }
  return { images, targets };
}

function makeSetting(size: number): Setting {
  const network = unet({ depth, width });
  const parameters = parametersByName(network.parameters, initialise(network.parameters, 1));
  const threads = Number(flags.threads);
  return { network, depth, width, size, batch, threads, rate: 3e-3, parameters, ...makeBatch(size) };
}

async function makeContenders(setting: Setting): Promise<Contender[]> {
  const torch = hasTorch() ? (["nchw", "channels_last"] as const) : [];
  const contenders = [await seglossContender(setting, "native"), await seglossContender(setting, "wasm")];
  for (const layout of torch) contenders.push(await torchContender(setting, layout));
  return [...contenders, await tfjsContender(setting)];
}

/** Warms up, checks that everyone computes the same (the first losses agree), and returns the steps of a round. */
async function warmUp(contenders: readonly Contender[]): Promise<number[]> {
  const expected: number[] = [];
  const steps: number[] = [];
  for (const { name, round } of contenders) {
    const { losses, milliseconds } = await round(4);
    if (expected.length === 0) expected.push(...losses);
    const error = Math.max(...losses.map((value, at) => Math.abs(value / expected[at] - 1)));
    if (!(error < 1e-3)) throw new Error(`${name} computes something else: ${losses} instead of ${expected}`);
    steps.push(Math.max(1, Math.round((Number(flags.seconds) * 1000) / Math.min(...milliseconds))));
  }
  console.log(`  first losses agree: ${expected.map((value) => value.toFixed(5)).join(" ")}`);
  return steps;
}

const quantile = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

function report(contenders: readonly Contender[], times: readonly (readonly number[])[]): void {
  const sorted = times.map((list) => [...list].sort((a, b) => a - b));
  const own = quantile(sorted[0], 0.5);
  console.log(
    "  steps/s: median [slowest tenth .. fastest tenth], and how many times faster the first one is",
  );
  contenders.forEach(({ name }, index) => {
    const [median, low, high] = [0.5, 0.9, 0.1].map((part) =>
      (1000 / quantile(sorted[index], part)).toFixed(1),
    );
    const ratio = (quantile(sorted[index], 0.5) / own).toFixed(2);
    console.log(`  ${name.padEnd(36)} ${median.padStart(6)} [${low} .. ${high}]  ${ratio}x`);
  });
}

// Threads that have just worked go on spinning for a moment; the next contender waits until they sleep.
const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

async function compare(size: number): Promise<void> {
  const contenders = await makeContenders(makeSetting(size));
  console.log(`\n${size}x${size}, ${flags.threads} threads, ${rounds} rounds`);
  const steps = await warmUp(contenders);
  const times = contenders.map((): number[] => []);
  for (let count = 0; count < rounds; count++) {
    for (const [index, contender] of contenders.entries()) {
      times[index].push(...(await contender.round(steps[index])).milliseconds);
      await pause();
    }
  }
  report(contenders, times);
  for (const contender of contenders) await contender.dispose();
}

console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0].model}`);
for (const size of flags.sizes.split(",").map(Number)) await compare(size);
// The WebAssembly runtimes keep threads that would hold the process open.
process.exit(0);
