import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import { writeResults } from "../../src/compare/results-file/results-text.ts";
import { judgeLosses } from "../../src/compare/verdict/judge-losses.ts";
import { once } from "../../src/score/once.ts";
import { scratchFolder } from "../data/scratch-folder.ts";
import { NINE, partial } from "../report/made-cases.ts";
import { madeResults } from "../report/made-results.ts";
import { call, mistake } from "./fake-io.ts";

const four = once(() => madeResults({ losses: NINE.slice(0, 4), images: 12, folds: 3 }));

/** Some losses of a comparison as if they had been compared alone. */
function part(results: ComparisonResults, kept: readonly string[]): ComparisonResults {
  const losses = results.losses.filter(({ loss }) => kept.includes(loss));
  const screen = results.screen.filter(({ loss }) => kept.includes(loss));
  return { ...results, ...judgeLosses(losses, results.plan, results.data), screen };
}

const monday = once(() => part(four(), ["dice", "jaccard"]));
const tuesday = once(() => part(four(), ["dice + crossEntropy", "lovasz"]));

async function folders(runs: Readonly<Record<string, ComparisonResults>>): Promise<string> {
  const files = Object.entries(runs).map(([name, results]) => [
    join(name, "results.json"),
    writeResults(results),
  ]);
  return scratchFolder(Object.fromEntries(files));
}

describe("segloss report", () => {
  it("makes the page of one run again, beside its results, from its folder or its file", async () => {
    const folder = await folders({ run: four() });
    const { code, out, said } = await call("report", join(folder, "run"));
    expect([code, said]).toEqual([0, []]);
    expect(out).toContain(four().verdict.claim);
    const page = await readFile(join(folder, "run", "report.html"), "utf8");
    expect(page).toContain(four().verdict.claim);
    await call("report", join(folder, "run", "results.json"), "-o", join(folder, "again.html"));
    expect(await readFile(join(folder, "again.html"), "utf8")).toBe(page);
  });

  it("writes over nothing but pages", async () => {
    const folder = await folders({ run: four() });
    const results = join(folder, "run", "results.json");
    const before = await readFile(results, "utf8");
    expect(await mistake("report", join(folder, "run"), "-o", results)).toMatch(
      /-o .*results\.json: what is written is \.html; name the file so$/,
    );
    expect(await readFile(results, "utf8")).toBe(before);
  });

  it("joins runs that share folds and seeds into the verdict of one comparison of all their losses", async () => {
    const folder = await folders({ monday: monday(), tuesday: tuesday() });
    const output = join(folder, "both.html");
    const { code, out } = await call(
      "report",
      join(folder, "monday"),
      join(folder, "tuesday"),
      "-o",
      output,
      "--json",
    );
    expect(code).toBe(0);
    const { runs, apart, results } = JSON.parse(out);
    expect([runs, apart]).toEqual([["monday", "tuesday"], []]);
    const { verdict, losses } = four();
    expect(results.losses.map(({ loss }: { loss: string }) => loss)).toEqual(losses.map(({ loss }) => loss));
    expect(results.verdict).toMatchObject({
      word: verdict.word,
      claim: verdict.claim,
      candidates: verdict.candidates,
    });
    expect(results.verdict.pairs).toEqual(verdict.pairs);
    expect(results.baselines).toEqual(four().baselines);
    expect(results.verdict.caution).toContain(
      "Joined from monday, tuesday: the 5 % hold if that was planned",
    );
    expect(await readFile(output, "utf8")).toContain("of tuesday");
  });

  it("shows a loss of two runs once, of the one with more trainings", async () => {
    const [short] = four().losses.filter(({ loss }) => loss === "dice");
    const half = { ...four(), complete: false, losses: [{ ...short, trials: short.trials.slice(0, 4) }] };
    const folder = await folders({ half, monday: monday() });
    const { out } = await call(
      "report",
      join(folder, "half"),
      join(folder, "monday"),
      "-o",
      join(folder, "x.html"),
      "--json",
    );
    const { results } = JSON.parse(out);
    expect(results.losses.map(({ note }: { note: string }) => note)).toEqual(["of monday", "of monday"]);
    expect(results.complete).toBe(false);
  });

  it("shows runs beside each other where settings or folds differ, and says which", async () => {
    const { plan } = tuesday();
    const finals = { ...plan.finals, steps: 50, fold: plan.finals.fold.map((row) => row.toReversed()) };
    const other = { ...tuesday(), plan: { ...plan, finals, network: { ...plan.network, width: 16 } } };
    const folder = await folders({ monday: monday(), tuesday: other });
    const { code, out } = await call(
      "report",
      join(folder, "monday"),
      join(folder, "tuesday"),
      "-o",
      join(folder, "x.html"),
    );
    expect(code).toBe(0);
    for (const what of ["folds", "network", "steps of a final training"])
      expect(out).toContain(`monday and tuesday differ in their ${what}`);
    const page = await readFile(join(folder, "x.html"), "utf8");
    expect(page).toContain("2 runs beside each other, without a verdict over them");
    expect(page).toContain("monday and tuesday differ in their network.");
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });

  it("tells runs with other seeds apart", async () => {
    const losses = tuesday().losses.map((loss) => ({
      ...loss,
      trials: loss.trials.map((trial) => ({ ...trial, seed: trial.seed + 1 })),
    }));
    const folder = await folders({ monday: monday(), tuesday: { ...tuesday(), losses } });
    const { out } = await call(
      "report",
      join(folder, "monday"),
      join(folder, "tuesday"),
      "-o",
      join(folder, "x.html"),
    );
    expect(out).toContain(
      "No verdict over the runs: monday and tuesday differ in the seeds of their trainings.",
    );
  });

  it("says of a partial run that it is", async () => {
    const folder = await folders({ run: partial() });
    await call("report", join(folder, "run"), "--no-images");
    expect(await readFile(join(folder, "run", "report.html"), "utf8")).toContain("<b>Partial.</b>");
  });
});

describe("segloss report refuses", () => {
  it("a run that is named twice", async () => {
    expect(await mistake("report", "monday", "monday/results.json", "-o", "x.html")).toMatch(
      /monday\/results\.json: this run is named twice; name each run once/,
    );
  });

  it("runs of different images", async () => {
    const folder = await folders({
      a: monday(),
      b: madeResults({ losses: NINE.slice(0, 2), images: 12, folds: 3, seed: 2, name: "other" }),
    });
    expect(await mistake("report", join(folder, "a"), join(folder, "b"), "-o", join(folder, "x.html"))).toBe(
      "segloss report: a and b are of different data (retina and other, by their fingerprints); a page holds runs of the same images: make one for each",
    );
  });

  it("several runs without a place for their page", async () => {
    expect(await mistake("report", "a", "b")).toBe(
      "segloss report: expected -o FILE, the place of the page of 2 runs; add -o runs.html",
    );
  });

  it("what is no comparison, or one of an older segloss", async () => {
    const folder = await scratchFolder({
      "old/results.json": '{"settings": {}, "losses": []}',
      "empty/x": "",
    });
    const page = join(folder, "x.html");
    expect(await mistake("report", join(folder, "old"), "-o", page)).toMatch(
      /old\/results\.json: version 1, written by an older segloss/,
    );
    expect(await mistake("report", join(folder, "empty"), "-o", page)).toMatch(
      /empty\/results\.json: there is no such file; expected a folder that segloss compare wrote/,
    );
    expect(await mistake("report", join(folder, "none"), "-o", page)).toMatch(
      /none: there is no such file or folder/,
    );
  });
});
