// Training steps: U-Nets, binary cross entropy + Dice, Adam; the same initial parameters and the same batch for everyone, in
// interleaved rounds, so that a busy machine is busy for all of them. Each contender has processes of its own.
//
//   npm run build && SEGLOSS_PYTHON=python3 npm run bench -w packages/train -- --widths 16 --sizes 128 --rounds 8
//
// Rows are widths x depths x normalizations x sizes x modes; a mode 2x1 is two trainings at once of one thread each. The first
// of --contenders is what the others are compared with: native, plain (without the blocks of the processor), wasm, beside (another
// built checkout, --beside DIR), torch (channels last), torch-compile, torch-nchw, tfjs (one thread, all that it has in Node).
// Those of PyTorch take part when the interpreter has torch.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { initialise, parametersByName, seededRandom, unet } from "@segloss/train";
import type { Contender, Setting } from "./contender.ts";
import { hasTorch, contenders as known } from "./contenders.ts";

const { values: flags } = parseArgs({
  options: {
    widths: { type: "string", default: "8,16" },
    depths: { type: "string", default: "3" },
    normalizations: { type: "string", default: "none,group" },
    sizes: { type: "string", default: "64,128" },
    batch: { type: "string", default: "8" },
    modes: { type: "string", default: "1x2,2x1" },
    contenders: { type: "string", default: "native,beside,torch,torch-compile" },
    beside: { type: "string" },
    rounds: { type: "string", default: "8" },
    /** Length of a contender's part of a round, in seconds. */
    seconds: { type: "string", default: "0.25" },
  },
});
const rounds = Number(flags.rounds);
const batch = Number(flags.batch);

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

type Row = Pick<Setting, "width" | "depth" | "normalization" | "size" | "atOnce" | "threads">;

function makeSetting(row: Row): Setting {
  const { width, depth, normalization, size } = row;
  const network = unet({ depth, width, normalization });
  const parameters = parametersByName(network.parameters, initialise(network.parameters, 1));
  return { ...row, network, batch, rate: 3e-3, parameters, ...makeBatch(size) };
}

function names(): string[] {
  const asked = flags.contenders.split(",");
  const strange = asked.find((name) => !known[name]);
  if (strange) throw new Error(`--contenders ${strange}: expected some of ${Object.keys(known).join(", ")}`);
  const without = (name: string) =>
    (name === "beside" && flags.beside === undefined) || (name.startsWith("torch") && !hasTorch());
  return asked.filter((name) => !without(name));
}

async function makeContenders(setting: Setting): Promise<Contender[]> {
  const made: Contender[] = [];
  for (const name of names()) made.push(await known[name](setting, flags.beside ?? "."));
  return made;
}

/**
 * Warms up, checks that everyone computes the same, and returns the steps of a round. The losses of two steps must agree: after
 * that Adam makes whole steps of what is rounding where derivatives are 0.
 */
async function warmUp(contenders: readonly Contender[]): Promise<number[]> {
  const expected: number[] = [];
  const steps: number[] = [];
  for (const { name, round } of contenders) {
    const { losses, milliseconds } = await round(4);
    if (expected.length === 0) expected.push(...losses);
    const error = Math.max(...losses.slice(0, 2).map((value, at) => Math.abs(value / expected[at] - 1)));
    if (!(error < 1e-4)) throw new Error(`${name} computes something else: ${losses} instead of ${expected}`);
    steps.push(Math.max(1, Math.round((Number(flags.seconds) * 1000) / Math.min(...milliseconds))));
  }
  console.log(`  first losses agree: ${expected.map((value) => value.toFixed(5)).join(" ")}`);
  return steps;
}

const quantile = (values: readonly number[], part: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};

/** What one contender did: times of a step in each round, on the clock and of processors, and the most memory. */
interface Record {
  readonly clock: number[];
  readonly processor: number[];
  peak: number | undefined;
}

/** How many times longer than the first, round by round: median and range. */
function ratios(times: readonly number[], own: readonly number[]): string {
  if (times.length < own.length) return "".padEnd(20);
  const each = times.map((time, round) => time / own[round]);
  const [middle, low, high] = [0.5, 0, 1].map((part) => quantile(each, part).toFixed(2));
  return `${middle}x [${low} .. ${high}]`.padEnd(20);
}

function report(contenders: readonly Contender[], records: readonly Record[], atOnce: number): void {
  console.log(
    "  steps/s of all trainings; time beside the first's, median [range] of the rounds: by the clock, of processors; memory",
  );
  contenders.forEach(({ name }, index) => {
    const { clock, processor, peak } = records[index];
    const rate = ((1000 * atOnce) / quantile(clock, 0.5)).toFixed(1).padStart(6);
    const both = `${ratios(clock, records[0].clock)} ${ratios(processor, records[0].processor)}`;
    console.log(`  ${name.padEnd(36)} ${rate}  ${both} ${peak === undefined ? "" : `${peak.toFixed(0)} MB`}`);
  });
}

// Threads that have just worked go on spinning for a moment; the next contender waits until they sleep.
const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

async function compare(row: Row): Promise<void> {
  const { width, depth, normalization, size, atOnce, threads } = row;
  console.log(
    `\nwidth ${width}, depth ${depth}, normalization ${normalization}, ${batch} images of ${size}x${size}, ` +
      `${atOnce} training${atOnce > 1 ? "s" : ""} of ${threads} thread${threads > 1 ? "s" : ""}, ${rounds} rounds`,
  );
  const contenders = await makeContenders(makeSetting(row));
  const steps = await warmUp(contenders);
  const records = contenders.map((): Record => ({ clock: [], processor: [], peak: undefined }));
  for (let count = 0; count < rounds; count++) {
    for (const [index, contender] of contenders.entries()) {
      const { milliseconds, processor, peak } = await contender.round(steps[index]);
      records[index].clock.push(quantile(milliseconds, 0.5));
      if (processor !== undefined) records[index].processor.push(processor);
      records[index].peak = peak;
      await pause();
    }
  }
  report(contenders, records, atOnce);
  for (const contender of contenders) await contender.dispose();
}

const numbers = (text: string) => text.split(",").map(Number);
console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0].model}`);
for (const mode of flags.modes.split(",")) {
  const [atOnce, threads] = mode.split("x").map(Number);
  for (const width of numbers(flags.widths))
    for (const depth of numbers(flags.depths))
      for (const normalization of flags.normalizations.split(",") as Row["normalization"][])
        for (const size of numbers(flags.sizes))
          await compare({ width, depth, normalization, size, atOnce, threads });
}
process.exit(0);
