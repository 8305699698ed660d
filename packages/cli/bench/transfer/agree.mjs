// Does the order of losses that `segloss compare` finds hold for a larger network, and for longer trainings? Sets are the files in values/:
// NAME.small.json, taken from a comparison at the standard budget, NAME.large.jsonl, trainings of residual_unet.py beside this file,
// NAME.short.json, a comparison with a third of the steps, and NAME.fewer.jsonl, trainings of the larger network with fewer steps.
//
//   node packages/cli/bench/transfer/agree.mjs                             the table
//   node packages/cli/bench/transfer/agree.mjs --take NAME.small REPORT/results.json   keeps what is needed of a comparison, or of several
//                                                                          that `segloss report A B --json` joined
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * @typedef {{ loss: string, mean: number }} Scored
 * @typedef {{ a: string, b: string, difference: number, apart: boolean }} Pair
 * @typedef {{ images: number, steps: number, folds: number, repeats: number, word: string, losses: Scored[], pairs: Pair[] }} Small
 * @typedef {{ loss: string, seed: number, steps: number, dice: number, curve: [number, number][] }} Training
 */

const VALUES = join(import.meta.dirname, "values");

/** @typedef {import("../../src/compare/protocol/results.ts").ComparisonResults} Results */

/** What is needed of the content of results.json. @returns {Small} */
function taken(/** @type {Results | { results: Results }} */ content) {
  const results = "results" in content ? content.results : content;
  const { plan, losses, verdict } = results;
  if (!results.complete) throw new Error("The comparison is not complete: go on with --resume.");
  return {
    ...{ images: verdict.images, steps: plan.finals.steps },
    ...{ folds: verdict.folds, repeats: verdict.repeats, word: verdict.word },
    losses: losses.map(({ loss, score }) => ({ loss, mean: score?.mean ?? Number.NaN })),
    pairs: verdict.pairs.map(({ a, b, difference, apart }) => ({
      ...{ a: losses[a].loss, b: losses[b].loss, difference, apart },
    })),
  };
}

const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0) / values.length;

/** Ranks from 1, the mean of their places for equal values. */
function ranks(/** @type {number[]} */ values) {
  return values.map(
    (v) => values.filter((w) => w < v).length + (values.filter((w) => w === v).length + 1) / 2,
  );
}

/** Spearman's rank correlation. @param {number[]} x @param {number[]} y */
export function spearman(x, y) {
  const centred = (/** @type {number[]} */ values) => values.map((v) => v - mean(values));
  const [a, b] = [centred(ranks(x)), centred(ranks(y))];
  const dot = (/** @type {number[]} */ p, /** @type {number[]} */ q) =>
    p.reduce((sum, v, i) => sum + v * q[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Student's 97.5 % quantile at two degrees of freedom, those of three seeds. */
const QUANTILE = 4.302653;

/** Half of the 95 % interval of the mean of three values. @param {readonly number[]} values */
function halfInterval(values) {
  const centre = mean([...values]);
  const variance = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1);
  return QUANTILE * Math.sqrt(variance / values.length);
}

/** How much the Dice of the images that are looked at on the way rose in the last quarter of the steps. */
function riseAtEnd(/** @type {Training} */ { curve, steps }) {
  const before = curve.filter(([step]) => step <= 0.75 * steps).at(-1);
  return (curve.at(-1)?.[1] ?? Number.NaN) - (before?.[1] ?? Number.NaN);
}

/** Dice of the larger network with a loss, seeds 0, 1 and 2. */
function ofThreeSeeds(/** @type {readonly Training[]} */ trainings, /** @type {string} */ loss) {
  return [0, 1, 2].map((seed) => {
    const found = trainings.find((one) => one.loss === loss && one.seed === seed);
    if (!found) throw new Error(`The larger network was not trained with ${loss} from seed ${seed}.`);
    return found.dice;
  });
}

/** The comparison of a set that a file of values holds. @returns {Small} */
function comparison(/** @type {string} */ file) {
  return JSON.parse(readFileSync(join(VALUES, file), "utf8"));
}

/** Pairs that were told apart after a third of the steps, and whether all the steps keep their order. */
export function longerTrainings() {
  const names = readdirSync(VALUES).filter((file) => file.endsWith(".short.json"));
  return names.map((file) => {
    const name = file.replace(".short.json", "");
    const [short, long] = [comparison(file), comparison(`${name}.small.json`)];
    const scoreOf = (/** @type {string} */ wanted) =>
      long.losses.find(({ loss }) => loss === wanted)?.mean ?? Number.NaN;
    const pairs = short.pairs
      .filter((pair) => pair.apart)
      .map((pair) => {
        const later = scoreOf(pair.a) - scoreOf(pair.b);
        return { ...pair, later, same: Math.sign(later) === Math.sign(pair.difference) };
      });
    return { name, steps: [short.steps, long.steps], pairs };
  });
}

/** Trainings of the larger network that a file of values holds. @returns {Training[]} */
function trainingsOf(/** @type {string} */ file) {
  const lines = readFileSync(join(VALUES, file), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** How much more steps moved the mean of each loss of the larger network. */
function moreSteps() {
  const names = readdirSync(VALUES).filter((file) => file.endsWith(".fewer.jsonl"));
  return names.map((file) => {
    const name = file.replace(".fewer.jsonl", "");
    const [few, many] = [trainingsOf(file), trainingsOf(`${name}.large.jsonl`)];
    const losses = comparison(`${name}.small.json`).losses.map(({ loss }) => {
      const [before, after] = [few, many].map((own) => mean(ofThreeSeeds(own, loss)));
      return { loss, before, after };
    });
    return { name, steps: [few[0].steps, many[0].steps], losses };
  });
}

/** One set: its losses by both networks, and the pairs that the small one told apart. */
function agreement(/** @type {string} */ name) {
  const small = comparison(`${name}.small.json`);
  const named = small.losses.map(({ loss }) => loss);
  const trainings = trainingsOf(`${name}.large.jsonl`).filter(({ loss }) => named.includes(loss));
  const losses = small.losses.map(({ loss, mean: dice }) => ({
    ...{ loss, small: dice, large: ofThreeSeeds(trainings, loss) },
  }));
  const apart = small.pairs
    .filter((pair) => pair.apart)
    .map(({ a, b, difference }) => {
      const [of, minus] = [a, b].map((loss) => losses[named.indexOf(loss)].large);
      const each = of.map((dice, seed) => dice - minus[seed]);
      const isSame = (/** @type {number} */ value) => Math.sign(value) === Math.sign(difference);
      return { a, b, difference, each, same: isSame(mean(each)), everySeed: each.every(isSame) };
    });
  const rank = spearman(
    losses.map((l) => l.small),
    losses.map((l) => mean(l.large)),
  );
  const flat = trainings.filter((one) => riseAtEnd(one) < 0.01).length;
  return { name, small, losses, apart, rank, trainings, flat };
}

export function agreements() {
  const names = readdirSync(VALUES).filter((file) => file.endsWith(".small.json"));
  return names.map((file) => agreement(file.replace(".small.json", "")));
}

function table() {
  const sets = agreements();
  const signed = (/** @type {number} */ v) => `${v < 0 ? "" : "+"}${v.toFixed(3)}`;
  const listed = (/** @type {readonly number[]} */ values) => values.map(signed).join(" ");
  for (const { name, small, losses, apart, rank, trainings, flat } of sets) {
    console.log(
      `${name}: ${small.word}; rank correlation ${rank.toFixed(2)}; the larger network: ${trainings[0].steps} steps, ` +
        `${flat} of ${trainings.length} trainings rose by less than 0.01 in the last quarter`,
    );
    for (const { loss, small: dice, large } of losses)
      console.log(
        `  ${loss.padEnd(50)} ${dice.toFixed(3)}  ${mean(large).toFixed(3)} (${large.map((v) => v.toFixed(3)).join(" ")})`,
      );
    for (const { a, b, difference, each, same, everySeed } of apart)
      console.log(
        `  ${everySeed ? "same" : same ? "mean" : "not "}  ${a} minus ${b}: ${signed(difference)}; larger ${signed(mean(each))} ` +
          `+- ${halfInterval(each).toFixed(3)} (${listed(each)})`,
      );
  }
  for (const { name, steps, losses } of moreSteps())
    for (const { loss, before, after } of losses)
      console.log(
        `  ${name}, the larger network, ${loss}: ${before.toFixed(3)} after ${steps[0]} steps, ${after.toFixed(3)} after ${steps[1]}`,
      );
  const apart = sets.flatMap((set) => set.apart);
  const count = (/** @type {"same" | "everySeed"} */ which) => apart.filter((pair) => pair[which]).length;
  console.log(
    `${apart.length} pairs told apart on ${sets.length} sets: ${count("same")} have the same order by the mean of three seeds, ${count("everySeed")} with every seed`,
  );
  const longer = longerTrainings();
  for (const { name, steps, pairs } of longer)
    for (const { a, b, difference, later, same } of pairs)
      console.log(
        `  ${same ? "same" : "not "}  ${name}: ${a} minus ${b}: ${signed(difference)} after ${steps[0]} steps, ${signed(later)} after ${steps[1]}`,
      );
  const early = longer.flatMap(({ pairs }) => pairs);
  const kept = early.filter(({ same }) => same).length;
  console.log(
    `${early.length} pairs told apart with a third of the steps: ${kept} have the same order with all of them`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: { take: { type: "string" } },
  });
  if (flags.take) {
    const small = taken(JSON.parse(readFileSync(positionals[0], "utf8")));
    writeFileSync(join(VALUES, `${flags.take}.json`), `${JSON.stringify(small, null, 2)}\n`);
  } else table();
}
