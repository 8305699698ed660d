import { averageOverClasses, keptClasses, type Region, weightedMean, weightedSum } from "./region.ts";

/** Formulas of the suite that are no named loss, written out by hand. Keys are the formulas. */
export const FORMULAS: Readonly<Record<string, (region: Region) => number>> = {
  "mean(-y*logp - (1 - y)*log1mp)": (region) =>
    averageOverClasses(region, (c) =>
      weightedMean(region, (x) => -x.y[c] * x.logp[c] - (1 - x.y[c]) * x.log1mp[c]),
    ),
  "mean((p - mean(p))^2)": (region) =>
    averageOverClasses(region, (c) => {
      const average = weightedMean(region, (x) => x.p[c]);
      return weightedMean(region, (x) => (x.p[c] - average) ** 2);
    }),
  "sqrt(1 + sum(p^2)) + exp(-mean(p*y)) + mean(tanh(z)^2)": (region) =>
    averageOverClasses(
      region,
      (c) =>
        Math.sqrt(1 + weightedSum(region, (x) => x.p[c] ** 2)) +
        Math.exp(-weightedMean(region, (x) => x.p[c] * x.y[c])) +
        weightedMean(region, (x) => Math.tanh(x.z[c]) ** 2),
    ),
  "mean(log(1 + total(p*y)^2))": (region) =>
    weightedMean(region, (x) =>
      Math.log(1 + keptClasses(region).reduce((sum, c) => sum + x.p[c] * x.y[c], 0) ** 2),
    ),
};
