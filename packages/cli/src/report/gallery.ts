import { confusionMatrix, diceScore, score } from "segloss/metrics";
import type { Experiment } from "../compare/experiment.ts";
import type { Trial } from "../compare/trial.ts";
import type { Sample } from "../data/index.ts";
import { html, type Markup } from "./html.ts";
import { lossName } from "./loss-name.ts";
import { type Colour, classColours, cssColour } from "./palette.ts";
import { classMap, errorMap, photograph } from "./pictures.ts";
import type { Report } from "./report.ts";

/** Held-back images, their truth, and below them what each loss made of them; errors can be marked. */
export function gallery({ results, trials, experiment }: Report): Markup {
  const { held, gallery: chosen } = experiment;
  const samples = chosen.map((index) => held.images[index]);
  const colours = classColours(held.classes);
  const shown = results.losses.flatMap(({ loss }, index) => {
    const trial = trials.find((one) => one.loss === loss && one.predictions.length > 0);
    return trial ? [predictionRow(trial, index, samples, experiment, colours)] : [];
  });
  const photographs = samples.map(
    (sample) => html`<td><img src="${photograph(sample, held.channels)}" alt="image ${sample.name}"></td>`,
  );
  const truths = samples.map(
    (sample) =>
      html`<td><img src="${classMap(sample.mask, sample.width, sample.height, colours)}" alt="true classes of ${sample.name}"></td>`,
  );
  const several = results.settings.seeds.length > 1;
  const names = samples.map(({ name }) => html`<th scope="col">${name}</th>`);
  return html`<p class="legend">${legend(held.classes, colours)}
${several ? html`<span>networks of the first seed that ended</span>` : html``}
<label><input type="checkbox" id="errors"> mark wrong pixels</label></p>
<div class="wide"><table class="gallery">
<thead><tr><td></td>${names}</tr></thead>
<tbody>
<tr><th scope="row">image</th>${photographs}</tr>
<tr><th scope="row">truth</th>${truths}</tr>
${shown}
</tbody></table></div>`;
}

function legend(classes: readonly string[], colours: readonly Colour[]): Markup[] {
  return classes.map(
    (name, index) =>
      html`<span class="key"><span class="box" style="background:${cssColour(colours[index])}"></span>${name}</span>`,
  );
}

function predictionRow(
  trial: Trial,
  index: number,
  samples: readonly Sample[],
  experiment: Experiment,
  colours: readonly Colour[],
): Markup {
  const cells = samples.map((sample, i) =>
    prediction(trial, trial.predictions[i], sample, experiment, colours),
  );
  return html`<tr><th scope="row">${lossName(trial.loss, index)}</th>${cells}</tr>`;
}

function prediction(
  { loss }: Trial,
  predicted: Uint8Array,
  sample: Sample,
  { held, scored }: Experiment,
  colours: readonly Colour[],
): Markup {
  const { width, height, mask, name } = sample;
  const options = { classes: held.classes.length, ...(held.ignore !== undefined && { ignore: held.ignore }) };
  const dice = score(diceScore, confusionMatrix(predicted, mask, options), { classes: scored })
    .value as number;
  const figure = `Dice ${dice.toFixed(2)}`;
  return html`<td><span class="stack"><img src="${classMap(predicted, width, height, colours)}" alt="${loss} on ${name}: ${figure}"><img class="errors" src="${errorMap(predicted, sample, held.ignore)}" alt="wrong pixels"></span><span class="small">${figure}</span></td>`;
}
