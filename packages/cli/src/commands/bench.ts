import { availableParallelism } from "node:os";
import { Option, type Command as Parser } from "commander";
import { reference, type WasmEngine, wasm } from "segloss";
import { type BenchCase, CASES } from "../bench/bench-case.ts";
import { benchData } from "../bench/bench-data.ts";
import { agree, type BenchRow, benchTable } from "../bench/bench-table.ts";
import type { Contender } from "../bench/contender.ts";
import { type BenchHost, benchHost, describeHost, relaxedNote, runningScript } from "../bench/host.ts";
import { interleave } from "../bench/interleave.ts";
import { seglossContender } from "../bench/segloss-contender.ts";
import { describeSmallCalls, type SmallCalls, smallCalls } from "../bench/small-calls.ts";
import { openTfjs, type Tfjs } from "../bench/tfjs-contender.ts";
import { dataError } from "../data/index.ts";
import { aCount, aPositiveNumber } from "../options/option-values.ts";
import { installHere } from "../terminal/install-here.ts";
import type { Io } from "../terminal/io.ts";
import { showStatus } from "../terminal/progress.ts";
import type { Command } from "./command.ts";

interface BenchOptions {
  readonly only?: string;
  readonly seconds: number;
  readonly threads: number;
  readonly engine: "wasm" | "webgpu";
  readonly json?: boolean;
}

/** What `segloss bench --json` prints. Times are milliseconds. */
export interface BenchResult {
  readonly host: BenchHost & { readonly threads: number; readonly relaxedSimd: boolean };
  /** Version of TensorFlow.js; null where it is not installed. */
  readonly tfjs: string | null;
  readonly rows: readonly BenchRow[];
  readonly smallCalls: SmallCalls;
}

interface Contest {
  readonly many: WasmEngine;
  readonly one: WasmEngine;
  readonly tfjs: Tfjs | null;
}

/** More threads than these do not help: the work waits for memory. */
const MOST_THREADS = 8;

/** `segloss bench`: how fast the losses are on this computer. */
export const bench: Command = {
  name: "bench",
  examples: [
    "segloss bench",
    'segloss bench --only "21 classes" --seconds 15',
    "segloss bench --engine webgpu",
    "segloss bench --json > speed.json",
  ],
  define(parser: Parser, io: Io) {
    parser
      .option("--only <text>", "only cases whose name holds this text, such as dice")
      .option("--seconds <n>", "about how long it may take", aPositiveNumber, 45)
      .option(
        "--threads <n>",
        "threads of the wasm engine",
        aCount(1),
        Math.min(availableParallelism(), MOST_THREADS),
      )
      .addOption(
        new Option("--engine <name>", "wasm beside its peers, or webgpu beside what its adapter copies")
          .choices(["wasm", "webgpu"])
          .default("wasm"),
      )
      .option("--json", "one JSON object on stdout, with the fastest and slowest tenth of the runs")
      .action((options: BenchOptions) => run(options, io));
  },
};

async function run(options: BenchOptions, io: Io): Promise<void> {
  const cases = chosen(options.only);
  if (options.engine === "webgpu") return runGpu(cases, options, io);
  const host = benchHost();
  const contest: Contest = {
    many: await wasm({ threads: options.threads }),
    one: await wasm(),
    tfjs: await openTfjs(),
  };
  const rows = await measureAll(cases, contest, options.seconds, io);
  const small = await smallCalls(contest.one);
  const result: BenchResult = {
    host: { ...host, threads: contest.many.threads, relaxedSimd: contest.many.relaxed },
    tfjs: contest.tfjs?.version ?? null,
    rows,
    smallCalls: small,
  };
  contest.many.dispose();
  contest.one.dispose();
  io.out(options.json ? `${JSON.stringify(result)}\n` : describe(result));
}

async function runGpu(cases: readonly BenchCase[], { seconds, json }: BenchOptions, io: Io): Promise<void> {
  const [{ openGpu }, { benchGpu }, { gpuTable }] = await Promise.all([
    import("../options/open-gpu.ts"),
    import("../bench/gpu/bench-gpu.ts"),
    import("../bench/gpu/gpu-table.ts"),
  ]);
  const status = showStatus(io);
  const gpu = await openGpu();
  const result = await benchGpu(cases, gpu, seconds, (text) => status.say(text));
  status.done();
  io.out(json ? `${JSON.stringify(result)}\n` : gpuTable(result));
}

function chosen(only = ""): readonly BenchCase[] {
  const cases = CASES.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  if (cases.length > 0) return cases;
  throw dataError(
    `--only ${only} fits no case; there are ${CASES.map(({ name }) => `"${name}"`).join(", ")}`,
  );
}

async function measureAll(
  cases: readonly BenchCase[],
  contest: Contest,
  seconds: number,
  io: Io,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const status = showStatus(io);
  const end = performance.now() + 1000 * seconds;
  for (const [i, from] of cases.entries()) {
    status.say(`${i + 1} of ${cases.length}: ${from.name}`);
    // What earlier cases have left over is shared by the later ones.
    const deadline = performance.now() + (end - performance.now()) / (cases.length - i);
    rows.push(await measure(from, contest, deadline));
  }
  status.done();
  return rows;
}

/** Large enough that all threads have work, small enough for the reference engine. */
function sizeOf({ channels }: BenchCase): { batch: number; size: number } {
  return { batch: channels === 1 ? 4 : 1, size: 256 };
}

async function measure(from: BenchCase, { many, one, tfjs }: Contest, deadline: number): Promise<BenchRow> {
  const data = benchData(from, sizeOf(from));
  const contenders: Contender[] = [seglossContender(many, `wasm, ${threads(many.threads)}`, from, data)];
  if (many.threads > 1) contenders.push(seglossContender(one, "wasm, 1 thread", from, data));
  if (tfjs && from.tfjs) contenders.push(tfjs.contender(from, data));
  contenders.push(seglossContender(reference(), "reference", from, data));
  const turns = { rounds: 20, visitMs: 40, fewestRuns: 1, mostRuns: 400, pauseMs: 2 };
  const measured = await interleave(contenders, { ...turns, deadline });
  for (const contender of contenders) contender.dispose();
  return { name: from.name, loss: from.loss, shape: data.shape, contenders: measured };
}

function threads(count: number): string {
  return `${count} thread${count === 1 ? "" : "s"}`;
}

function describe({ host, tfjs, rows, smallCalls }: BenchResult): string {
  const lines = [
    ...describeHost(host),
    relaxedNote(host.relaxedSimd, `${runningScript()} bench`),
    tfjsNote(tfjs),
    "",
    benchTable(rows),
    "",
    "medians of value and gradient; 5x: the first column is 5 times faster, median of the rounds; --json has ranges",
    ...(rows.every(agree) ? [] : ["?: value or gradient differs by more than 1 % from the first column's"]),
    ...describeSmallCalls(smallCalls),
  ];
  return `${lines.join("\n")}\n`;
}

/** What there is to say about TensorFlow.js. */
export function tfjsNote(version: string | null): string {
  if (version) return `TensorFlow.js ${version} on its wasm backend, which has 1 thread in Node`;
  return installHere(
    "TensorFlow.js is not installed here: npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm puts it beside",
  );
}
