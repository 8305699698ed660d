import type { Random } from "../data/random.ts";
import { combined, contrast, difference, type FoldTable, varianceParts } from "./repeated-folds.ts";

/**
 * How probable it is that each candidate is the best, from draws of the differences to the leader: normal, with their covariance, over one
 * chi-square a draw. Overconfident where images are few: print whole per cents.
 */
export function probabilityBest(table: FoldTable, leader: number, draws: number, random: Random): number[] {
  const others = table.means.map((_, k) => k).filter((k) => k !== leader);
  const lead = others.map((k) => difference(table, leader, k));
  const contrasts = others.map((k) => contrast(table, leader, k));
  const covariance = others.map((_, a) =>
    others.map((_other, b) =>
      a === b ? lead[a].error ** 2 : combined(table, varianceParts(table, contrasts[a], contrasts[b])),
    ),
  );
  const root = pivotedCholesky(covariance);
  const wins = table.means.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    const normals = others.map(() => random.normal());
    const scale = Math.sqrt(table.df / (2 * gamma(table.df / 2, random)));
    let [best, least] = [leader, 0];
    others.forEach((k, a) => {
      const drawn = lead[a].value + scale * root[a].reduce((sum, entry, c) => sum + entry * normals[c], 0);
      if (drawn < least) [best, least] = [k, drawn];
    });
    wins[best]++;
  }
  return wins.map((count) => count / draws);
}

/** A root of a matrix that may be singular or slightly indefinite: the largest rest first, until nothing is left. */
function pivotedCholesky(matrix: readonly (readonly number[])[]): number[][] {
  const rest = matrix.map((row) => [...row]);
  const root = matrix.map((row) => row.map(() => 0));
  const enough = 1e-12 * Math.max(0, ...matrix.map((row, k) => row[k]));
  let left = matrix.map((_, k) => k);
  for (let column = 0; left.length > 0; column++) {
    const pivot = left.reduce((a, b) => (rest[b][b] > rest[a][a] ? b : a));
    if (!(rest[pivot][pivot] > enough)) break;
    const diagonal = Math.sqrt(rest[pivot][pivot]);
    for (const k of left) root[k][column] = rest[k][pivot] / diagonal;
    for (const a of left) for (const b of left) rest[a][b] -= root[a][column] * root[b][column];
    left = left.filter((k) => k !== pivot);
  }
  return root;
}

/** Marsaglia and Tsang, 2000; scale 1. */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < x ** 2 / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}
