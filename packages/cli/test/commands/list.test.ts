import { LOSSES } from "segloss";
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
} from "segloss/metrics";
import { expect, it } from "vitest";
import { call } from "./fake-io.ts";

it("prints one JSON object with every loss, metric, engine and link", async () => {
  const { code, out, said } = await call("list", "--json");
  expect([code, said]).toEqual([0, []]);
  const listed = JSON.parse(out);
  expect(listed.losses.map((loss: { name: string }) => loss.name)).toEqual(
    LOSSES.map(({ definition }) => definition.name),
  );
  const ofMaps = [
    ...metrics,
    ...matrixMetrics,
    ...surfaceMetrics,
    ...maskMetrics,
    ...objectMetrics,
    ...costMetrics,
  ];
  const ofProbabilities = [
    ...probabilityMetrics,
    ...rankingMetrics,
    ...detectionMetrics,
    ...probabilityFunctions,
  ];
  const all = [...ofMaps, ...ofProbabilities];
  expect(listed.metrics.map((metric: { name: string }) => metric.name)).toEqual(all.map(({ name }) => name));
  expect(listed.links.map((link: { name: string }) => link.name)).toEqual(["sigmoid", "softmax", "none"]);
  expect(listed.engines.map((engine: { name: string }) => engine.name)).toContain("reference");
});

it("gives options with their defaults, those of the region too", async () => {
  const { losses } = JSON.parse((await call("list", "--json")).out);
  const focal = losses.find((loss: { name: string }) => loss.name === "focal");
  const option = (name: string) => focal.options.find((one: { name: string }) => one.name === name);
  expect(option("gamma")).toMatchObject({ default: 2, min: 0, common: false });
  expect(option("over")).toMatchObject({ default: "batch", choices: ["image", "batch"], common: true });
});

it("shows losses with their own defaults in lines that fit", async () => {
  const { out } = await call("list");
  expect(out).toMatch(/^ {2}dice {2,}.*\(squared=true, smooth=0, smoothDenominator\)$/m);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

it("gives metrics with what they read, their parameters, and ranges whose infinite ends are text", async () => {
  const { metrics: listed } = JSON.parse((await call("list", "--json")).out);
  const metric = (name: string) => listed.find((one: { name: string }) => one.name === name);
  expect(metric("hausdorffDistance")).toMatchObject({
    reads: "surfaces",
    range: [0, "Infinity"],
    parameters: { percentile: { default: 100 }, pooled: { default: 0 } },
  });
  expect(metric("cohenKappa").range).toEqual(["-Infinity", 1]);
  const { out } = await call("list");
  expect(out).toMatch(/^Metrics of surfaces$/m);
  expect(out.replace(/\s+/g, " ")).toMatch(
    /also nsd, surfaceDice \(tolerance=1, direction=both, distance=euclidean\)/,
  );
});
