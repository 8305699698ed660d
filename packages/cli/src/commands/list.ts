import type { Command as Parser } from "commander";
import { allOptions, LINKS, LOSSES, type LossDefinition, PRESETS, type Preset } from "segloss";
import { METRIC_KINDS, type MetricDescription } from "segloss/metrics";
import { NAMED_SETS } from "../data/index.ts";
import { ENGINES } from "../options/engines.ts";
import type { Io } from "../terminal/io.ts";
import { heading, indented } from "../terminal/prose.ts";
import type { Command } from "./command.ts";

/** `segloss list`: everything that can be named on the command line. */
export const list: Command = {
  name: "list",
  examples: ["segloss list", "segloss list --json"],
  define(parser: Parser, io: Io) {
    parser.option("--json", "one JSON object on stdout").action((options: { json?: boolean }) => {
      const everything = collect();
      io.out(options.json ? `${JSON.stringify(everything, infinityAsText)}\n` : describe(everything, io));
    });
  },
};

type Everything = ReturnType<typeof collect>;

function collect() {
  return {
    losses: LOSSES.map(({ definition }) => describeLoss(definition)),
    metrics: METRIC_KINDS.flatMap(({ reads, metrics }) =>
      metrics.map((metric) => describeMetric(reads, metric)),
    ),
    engines: ENGINES.map(({ name, summary, open }) => ({ name, summary, evaluates: open !== undefined })),
    links: LINKS.map(({ name, summary }) => ({ name, summary })),
    presets: PRESETS.flatMap(({ losses }) => Object.values(losses).map(describePreset)),
    dataSets: NAMED_SETS.map(({ name, summary }) => ({ name, summary })),
  };
}

function describeLoss(definition: LossDefinition) {
  const own = Object.keys(definition.options);
  const options = Object.entries(allOptions(definition)).map(([name, spec]) => ({
    name,
    common: !own.includes(name),
    ...spec,
  }));
  const { name, title, summary, use, reference } = definition;
  return { name, title, summary, use, reference, options };
}

function describeMetric(reads: string, metric: MetricDescription) {
  const { name, aliases, title, formula, range, best, parameters, use, elsewhere, reference } = metric;
  return { name, aliases, title, reads, formula, range, best, parameters, use, elsewhere, reference };
}

/** JSON has no Infinity. */
function infinityAsText(_: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? String(value) : value;
}

function describePreset({ definition }: Preset) {
  const { name, summary, note, defects } = definition;
  const options = Object.entries(definition.options).map(([option, spec]) => ({
    name: option,
    common: false,
    ...spec,
  }));
  return { name, summary, note, defects, options };
}

function describe({ losses, metrics, engines, links, presets, dataSets }: Everything, io: Io): string {
  const common = losses[0].options.filter((option) => option.common);
  const sections: [string, (readonly [string, string])[]][] = [
    ["Losses", losses.map((loss) => [loss.name, withOptions(loss)])],
    ["Options of every loss", common.map((option) => [option.name, option.doc])],
    ...METRIC_KINDS.map(({ reads }): [string, [string, string][]] => [
      `Metrics of ${reads}`,
      metrics.filter((metric) => metric.reads === reads).map((metric) => [metric.name, metricLine(metric)]),
    ]),
    ["Links, from logits to probabilities", links.map(({ name, summary }) => [name, summary])],
    ["Engines", engines.map(({ name, summary }) => [name, summary])],
    ["Data sets", dataSets.map(({ name, summary }) => [name, summary])],
    ["Presets of other libraries", presets.map((preset) => [preset.name, withOptions(preset)])],
  ];
  const filled = sections.filter(([, rows]) => rows.length > 0);
  return `${filled.map(([title, rows]) => `${heading(title, io)}\n${indented(rows, io.width)}`).join("\n\n")}\n`;
}

/** Title, formula, other names, parameters with their defaults. */
function metricLine({ title, formula, aliases, parameters }: Everything["metrics"][number]): string {
  const given = Object.entries(parameters).map(
    ([name, { default: value, choices }]) => `${name}=${choices?.[value] ?? value}`,
  );
  const names = aliases.length === 0 ? "" : `; also ${aliases.join(", ")}`;
  return `${title}: ${formula}${names}${given.length === 0 ? "" : ` (${given.join(", ")})`}`;
}

/** The summary and the loss's own options; one without a value is not set. */
function withOptions({
  summary,
  options,
}: Pick<Everything["losses"][number], "summary" | "options">): string {
  const own = options.filter((option) => !option.common);
  const shown = own.map(({ name, default: value }) => (value === null ? name : `${name}=${value}`));
  return shown.length === 0 ? summary : `${summary} (${shown.join(", ")})`;
}
