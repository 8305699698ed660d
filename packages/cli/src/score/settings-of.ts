import type { EmptyPolicy, Region } from "segloss/metrics";
import { dataError } from "../data/data-error.ts";
import { type MetricChoice, parseMetrics } from "./metric-choice.ts";
import { panopticSettings } from "./panoptic-settings.ts";
import type { PartSettings, ScoreSettings } from "./score-settings.ts";

/** The options of `segloss score`. */
export interface ScoreCommandOptions {
  readonly metrics: string;
  readonly classes?: readonly number[];
  readonly regions?: readonly Region[];
  readonly ignore?: readonly number[];
  readonly spacing?: readonly number[];
  readonly empty: EmptyPolicy;
  readonly labels: ScoreSettings["labels"];
  readonly surface: ScoreSettings["surface"];
  readonly penalty: ScoreSettings["penalty"];
  readonly divisor?: number;
  readonly things?: readonly number[];
  readonly segments?: string;
  readonly connectivity?: string;
  readonly minSize?: number;
  readonly dilation?: number;
  readonly objects?: boolean;
  readonly workers?: number;
  readonly csv?: string;
  readonly json?: boolean;
}

/** @throws DataError for options that contradict each other, and files that are something else */
export async function settingsOf(options: ScoreCommandOptions): Promise<ScoreSettings> {
  const { metrics, classes, regions: named, ignore = [], spacing, objects } = options;
  const { empty, labels, surface, penalty: missed } = options;
  checkTogether(options, parseMetrics(metrics));
  const settings = { metrics, ignore, empty, labels, surface, penalty: missed };
  const panoptic = labels === "panoptic" ? await panopticSettings(options) : undefined;
  return {
    ...settings,
    ...(classes && { classes }),
    ...(named && { regions: named }),
    ...(spacing && { spacing }),
    ...(panoptic && { panoptic }),
    ...(objects && { objects }),
    parts: partSettings(options),
  };
}

function partSettings({ connectivity, minSize, dilation }: ScoreCommandOptions): PartSettings {
  return {
    ...(connectivity !== undefined && { connectivity }),
    ...(minSize !== undefined && { smallest: minSize }),
    ...(dilation !== undefined && { dilation }),
  };
}

/** @throws DataError for options that contradict each other */
function checkTogether(options: ScoreCommandOptions, choices: readonly MetricChoice[]): void {
  const { classes, regions: named, labels, empty } = options;
  if (classes && labels !== "classes" && labels !== "panoptic")
    throw dataError(`--classes goes with --labels classes; ${labels} are one class, every label above 0`);
  if (named && labels !== "classes") throw dataError("--regions are sets of classes; leave --labels out");
  if (named && classes) throw dataError("--regions and --classes both say what is scored; leave one out");
  const ofAll = choices.find(({ metric }) => metric.kind === "matrix");
  if (named && ofAll)
    throw dataError(
      `--metrics: ${ofAll.title} is of all classes at once, and regions may overlap; leave it out`,
    );
  for (const [name, given] of Object.entries({
    ...{ "--divisor": options.divisor, "--things": options.things, "--segments": options.segments },
  }))
    if (given !== undefined && labels !== "panoptic") throw dataError(`${name} goes with --labels panoptic`);
  const isFiles = labels === "instances" || labels === "panoptic";
  if (isFiles && (options.connectivity !== undefined || options.dilation !== undefined))
    throw dataError(
      `${options.connectivity === undefined ? "--dilation" : "--connectivity"} is for objects that are connected parts; with --labels ${labels} the files number them`,
    );
  if (labels === "panoptic" && options.minSize !== undefined)
    throw dataError("--min-size is not for --labels panoptic, where every segment counts");
  if (empty !== "skip" && (labels === "classes" || labels === "panoptic") && !classes && !named)
    throw dataError(
      `--empty ${empty} needs to know what an image could hold: name the labels with --classes`,
    );
}
