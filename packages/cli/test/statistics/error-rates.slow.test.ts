import { expect, test } from "vitest";
import { random, shuffled } from "../../src/data/random.ts";
import { verdictOf } from "../../src/statistics/verdict.ts";
import { type SimulationRow, vectors } from "./vectors.ts";

const EXPERIMENTS = 1000;
const IMAGE = 0.1;
/** Mean and deviation of the power 1.5 of an exponential variable: Gamma(2.5), and the root of Gamma(4) - Gamma(2.5)^2. */
const SKEW_MEAN = 1.329340388179137;
const SKEW_DEVIATION = Math.sqrt(6 - SKEW_MEAN ** 2);

function experiment(row: SimulationRow, seed: number) {
  const { K, n, F, R, mu = [], int = 0.03, res = 0.01, collapse = 0 } = row;
  const source = random(11, seed);
  const images = Array.from({ length: n }, (_, i) => i);
  const fold = Array.from({ length: R }, () => {
    const order = shuffled(images, source);
    return images.map((image) => order.indexOf(image) % F);
  });
  const ofImage = images.map(() => IMAGE * source.normal());
  const standard = () =>
    row.dist === "skew"
      ? -((-Math.log(1 - source.uniform())) ** 1.5 - SKEW_MEAN) / SKEW_DEVIATION
      : source.normal();
  const scores = Array.from({ length: K }, (_, k) => {
    const own = images.map(() => int * standard());
    const deviation = typeof row.run === "number" ? row.run : row.run[k];
    const runs = fold.map(() =>
      Array.from({ length: F }, () => ({
        shift: deviation * source.normal(),
        fails: source.uniform() < collapse,
      })),
    );
    return images.map((i) =>
      fold.map((one, r) => {
        const run = runs[r][one[i]];
        if (run.fails) return 0.1 + 0.02 * source.normal();
        return 0.8 + (mu[k] ?? 0) + ofImage[i] + own[i] + run.shift + res * source.normal();
      }),
    );
  });
  return { scores, fold };
}

/** Sizes (two equal, two tied and noisy, collapsing trainings) and power; all rows take a minute and run in `npm run verify:full`. */
const rows = vectors.simulation.rows.filter(({ name }) => process.env.SEGLOSS_FULL || /^[CEFK] /.test(name));

// Error rates and power that an independent implementation showed (SciPy, 4 standard errors of 1,000 experiments).
test.each(rows)("$name", (row) => {
  let counted = 0;
  for (let k = 0; k < EXPERIMENTS; k++) {
    const { word, leader, rows } = verdictOf({ ...experiment(row, k), draws: 0 });
    if (row.counts === "equivalent") counted += Number(rows[0].word === "equivalent");
    else counted += Number(word === "better" && (row.counts === "named" || leader === 0));
  }
  const [low, high] = row.bounds1000;
  expect(counted / EXPERIMENTS).toBeGreaterThanOrEqual(low);
  expect(counted / EXPERIMENTS).toBeLessThanOrEqual(high);
});
