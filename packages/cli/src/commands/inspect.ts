import type { Command as Parser } from "commander";
import { dataError } from "../data/data-error.ts";
import { VERSION } from "../host/version.ts";
import { look } from "../inspect/inspect.ts";
import type { Inspection } from "../inspect/inspection.ts";
import { inspectionJson } from "../inspect/inspection-json.ts";
import { inspectionText } from "../inspect/inspection-text.ts";
import { type DataOptions, defineDataOptions } from "../options/data-options.ts";
import { checkFilePlace } from "../output/check-place.ts";
import { writeWhole } from "../output/write-whole.ts";
import type { Io } from "../terminal/io.ts";
import { showStatus } from "../terminal/progress.ts";
import type { Command } from "./command.ts";

interface InspectCommandOptions extends DataOptions {
  readonly html?: string;
  readonly json?: boolean;
}

/** `segloss inspect`: what a data set is like, and what follows for losses, before anything is trained. */
export const inspectCommand: Command = {
  name: "inspect",
  examples: [
    "segloss inspect ./my-data",
    "segloss inspect ./my-data --html inspection.html",
    "segloss inspect nuclei --json",
  ],
  define(parser: Parser, io: Io) {
    parser
      .description(
        "Looks at images and masks before training: groups, classes, objects, borders, intensities, duplicates, every " +
          "file that cannot be used, and which losses follow with which parameters.",
      )
      .argument(
        "<data>",
        "folder with images/ and masks/ (or the like) or annotations, or a named set: earth, nuclei",
      );
    defineDataOptions(parser)
      .option("--html <file>", "write a page: pictures, histograms, duplicates side by side")
      .option("--json", "one JSON object on stdout")
      .action((data: string, options: InspectCommandOptions) => run(data, options, io));
  },
};

async function run(data: string, options: InspectCommandOptions, io: Io): Promise<void> {
  if (options.html !== undefined) await checkFilePlace("--html", options.html);
  const { labels, ignore, pairs, exif, geometry, polygons } = options;
  const status = showStatus(io);
  const { inspection, set } = await look(data, {
    ...{ geometry: geometry === "ignore" ? "index" : "world", onProgress: status.say },
    ...(labels && { labels }),
    ...(ignore !== undefined && { ignore }),
    ...(pairs && { pairs }),
    ...(exif && { exif }),
    ...(polygons && { polygons }),
  });
  status.done();
  for (const problem of inspection.problems) io.say(problem);
  for (const note of inspection.notes) io.say(`note: ${note}`);
  if (options.json) io.out(inspectionJson(inspection));
  else io.out(inspectionText(inspection, { width: io.width, colour: io.colour, typed: data }));
  if (options.html !== undefined) {
    const { inspectPage } = await import("../report/inspect/inspect-page.ts");
    const command = `segloss ${process.argv.slice(2).join(" ")}`;
    await writeWhole(
      options.html,
      await inspectPage({ inspection, set, command, version: VERSION, typed: data }),
    );
    io.say(`page: ${options.html}`);
  }
  conclude(inspection);
}

/** As `score` does: what can be used is inspected, and scripts see that something cannot. */
function conclude({ problems, images }: Inspection): void {
  if (problems.length === 0) return;
  throw dataError(
    `${problems.length} ${problems.length === 1 ? "problem" : "problems"} above; ${images.length > 0 ? "the rest is inspected" : "nothing is left to inspect"}`,
  );
}
