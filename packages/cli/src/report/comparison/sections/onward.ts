import { parseLoss, type SourceCodeOptions, sourceCode } from "segloss";
import { outputsOf } from "../../../compare/protocol/outputs-of.ts";
import type { ComparisonResults, DataDescription, LossResult } from "../../../compare/protocol/results.ts";
import { listed } from "../../../compare/verdict/listed.ts";
import { html, type Markup } from "../../../page/html.ts";
import { shellWord } from "../../../terminal/shell-word.ts";
import type { Section } from "../view.ts";

export const onward: Section = {
  id: "onward",
  title: "Use it",
  render({ results }) {
    const { losses, verdict, data } = results;
    const chosen = losses[verdict.winner ?? 0];
    if (!chosen) return undefined;
    const { options, flags } = ownTraining(data);
    const { code } = sourceCode(parseLoss(chosen.loss), { as: "pytorch", ...options });
    const model = modelOf(chosen);
    const isAlone = results.plan.finals.train !== undefined;
    const folder = isAlone ? SINGLE : FOLDS;
    return html`<p>${intro(results, chosen)}</p>
<h3>Predict with a trained network, and score it</h3>
${model ? html`<pre>npx segloss predict ${shellWord(isAlone ? model : model.slice(0, model.lastIndexOf("/")))} images/ -o predicted/</pre>${scoring(results)}<p class="small">${folder}</p>` : html`<p>No network of it has ended.</p>`}
<h3>The loss in your own training</h3>
<pre>npx segloss explain ${shellWord(chosen.loss)} --as pytorch${flags}</pre>
<p class="small">Also <code>--as jax</code>, <code>--as keras</code> and <code>--as tfjs</code>.</p>
<details><summary>${chosen.loss} as PyTorch source</summary><pre><code>${code}</code></pre></details>`;
  },
};

/** How the loss is given to `sourceCode` and `explain`, so that it is the one of these trainings. */
function ownTraining(data: DataDescription): {
  options: Omit<SourceCodeOptions, "as">;
  flags: string;
} {
  const { classes, regions, ignore, renumbered = false } = data;
  // Targets are indices of classes, or regions: what is left out has a number of its own there only where the masks' are the same.
  const mask = ignore !== undefined && (regions !== undefined || renumbered || ignore < classes.length);
  const own = ignore !== undefined && !mask ? { ignore } : {};
  const flags = mask ? " --mask" : ignore === undefined ? "" : ` --ignore ${ignore}`;
  if (regions) {
    const channels = regions.length;
    return {
      options: { channels, link: "sigmoid", targets: "soft", mask },
      flags: ` --channels ${channels} --link sigmoid --soft${flags}`,
    };
  }
  const { channels } = outputsOf({ classes }, []);
  return { options: { channels, mask, ...own }, flags: ` --channels ${channels}${flags}` };
}

/** Where masks have numbers that no prediction has, nothing can be typed. */
function scoring({ losses, data }: ComparisonResults): Markup {
  const { regions, classes, renumbered, ignore } = data;
  if (regions)
    return html`<p class="small">Those masks hold the numbers of regions (${listed(regions.map(({ name }, k) => `${k + 1} ${name}`))}; of regions that overlap the last one), not those of the classes of your masks: to score a region, write probabilities (<code>--as probabilities</code>), and hold each of them, cut at 0.5, against the union of its classes.</p>`;
  if (renumbered)
    return html`<p class="small">Those masks hold the numbers ${listed(classes.map((name, k) => `${k} ${name}`))}, and your masks others: <code>segloss score</code> holds equal numbers against each other, so give the masks these first.</p>`;
  const objects = hasObjects(losses) ? " --labels foreground" : "";
  const left = ignore === undefined ? "" : ` --ignore ${ignore}`;
  return html`<pre>npx segloss score predicted/ truth/${objects}${left}</pre>`;
}

const FOLDS =
  "To be typed in the folder of this report. The folder holds the networks of the folds, whose probabilities are averaged; each did not see the images of its own fold, and all saw those of the others.";
const SINGLE = "To be typed in the folder that the network was saved in.";

function intro({ verdict, losses }: ComparisonResults, chosen: LossResult): string {
  if (losses.length === 1) return "There was one loss.";
  if (verdict.winner !== null) return `${chosen.loss} is the winner.`;
  const { late = [] } = verdict;
  const others = verdict.candidates.filter((k) => losses[k] !== chosen && !late.includes(k));
  const says = (of: readonly number[], what: string) =>
    of.length > 0 ? `; ${listed(of.map((k) => losses[k].loss))} ${what}` : "";
  const open = `${says(others, "may be as good")}${says(late, "may catch up in longer trainings")}`;
  return `No winner was named. Below stands ${chosen.loss}, which leads${open}.`;
}

/** Whether masks number objects, which a network of classes does not. */
function hasObjects(losses: readonly LossResult[]): boolean {
  return losses.some(({ trials }) => trials.some(({ evidence }) => evidence.some((one) => "pq" in one)));
}

/** A converged training of the first repeat where there is one. */
function modelOf({ trials }: LossResult): string | undefined {
  const kept = trials.filter(({ model }) => model !== null);
  return (kept.find(({ state }) => state === "converged") ?? kept[0])?.model ?? undefined;
}
