import { dataError } from "../../data/data-error.ts";
import type { FileSystem } from "../../data/files/file-system.ts";
import { type MetricChoice, parseMetrics } from "../metric-choice.ts";
import { panopticSettings } from "../panoptic-settings.ts";
import type { PartSettings, ScoreSettings } from "../score-settings.ts";
import type { ScoreOptions } from "./score-options.ts";

/**
 * What the options say of all pairs.
 *
 * @throws DataError for options that contradict each other
 */
export async function statedSettings(files: FileSystem, options: ScoreOptions): Promise<ScoreSettings> {
  const { metrics, classes, regions, ignore = [], spacing, objects, exif, axes, array } = options;
  const { empty, labels, surface, penalty } = options;
  checkTogether(options, parseMetrics(metrics));
  const geometry = options.geometry === "ignore" ? "index" : "world";
  const decode = { ...(axes !== undefined && { axes }), ...(array !== undefined && { array }) };
  const panoptic = labels === "panoptic" ? await panopticSettings(files, options) : undefined;
  return {
    ...{ metrics, ignore, empty, labels, surface, penalty, geometry, decode },
    ...(classes && { classes }),
    ...(regions && { regions }),
    ...(spacing && { spacing }),
    ...(exif && { exif }),
    ...(panoptic && { panoptic }),
    ...(objects && { objects }),
    parts: partSettings(options),
    paint: {
      as: labels === "instances" ? "instances" : "classes",
      ...(options.polygons && { rule: options.polygons }),
    },
  };
}

function partSettings({ connectivity, minSize, dilation }: ScoreOptions): PartSettings {
  return {
    ...(connectivity !== undefined && { connectivity }),
    ...(minSize !== undefined && { smallest: minSize }),
    ...(dilation !== undefined && { dilation }),
  };
}

function checkTogether(options: ScoreOptions, choices: readonly MetricChoice[]): void {
  const { classes, regions, labels, empty } = options;
  if (classes && labels !== "classes" && labels !== "panoptic")
    throw dataError(`--classes goes with --labels classes; ${labels} are one class, every label above 0`);
  if (regions && labels !== "classes") throw dataError("--regions are sets of classes; leave --labels out");
  if (regions && classes) throw dataError("--regions and --classes both say what is scored; leave one out");
  const ofAll = choices.find(({ metric }) => metric.kind === "matrix");
  if (regions && ofAll)
    throw dataError(
      `--metrics: ${ofAll.title} is of all classes at once, and regions may overlap; leave it out`,
    );
  for (const [name, given] of Object.entries({
    ...{ "--divisor": options.divisor, "--things": options.things, "--segments": options.segments },
  }))
    if (given !== undefined && labels !== "panoptic") throw dataError(`${name} goes with --labels panoptic`);
  checkObjects(options);
  if (empty !== "skip" && (labels === "classes" || labels === "panoptic") && !classes && !regions)
    throw dataError(
      `--empty ${empty} needs to know what an image could hold: name the labels with --classes`,
    );
}

function checkObjects({ labels, connectivity, dilation, minSize }: ScoreOptions): void {
  const isFiles = labels === "instances" || labels === "panoptic";
  if (isFiles && (connectivity !== undefined || dilation !== undefined))
    throw dataError(
      `${connectivity === undefined ? "--dilation" : "--connectivity"} is for objects that are connected parts; with --labels ${labels} the files number them`,
    );
  if (labels === "panoptic" && minSize !== undefined)
    throw dataError("--min-size is not for --labels panoptic, where every segment counts");
}
