import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command as Parser } from "commander";
import { infiniteAsText } from "../compare/results-file/infinite-as-text.ts";
import { dataError } from "../data/data-error.ts";
import { checkFilePlace } from "../output/check-place.ts";
import { writeWhole } from "../output/write-whole.ts";
import type { Run } from "../report/runs/run.ts";
import type { Io } from "../terminal/io.ts";
import type { Command } from "./command.ts";

interface ReportOptions {
  readonly output?: string;
  readonly images: boolean;
  readonly json?: boolean;
}

/** `segloss report`: the page of a comparison made again, or of several in one. */
export const report: Command = {
  name: "report",
  examples: [
    "segloss report segloss-report",
    "segloss report monday/ tuesday/ -o both.html",
    "segloss report segloss-report --no-images -o to-send.html",
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument("<runs...>", "folders that segloss compare wrote, or their results.json, finished or partial")
      .option("-o, --output <file>", "the page (default, of one run: report.html beside its results.json)")
      .option("--no-images", "no picture of an image and no name of one in the page")
      .option("--json", "one JSON object on stdout: runs, reasons against a verdict over them, results")
      .action((runs: string[], options: ReportOptions) => run(runs, options, io));
  },
};

async function run(paths: readonly string[], options: ReportOptions, io: Io): Promise<void> {
  checkTwice(paths);
  const output = await placeOf(paths, options);
  await checkFilePlace("-o", output, ".html");
  // Charts and formulas take long to load, which other commands need not wait for.
  const { openRuns } = await import("../report/runs/open-runs.ts");
  const { joinRuns } = await import("../report/runs/join-runs.ts");
  const { whyApart } = await import("../report/runs/why-apart.ts");
  const { renderRuns } = await import("../report/runs/render-runs.ts");
  const { renderComparison } = await import("../report/comparison/render-comparison.ts");
  const { NO_PICTURES } = await import("../report/comparison/pictures.ts");
  const opened = await openRuns(paths);
  const runs = options.images ? opened : opened.map((one) => ({ ...one, pictures: NO_PICTURES }));
  checkSameData(runs);
  const reasons = whyApart(runs);
  const view = runs.length === 1 ? runs[0] : reasons.length === 0 ? joinRuns(runs) : undefined;
  await writeWhole(output, view ? renderComparison(view) : renderRuns(runs, reasons));
  const names = runs.map(({ name }) => name);
  const answer = { runs: names, apart: reasons, results: view?.results ?? null, page: output };
  if (options.json) io.out(`${JSON.stringify(answer, infiniteAsText)}\n`);
  else io.out(`${summary(runs, reasons, view?.results.verdict)}\nReport: ${output}\n`);
}

/** A run that is joined with itself would count twice. */
function checkTwice(paths: readonly string[]): void {
  const places = paths.map((path) => resolve(path).replace(/[\\/]results\.json$/, ""));
  const twice = paths.find((_, k) => places.indexOf(places[k]) !== k);
  if (twice !== undefined) throw dataError(`${twice}: this run is named twice; name each run once`);
}

/** Of one run the page stands beside its results; of several nobody knows where it should. */
async function placeOf(paths: readonly string[], { output }: ReportOptions): Promise<string> {
  if (output !== undefined) return output;
  if (paths.length > 1)
    throw dataError(`expected -o FILE, the place of the page of ${paths.length} runs; add -o runs.html`);
  const found = await stat(paths[0]).catch(() => undefined);
  return join(found?.isDirectory() ? paths[0] : dirname(paths[0]), "report.html");
}

function checkSameData([first, ...others]: readonly Run[]): void {
  const strange = others.find(
    ({ results }) => results.plan.data.fingerprint !== first.results.plan.data.fingerprint,
  );
  if (strange)
    throw dataError(
      `${first.name} and ${strange.name} are of different data (${first.results.data.name} and ${strange.results.data.name}, by their fingerprints); a page holds runs of the same images: make one for each`,
    );
}

function summary(
  runs: readonly Run[],
  reasons: readonly string[],
  verdict: { readonly claim: string; readonly caution: string } | undefined,
): string {
  if (verdict) return `${verdict.claim}\n${verdict.caution}\n`;
  const own = runs.map(({ name, results }) => `${name}: ${results.verdict.claim}`);
  return `No verdict over the runs: ${reasons.join("; ")}.\n${own.join("\n")}\n`;
}
