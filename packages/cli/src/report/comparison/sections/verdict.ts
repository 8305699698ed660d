import type { ComparisonResults } from "../../../compare/protocol/results.ts";
import { listed } from "../../../compare/verdict/listed.ts";
import { html, type Markup } from "../../../page/html.ts";
import { duration } from "../../../terminal/duration.ts";
import { chances } from "../chances.ts";
import { probability } from "../figures.ts";
import { facts } from "../table.ts";

const WORDS: Readonly<Record<ComparisonResults["verdict"]["word"], string>> = {
  better: "better: one loss is ahead of every other one, each at 5 %",
  equivalent: "equivalent: within the margin of the leader",
  undecided: "undecided: these trainings do not tell who is best",
  candidates: "candidates: too little was trained to name a winner",
};

/** The head of the page: what was found, in a sentence, with what it rests on and what it does not say. */
export function verdictHead(results: ComparisonResults, heading: "h1" | "h2"): Markup {
  const { verdict, data, startedAt } = results;
  const claim = heading === "h1" ? html`<h1>${verdict.claim}</h1>` : html`<h2>${verdict.claim}</h2>`;
  return html`<p class="eyebrow">Losses compared on ${data.name}, ${startedAt.slice(0, 10)}</p>
${claim}
<p><span class="word">${WORDS[verdict.word]}</span></p>
<p>${verdict.caution}</p>
${partialBanner(results)}
<div class="key-figures">${figures(results)}</div>`;
}

/** Said at the top and wherever figures are shown that are not all there. */
export function partialBanner(results: ComparisonResults): Markup {
  if (results.complete) return html``;
  return html`<p class="banner"><b>Partial.</b> ${missingText(results)} Only folds that all losses have finished enter the verdict.</p>`;
}

function missingText({ losses, unfinished, plan }: ComparisonResults): string {
  const all = plan.finals.folds * plan.finals.repeats;
  const short = losses.filter(({ trials }) => trials.length < all);
  const lines = short.map(({ loss, trials }) => `${loss} (${trials.length} of ${all} trainings)`);
  const said = [...lines, ...unfinished.map((loss) => `${loss} (none)`)];
  return said.length === 0 ? "Trainings of the plan are missing." : `Not finished: ${listed(said)}.`;
}

function figures(results: ComparisonResults): Markup[] {
  const { verdict, losses, seconds, plan, complete } = results;
  const trainings = losses.reduce((sum, { trials }) => sum + trials.length, 0);
  const best = chances(verdict)?.[0];
  const entries: (readonly [string, string])[] = [
    ["losses", String(losses.length + results.unfinished.length)],
    ["images scored", scoredImages(results)],
    plan.finals.train
      ? ["one split, seeds", String(verdict.repeats)]
      : ["folds x repeats", `${verdict.folds} x ${verdict.repeats}`],
    ["trainings", complete ? String(trainings) : `${trainings} (partial)`],
    ["budget", plan.budget],
    ["took", duration(seconds)],
    ...(best === undefined ? [] : [["leader is the best", probability(best)] as const]),
  ];
  return entries.map((entry) => facts([entry]));
}

/** Images that hold nothing to score are tested too. */
function scoredImages({ verdict, plan, complete }: ComparisonResults): string {
  const tested = plan.finals.fold[0].filter((fold) => fold >= 0).length;
  return complete && verdict.images < tested ? `${verdict.images} of ${tested}` : String(verdict.images);
}
