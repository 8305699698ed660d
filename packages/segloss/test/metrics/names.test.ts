import { expect, test } from "vitest";
import {
  costMetrics,
  detectionMetrics,
  maskMetrics,
  matrixMetrics,
  metrics,
  objectMetrics,
  probabilityFunctions,
  probabilityMetrics,
  rankingMetrics,
  surfaceMetrics,
} from "../../src/metrics/index.ts";

test("every name and alias of any metric is there once, however it is written", () => {
  const all = [
    ...[...metrics, ...matrixMetrics, ...surfaceMetrics, ...maskMetrics, ...objectMetrics, ...costMetrics],
    ...[...probabilityMetrics, ...rankingMetrics, ...detectionMetrics, ...probabilityFunctions],
  ];
  const names = all.flatMap(({ name, aliases }) => [name, ...aliases].map((each) => each.toLowerCase()));
  expect(names.filter((name, k) => names.indexOf(name) !== k)).toEqual([]);
});
