import { Option, type Command as Parser } from "commander";
import {
  type FloatArray,
  isEngineLimit,
  LINKS,
  type Loss,
  notesOn,
  overRegion,
  type Plan,
  parseLoss,
  printLoss,
} from "segloss";
import { dataError } from "../../data/data-error.ts";
import { encodeNpy } from "../../data/index.ts";
import { ENGINES, type OpenEngine } from "../../options/engines.ts";
import { aCount, aNumberFrom, wholeNumbers } from "../../options/option-values.ts";
import { checkFilePlace } from "../../output/check-place.ts";
import { writeWhole } from "../../output/write-whole.ts";
import type { Io } from "../../terminal/io.ts";
import { libraryMistake } from "../../terminal/library-mistake.ts";
import { onUsersInput } from "../../terminal/on-users-input.ts";
import type { Command } from "../command.ts";
import { type EvalFiles, type EvalInputs, readEvalInputs } from "./eval-inputs.ts";
import { inOptions } from "./in-options.ts";

interface EvalOptions extends EvalFiles {
  readonly over?: "image" | "batch";
  readonly engine?: string;
  readonly threads: number;
  readonly gradient?: string;
  readonly json?: boolean;
}

/** What `segloss eval --json` prints. */
export interface EvalResult {
  readonly loss: string;
  readonly value: number;
  readonly engine: string;
  readonly link: string;
  /** Pixels that were not ignored. */
  readonly pixels: number;
  /** Root of the sum of squares of the gradient. */
  readonly gradientNorm: number;
  /** Of one computation of value and gradient. */
  readonly ms: number;
}

/** `segloss eval`: value and gradient of a loss on arrays. */
export const evaluate: Command = {
  name: "eval",
  examples: [
    "segloss eval dice --logits logits.npy --targets masks.npy",
    'segloss eval "dice + 0.5*focal(gamma=2)" --logits logits.npy --targets masks.npy --ignore 255 --json',
  ],
  define(parser: Parser, io: Io) {
    const engines = ENGINES.filter(({ open }) => open).map(({ name }) => name);
    parser
      .argument("<loss>", 'name, call, sum or formula: dice, focal(gamma=1), "1 - sum(p*y)/sum(y)"')
      .requiredOption("--logits <file>", ".npy, network outputs (batch, ...space, classes)")
      .requiredOption(
        "--targets <file>",
        ".npy, labels (batch, ...space), or soft targets of the logits' shape",
      )
      .option("--weights <file>", ".npy, weight of each pixel (batch, ...space)")
      .option("--instances <file>", '.npy, object labels for distanceCrossEntropy(cells="instances")')
      .option(
        "--progress <share>",
        "how much of the training is done, 0 to 1: for losses with a ramp",
        aNumberFrom(0, 1),
      )
      .option("--ignore <labels>", "labels of pixels to leave out, such as 255", wholeNumbers)
      .addOption(
        new Option(
          "--link <link>",
          "logits to probabilities (default: sigmoid for one channel, else softmax)",
        ).choices(LINKS.map(({ name }) => name)),
      )
      .addOption(
        new Option("--layout <layout>", "where the classes stand")
          .choices(["channels-last", "channels-first"])
          .default("channels-last"),
      )
      .addOption(
        new Option(
          "--over <region>",
          "sums over each image or the batch (default: as in the loss's paper)",
        ).choices(["image", "batch"]),
      )
      .addOption(
        new Option(
          "--engine <engine>",
          `what computes (default: ${ENGINES[0].name}, or reference where it cannot)`,
        ).choices(engines),
      )
      .option("--threads <n>", "threads of engines that have some", aCount(1), 1)
      .option("--gradient <file>", "write the derivative with respect to the logits to this .npy file")
      .option("--json", "one JSON object on stdout")
      .action((loss: string, options: EvalOptions) => run(loss, options, io));
  },
};

async function run(text: string, options: EvalOptions, io: Io): Promise<void> {
  const parsed = onUsersInput("", () => parseLoss(text));
  checkThreads(options);
  if (options.gradient !== undefined) await checkFilePlace("--gradient", options.gradient, ".npy");
  const loss = options.over ? overRegion(parsed, options.over) : parsed;
  const inputs = await readEvalInputs(options);
  const { engine, plan, value, gradient, ms } = await computeOnEngine(loss, inputs, options, io);
  const notes = notesOn(inputs.run.logits, plan.setting, options.layout !== "channels-last");
  for (const note of [...unread(plan, options), ...notes.map((text) => inOptions(text))]) io.say(note);
  if (options.gradient !== undefined) {
    await writeWhole(options.gradient, encodeNpy({ data: gradient, shape: inputs.compile.shape }));
    io.say(`gradient written to ${options.gradient}`);
  }
  const result: EvalResult = {
    loss: printLoss(loss),
    value,
    engine,
    link: plan.setting.link,
    pixels: countPixels(plan, inputs),
    gradientNorm: norm(gradient),
    ms: Math.round(ms * 1000) / 1000,
  };
  io.out(options.json ? `${JSON.stringify(result)}\n` : describe(result));
}

function checkThreads({ engine, threads }: EvalOptions): void {
  const chosen = ENGINES.find(({ name }) => name === engine);
  if (!chosen || chosen.threaded || threads === 1) return;
  const able = ENGINES.filter(({ threaded }) => threaded).map(({ name }) => name);
  throw dataError(
    `--threads ${threads} goes with --engine ${able.join(" or ")}; the ${engine} engine has one thread: leave out one of both`,
  );
}

/** What was given that the loss does not look at. */
function unread({ fields, usesProgress }: Plan, { instances, progress }: EvalOptions): string[] {
  const notes: string[] = [];
  if (instances !== undefined && !fields.some(({ settings }) => settings.cells === "instances"))
    notes.push("--instances is not read: this loss measures no distance between instances");
  if (progress !== undefined && !usesProgress)
    notes.push("--progress changes nothing: this loss has no ramp");
  return notes;
}

/** On the engine asked for; without a wish on the default one, or on the reference where that one cannot. */
async function computeOnEngine(
  loss: Loss,
  inputs: EvalInputs,
  options: EvalOptions,
  io: Io,
): Promise<Computed> {
  if (options.engine) return computeOn(options.engine, loss, inputs, options);
  try {
    return await computeOn(ENGINES[0].name, loss, inputs, options);
  } catch (error) {
    if (!isEngineLimit(error)) throw error;
    const computed = await computeOn("reference", loss, inputs, options);
    io.say(`${error.message} That engine has computed it.`);
    return computed;
  }
}

async function computeOn(
  name: string,
  loss: Loss,
  inputs: EvalInputs,
  { threads, ignore }: EvalOptions,
): Promise<Computed> {
  // The parser has let through only the names of engines that open.
  const engine = await ENGINES.find((one) => one.name === name)!.open!({ threads });
  try {
    return await compute(engine, loss, inputs);
  } catch (error) {
    throw libraryMistake(error, "", (message) => inOptions(message, ignore));
  } finally {
    engine.dispose();
  }
}

interface Computed {
  readonly engine: string;
  readonly plan: Plan;
  readonly value: number;
  readonly gradient: FloatArray;
  readonly ms: number;
}

async function compute(engine: OpenEngine, loss: Loss, { compile, run }: EvalInputs): Promise<Computed> {
  const step = await engine.compile(loss, compile);
  const gradient =
    run.logits instanceof Float64Array
      ? new Float64Array(run.logits.length)
      : new Float32Array(run.logits.length);
  const started = performance.now();
  const value = await step.run({ ...run, gradient });
  const ms = performance.now() - started;
  step.dispose();
  return { engine: engine.name, plan: step.plan, value, gradient, ms };
}

function countPixels({ setting }: Plan, { run }: EvalInputs): number {
  const all = setting.batch * setting.space.reduce((a, b) => a * b, 1);
  if (setting.targets === "soft") return all;
  let ignored = 0;
  for (const label of run.targets) if (setting.ignore.includes(label)) ignored++;
  return all - ignored;
}

function norm(gradient: FloatArray): number {
  let squares = 0;
  for (const slope of gradient) squares += slope * slope;
  return Math.sqrt(squares);
}

function describe(result: EvalResult): string {
  const { loss, value, engine, link, pixels, gradientNorm, ms } = result;
  return [
    `${loss} = ${value}`,
    `|gradient| = ${gradientNorm}`,
    `${pixels} pixels, ${link} link, ${engine} engine, ${ms} ms`,
    "",
  ].join("\n");
}
