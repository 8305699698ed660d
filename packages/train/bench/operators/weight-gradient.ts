// The gradient of a convolution's weight: every form that fits a shape beside PyTorch, in interleaved rounds of one run.
//
//   npm run build && SEGLOSS_PYTHON=python3 npm run bench:weight-gradient -w packages/train -- \
//     [--runtime native|wasm] [--threads 1] [--rounds 9] [--block 16] [--only "2x16->16"]
//
// Times are of the processor (all threads together), so that others on the machine count less. Shapes are those of the parts
// in which a batch of eight goes through a U-Net of width 8 or 16, with its decoder's maps put together, and of whole batches.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { graph } from "../../src/graph/graph.ts";
import type { Maps } from "../../src/graph/maps.ts";
import { convolutionWeightGradient } from "../../src/graph/operators/convolution-weight-gradient.ts";
import type { Choice } from "../../src/graph/operators/weight-gradient/choice.ts";
import { choose } from "../../src/graph/operators/weight-gradient/choose.ts";
import { forms } from "../../src/graph/operators/weight-gradient/forms.ts";
import { encodeModel } from "../../src/onnx/encode-model.ts";
import { nodeRuntime } from "../../src/runtime/node-runtime.ts";
import { emptyTensor, type Runtime, type Tensors } from "../../src/runtime/runtime.ts";
import { webRuntime } from "../../src/runtime/web-runtime.ts";
import { type Shape, torch } from "./torch.ts";

const { values: flags } = parseArgs({
  options: {
    runtime: { type: "string", default: "native" },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "9" },
    /** Channels in a block of this processor; 1: none. */
    block: { type: "string", default: "16" },
    /** Only the rows whose name begins so: "2x16->16". */
    only: { type: "string", default: "" },
  },
});
const threads = Number(flags.threads);
const block = flags.runtime === "wasm" ? 1 : Number(flags.block);
const runtime: Runtime = flags.runtime === "wasm" ? webRuntime() : nodeRuntime();

/** Images, channels of input and gradient, height and width, taps. */
const rows: readonly Shape[] = [
  ...[
    [2, 1, 16, 128],
    [2, 3, 16, 128],
    [2, 16, 16, 128],
    [2, 32, 16, 128],
    [2, 16, 32, 64],
    [2, 32, 32, 64],
    [2, 64, 32, 64],
    [2, 32, 64, 32],
    [2, 64, 64, 32],
    [8, 16, 16, 64],
    [8, 16, 16, 128],
    [8, 32, 32, 64],
    [8, 64, 64, 32],
    [2, 16, 16, 256],
    [2, 1, 8, 128],
    [2, 8, 8, 128],
    [2, 16, 8, 128],
    [8, 8, 8, 64],
  ].map(([n, c, k, size]) => ({ n, c, k, size, taps: 3 })),
  ...[
    [2, 16, 1, 128],
    [2, 8, 1, 128],
    [2, 16, 4, 128],
  ].map(([n, c, k, size]) => ({ n, c, k, size, taps: 1 })),
];

interface Contender {
  readonly name: string;
  /** Milliseconds of each run. */
  run(runs: number): Promise<readonly number[]>;
  release(): Promise<void>;
}

/** In blocks where the channels fill whole ones, or halves: two pixels beside one another then are one. */
function mapsOf(blocked: boolean, value: Maps["value"]): Maps {
  const fitting = [block, 8].find((size) => size <= block && value.shape[1] % size === 0) ?? 1;
  return { value, block: blocked ? fitting : 1 };
}

/** The correlation's graph with maps in blocks where they fill some, or in the plain order; undefined where the form does not fit. */
function model(shape: Shape, blocked: boolean, choice: Choice | undefined) {
  const { n, c, k, size, taps } = shape;
  const g = graph();
  const input = mapsOf(blocked, g.input("x", [n, c, size, size]));
  const gradient = mapsOf(blocked, g.input("gradient", [n, k, size, size]));
  if (blocked && input.block * gradient.block === 1) return undefined;
  const [image, filter] = choice?.filter === "input" ? [gradient, input] : [input, gradient];
  const lanes = block;
  const correlation = { image, filter, taps, padding: (taps - 1) / 2, stride: 1, lanes };
  if (choice?.form.needs(correlation) !== undefined) return undefined;
  g.output("dw", convolutionWeightGradient(g, { input, gradient, taps, stride: 1, lanes }, choice));
  const chosen = choose({ ...correlation, image: input, filter: gradient });
  return { g, chosen };
}

async function contender(shape: Shape, blocked: boolean, choice: Choice): Promise<Contender | undefined> {
  const made = model(shape, blocked, choice);
  if (made === undefined) return undefined;
  const { g, chosen } = made;
  const session = await runtime.session(encodeModel(g), { threads });
  const inputs: Tensors = Object.fromEntries(
    g.inputs.map(({ name, shape: extents }) => {
      const tensor = emptyTensor("float32", extents);
      (tensor.data as Float32Array).forEach((_, at, data) => {
        data[at] = Math.random();
      });
      return [name, tensor];
    }),
  );
  const outputs: Tensors = { dw: emptyTensor("float32", g.outputs[0].value.shape) };
  const rule = chosen.form === choice.form && chosen.filter === choice.filter;
  return {
    name: `${choice.form.name} of the ${choice.filter}${rule ? " *" : ""}`,
    async run(runs) {
      const times: number[] = [];
      for (let count = 0; count < runs; count++) {
        const start = process.cpuUsage();
        await session.run(inputs, outputs);
        const { user, system } = process.cpuUsage(start);
        times.push((user + system) / 1000);
      }
      return times;
    },
    release: () => session.release(),
  };
}

async function contenders(shape: Shape): Promise<Contender[]> {
  const made: Contender[] = [];
  for (const form of forms)
    for (const filter of ["gradient", "input"] as const) {
      const found = await contender(shape, form.name === "blockFilter", { form, filter });
      if (found) made.push(found);
    }
  return made;
}

const quantile = (sorted: readonly number[], part: number) => sorted[Math.floor((sorted.length - 1) * part)];

function report(names: readonly string[], times: readonly (readonly number[])[], yardstick: string): void {
  const sorted = times.map((list) => [...list].sort((a, b) => a - b));
  const median = (at: number) => quantile(sorted[at], 0.5);
  const own = median(Math.max(0, names.indexOf(yardstick)));
  names.forEach((name, at) => {
    const range = [0, 0.9].map((part) => quantile(sorted[at], part).toFixed(2)).join(" .. ");
    console.log(
      `   ${name.padEnd(30)} ${median(at).toFixed(3).padStart(8)} ms [${range}]  ${(median(at) / own).toFixed(2)}x`,
    );
  });
}

const peer = await torch(threads);
console.log(
  `Node ${process.version}, ${cpus()[0].model}, ${runtime.name}, ${threads} threads, ${peer?.name ?? "no PyTorch"}`,
);
console.log("median [fastest .. slowest tenth]; * is what the rule chooses; ratio to PyTorch channels_last");
for (const shape of rows) {
  const { n, c, k, size, taps } = shape;
  const name = `${n}x${c}->${k} ${size}x${size}, ${taps}x${taps}`;
  if (!name.startsWith(flags.only)) continue;
  const made = await contenders(shape);
  const all = [...made, ...(peer ? peer.contenders(shape) : [])];
  const runs = Math.max(1, Math.min(20, Math.round(4e6 / (n * size * size * Math.max(c, k)))));
  const times = all.map((): number[] => []);
  for (const entry of all) await entry.run(2);
  for (let round = 0; round < Number(flags.rounds); round++)
    for (const [at, entry] of all.entries()) times[at].push(...(await entry.run(runs)));
  console.log(name);
  report(
    all.map((entry) => entry.name),
    times,
    "PyTorch channels_last",
  );
  for (const entry of made) await entry.release();
}
process.exit(0);
