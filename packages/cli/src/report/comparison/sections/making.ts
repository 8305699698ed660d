import type { ComparisonResults } from "../../../compare/protocol/results.ts";
import { listed } from "../../../compare/verdict/listed.ts";
import { cropText, networkText } from "../../../compare/verdict/network-text.ts";
import { html, type Markup } from "../../../page/html.ts";
import { duration } from "../../../terminal/duration.ts";
import { countOf, percent } from "../figures.ts";
import { facts } from "../table.ts";
import type { Section } from "../view.ts";

type Fact = readonly [string, string | Markup];

export const making: Section = {
  id: "making",
  title: "How it was made",
  render({ results, pictures }) {
    const what = results.plan.finals.train ? "In the studio this address trains" : "This command trains";
    return html`<p>${what} the same plan again; on the same kind of processor with the same ONNX Runtime it gives the same numbers to the bit:</p>
${results.command.split("\n").map((line) => html`<pre>${line}</pre>`)}
<div class="facts"><section><h3>Data</h3>${facts(dataFacts(results, pictures.images.length > 0))}</section><section><h3>Training</h3>${facts(trainingFacts(results))}</section><section><h3>Time and surroundings</h3>${spent(results)}${facts(surroundings(results))}</section></div>`;
  },
};

/** Notes are about files, and name images and groups: not where images are not to be seen. */
function dataFacts({ data, plan }: ComparisonResults, withNames: boolean): Fact[] {
  const sizes = [...new Set(data.images.map(({ width, height }) => `${width}x${height}`))];
  return [
    ["set", data.name],
    [
      "classes, share of the pixels",
      data.classes.map((name, c) => `${name} ${percent(data.classShares[c])}`).join(", "),
    ],
    ...(data.regions
      ? [
          [
            "regions, unions of classes",
            data.regions.map(({ name, classes }) => `${name}: ${classes.join(" + ")}`).join("; "),
          ] as const,
        ]
      : []),
    ["means are over", data.scored.map((c) => data.classes[c]).join(", ")],
    ...(data.thin.length > 0 ? [["thin", data.thin.map((c) => data.classes[c]).join(", ")] as const] : []),
    [
      "images",
      `${data.images.length}, ${countOf(data.channels, "channel")}, ${sizes.length > 3 ? `${sizes.length} sizes` : listed(sizes)}`,
    ],
    ["fingerprint", plan.data.fingerprint],
    ...(withNames ? data.notes.map((note): Fact => ["note", note]) : []),
    ...(!withNames && data.notes.length > 0 ? [["notes", NOTES_LEFT_OUT] as const] : []),
    ...(data.credit ? [["source", data.credit] as const] : []),
  ];
}

const NOTES_LEFT_OUT = "left out as the images are, since they name files; results.json has them";

function trainingFacts({ plan, losses, data }: ComparisonResults): Fact[] {
  const { network, training, finals, validation } = plan;
  const { size, batch } = training;
  const { train: alone } = finals;
  const train =
    alone?.length ?? ((data.images.length - validation.length) * (finals.folds - 1)) / finals.folds;
  const pixels = data.images.reduce((sum, { width, height }) => sum + width * height, 0) / data.images.length;
  const epochs = (finals.steps * batch * size * size) / (train * pixels);
  const split = losses.filter(({ trials }) => trials.some(({ engine }) => engine !== "in graph"));
  return [
    [
      "network",
      `${networkText(network)}; every pixel starts at the shares that the classes have in its training images`,
    ],
    ["optimiser", "Adam; the rate rises over 5 % of the steps, then falls as a cosine to 0"],
    [
      "steps of a final training",
      `${finals.steps} of ${batch} crops of ${size}x${size}, as many pixels as ${epochs.toFixed(1)} passes over its images`,
    ],
    ["crops", `${cropText(training)}; the same for every loss`],
    ["test", "whole images in overlapping tiles, once, at the end"],
    [
      "ranked by",
      `${plan.rank}, differences below ${plan.margin} do not matter; both set before the trainings`,
    ],
    ["threads of a training", `${training.threads}, ${training.atOnce} at once`],
    ["computed by", `ONNX Runtime, provider ${training.provider ?? "cpu"}`],
    ...(split.length > 0
      ? [["loss beside the graph", split.map(({ loss }) => loss).join(", ")] as const]
      : []),
  ];
}

const PARTS = [
  ["steps", "training steps"],
  ["validation", "validation on the way"],
  ["test", "test at the end"],
  ["setUp", "making the graphs"],
] as const;

function spent({ spent: times }: ComparisonResults): Markup {
  const all = PARTS.reduce((sum, [part]) => sum + times[part], 0);
  if (all === 0) return html``;
  const shares = PARTS.map(([part, title]) => `${title} ${percent(times[part] / all)}`);
  return html`<div class="shares" role="img" aria-label="${shares.join(", ")}">${PARTS.map(([part], k) => html`<span style="width:${((100 * times[part]) / all).toFixed(1)}%;background:var(--loss${[0, 1, 3, 9][k]})"></span>`)}</div><p class="legend">${PARTS.map(([, title], k) => html`<span class="key"><span class="swatch" style="background:var(--loss${[0, 1, 3, 9][k]})"></span>${shares[k].replace(title, `${title}:`)}</span>`)}</p>`;
}

function surroundings({ environment, startedAt, seconds, spent: times, losses }: ComparisonResults): Fact[] {
  const memory = Math.max(0, ...losses.flatMap(({ trials }) => trials.map(({ peakMemory }) => peakMemory)));
  const all = PARTS.reduce((sum, [part]) => sum + times[part], 0);
  return [
    ["took", `${duration(seconds)} in all; trainings added up ${duration(all)}`],
    ["began", startedAt],
    // A page does not know its own.
    ...(memory > 0 ? [["most memory of one process", `${Math.round(memory / 1e6)} MB`] as const] : []),
    ...Object.entries(environment),
    ...machineFacts(losses),
  ];
}

/** Where trainings were done that workers did. Which machine did which is part of the noise of a training, as its seed is. */
function machineFacts(losses: ComparisonResults["losses"]): Fact[] {
  const trained = losses.flatMap(({ trials }) => trials.flatMap(({ machines = [] }) => machines));
  const counts = new Map<string, number>();
  for (const { name, processor, provider } of trained) {
    const text = `${name} (${processor}, ${provider})`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const shown = [...counts].map(
    ([machine, count]): Fact => ["trained on", `${machine}: ${countOf(count, "training")}`],
  );
  const kinds = new Set(trained.map(({ processor, provider }) => `${processor} ${provider}`));
  if (kinds.size < 2) return shown;
  const note =
    "trainings on different processors differ in their last digits and drift apart from there: which one did which is part of the noise of a training, as its seed is";
  return [...shown, ["machines", note]];
}
