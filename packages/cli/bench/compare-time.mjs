// How long a comparison takes to a mean Dice, beside another build of the command: three trainings of one loss (three seeds there,
// three folds here), of rising length, on four fifths of a folder. Every network that comes out predicts the last fifth, which no
// training sees, and the same `segloss score` gives the mean Dice over its images. Builds take turns. The time is that of the whole
// command, from its start to its report; at the aim it is interpolated between two lengths.
//
//   node packages/cli/bench/compare-time.mjs DATA --beside OTHER_CHECKOUT [--here 60,100,160] [--there 1,2,3] [--aim 0.8,0.85]
//
// Lengths are steps of a training here, and passes over the images there (the command took no steps once).
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    beside: { type: "string" },
    here: { type: "string", default: "60,100,160" },
    there: { type: "string", default: "1,2,3" },
    aim: { type: "string", default: "0.8,0.85" },
    loss: { type: "string", default: "dice + crossEntropy" },
    rate: { type: "string", default: "0.003" },
    threads: { type: "string", default: "2" },
  },
});
if (!positionals[0] || !flags.beside)
  throw new Error("Needs DATA (images/ and masks/) and --beside CHECKOUT.");

const data = resolve(positionals[0]);
const work = mkdtempSync(join(tmpdir(), "segloss-compare-time-"));
const HERE = resolve(import.meta.dirname, "../dist/main.js");
const THERE = resolve(flags.beside, "packages/cli/dist/main.js");
const lengths = (/** @type {string} */ list) => list.split(",").map(Number);

for (const kind of ["images", "masks"])
  for (const [i, name] of readdirSync(join(data, kind)).sort().entries()) {
    const folder = join(work, i % 5 === 0 ? "kept" : "train", kind);
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(data, kind, name), join(folder, name));
  }

/** What a command says on stdout, and its time in seconds. */
function run(/** @type {string} */ main, /** @type {string[]} */ args) {
  const start = performance.now();
  const done = spawnSync(process.execPath, [main, ...args], { encoding: "utf8", maxBuffer: 1e9 });
  if (done.status !== 0)
    throw new Error(`${args.join(" ")} ended with ${done.status}: ${done.stderr.slice(-2000)}`);
  return { said: done.stdout, seconds: (performance.now() - start) / 1000 };
}

/** Mean Dice over the images that were kept back, of each network of a comparison. */
function diceOf(/** @type {string} */ output) {
  const models = readdirSync(join(output, "models"), { recursive: true, encoding: "utf8" });
  return models
    .filter((name) => name.endsWith(".onnx"))
    .map((name, i) => {
      const masks = join(output, `masks-${i}`);
      run(HERE, ["predict", join(output, "models", name), join(work, "kept/images"), "-o", masks]);
      const metrics = ["--metrics", "dice", "--labels", "foreground", "--json"];
      return JSON.parse(run(HERE, ["score", masks, join(work, "kept/masks"), ...metrics]).said).metrics[0]
        .overImages.mean;
    });
}

function trial(/** @type {"here" | "there"} */ build, /** @type {number} */ length) {
  const output = join(work, `${build}-${length}`);
  const own =
    build === "here"
      ? ["--steps", `${length}`, "--folds", "3", "--budget", "quick", "--force"]
      : ["--epochs", `${length}`, "--seeds", "3"];
  const shared = ["--losses", flags.loss, "--learning-rate", flags.rate, "--threads", flags.threads];
  const { seconds } = run(build === "here" ? HERE : THERE, [
    ...["compare", join(work, "train"), ...shared, ...own, "-o", output],
  ]);
  const scores = diceOf(output);
  const dice = scores.reduce((a, b) => a + b, 0) / scores.length;
  const each = scores.map((score) => score.toFixed(3)).join(" ");
  console.log(
    `${build.padEnd(6)} length ${String(length).padStart(4)}  ${seconds.toFixed(1)} s  mean Dice ${dice.toFixed(3)} (${each})`,
  );
  return { seconds, dice };
}

/** Seconds at the aim; undefined where no length reaches it. */
function timeTo(/** @type {number} */ aim, /** @type {{ seconds: number, dice: number }[]} */ trials) {
  const at = trials.findIndex(({ dice }) => dice >= aim);
  if (at < 1) return trials[at]?.seconds;
  const [before, after] = [trials[at - 1], trials[at]];
  const share = (aim - before.dice) / (after.dice - before.dice);
  return before.seconds + share * (after.seconds - before.seconds);
}

const [here, there] = [lengths(flags.here), lengths(flags.there)];
const seen = { here: /** @type {any[]} */ ([]), there: /** @type {any[]} */ ([]) };
for (let i = 0; i < Math.max(here.length, there.length); i++) {
  if (i < there.length) seen.there.push(trial("there", there[i]));
  if (i < here.length) seen.here.push(trial("here", here[i]));
}
for (const aim of lengths(flags.aim)) {
  const [ours, theirs] = [timeTo(aim, seen.here), timeTo(aim, seen.there)];
  const [a, b] = [ours, theirs].map((time) => (time === undefined ? "not reached" : `${time.toFixed(1)} s`));
  const ratio = ours && theirs ? `, ratio ${(ours / theirs).toFixed(2)}` : "";
  console.log(`to a mean Dice of ${aim}: here ${a}, there ${b}${ratio}`);
}
rmSync(work, { recursive: true });
