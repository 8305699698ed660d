// Does the order of losses that `segloss compare` finds hold for a larger network? Sets are the pairs of files in values/:
// NAME.small.json, taken from a comparison, and NAME.large.jsonl, trainings of residual_unet.py beside this file.
//
//   node packages/cli/bench/transfer/agree.mjs                             the table
//   node packages/cli/bench/transfer/agree.mjs --take NAME REPORT/results.json   keeps what is needed of a comparison
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

/** What is needed of the content of results.json. @returns {Small} */
function taken(/** @type {import("../../src/compare/protocol/results.ts").ComparisonResults} */ results) {
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

/** One set: its losses by both networks, and the pairs that the small one told apart. */
function agreement(/** @type {string} */ name) {
  const small = /** @type {Small} */ (JSON.parse(readFileSync(join(VALUES, `${name}.small.json`), "utf8")));
  const lines = readFileSync(join(VALUES, `${name}.large.jsonl`), "utf8")
    .trim()
    .split("\n");
  const trainings = lines.map((line) => /** @type {Training} */ (JSON.parse(line)));
  const of = (/** @type {string} */ loss) =>
    trainings
      .filter((t) => t.loss === loss)
      .sort((s, t) => s.seed - t.seed)
      .map(({ dice }) => dice);
  const losses = small.losses.map(({ loss, mean: dice }) => ({ loss, small: dice, large: of(loss) }));
  const larger = new Map(losses.map(({ loss, large }) => [loss, large]));
  const apart = small.pairs
    .filter((pair) => pair.apart)
    .map(({ a, b, difference }) => {
      const each = (larger.get(a) ?? []).map((dice, seed) => dice - (larger.get(b)?.[seed] ?? Number.NaN));
      return { a, b, difference, each, same: Math.sign(mean(each)) === Math.sign(difference) };
    });
  const rank = spearman(
    losses.map((l) => l.small),
    losses.map((l) => mean(l.large)),
  );
  /** Trainings whose validation Dice rose by less than 0.01 in the last quarter, as compare calls it. */
  const converged = trainings.filter(({ curve }) => curve[7][1] - curve[5][1] < 0.01).length;
  return { name, small, losses, apart, rank, trainings, converged };
}

export function agreements() {
  const names = readdirSync(VALUES).filter((file) => file.endsWith(".small.json"));
  return names.map((file) => agreement(file.replace(".small.json", "")));
}

function table() {
  const sets = agreements();
  const signed = (/** @type {number} */ v) => `${v < 0 ? "" : "+"}${v.toFixed(3)}`;
  for (const { name, small, losses, apart, rank, trainings, converged } of sets) {
    console.log(
      `${name}: ${small.word}; rank correlation ${rank.toFixed(2)}; large: ${trainings[0].steps} steps, ${converged} of ${trainings.length} trainings converged`,
    );
    for (const { loss, small: dice, large } of losses)
      console.log(
        `  ${loss.padEnd(50)} ${dice.toFixed(3)}  ${mean(large).toFixed(3)} (${large.map((v) => v.toFixed(3)).join(" ")})`,
      );
    for (const { a, b, difference, each, same } of apart)
      console.log(
        `  ${same ? "same" : "not "}  ${a} minus ${b}: ${signed(difference)}, large ${each.map(signed).join(" ")}`,
      );
  }
  const apart = sets.flatMap((set) => set.apart);
  console.log(
    `${apart.filter(({ same }) => same).length} of ${apart.length} pairs that are told apart have the same order; mean rank correlation ${mean(sets.map(({ rank }) => rank)).toFixed(2)} of ${sets.length} sets`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: { take: { type: "string" } },
  });
  if (flags.take) {
    const small = taken(JSON.parse(readFileSync(positionals[0], "utf8")));
    writeFileSync(join(VALUES, `${flags.take}.small.json`), `${JSON.stringify(small, null, 1)}\n`);
  } else table();
}
