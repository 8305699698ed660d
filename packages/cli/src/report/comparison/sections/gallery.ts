import type { ComparisonResults } from "../../../compare/protocol/results.ts";
import { imageScore, measureOf } from "../../../compare/verdict/measures.ts";
import { base64 } from "../../../page/base64.ts";
import { html, type Markup } from "../../../page/html.ts";
import { cssColour } from "../../../page/palette.ts";
import { ERROR_COLOURS, ERROR_WORDS } from "../error-colours.ts";
import { shown } from "../figures.ts";
import { lossLabel } from "../loss-label.ts";
import type { PicturedImage } from "../pictures.ts";
import type { Section } from "../view.ts";

export const gallery: Section = {
  id: "images",
  title: "Images on which the losses differ",
  render({ results, pictures }) {
    if (pictures.images.length === 0) return undefined;
    const classes = results.data.classes.map((name, c) => key(cssColour(pictures.colours[c]), name));
    const errors = ERROR_WORDS.map(([kind, word]) => key(cssColour(ERROR_COLOURS[kind]), word));
    return html`<p class="small">Where the losses differ most, and the worst image of each, chosen from the scores alone. Predictions are of the network that did not see the image, of the first repeat that has one; beside each, what is wrong in it. Larger images are shown smaller.</p>
<p class="legend">Classes: ${classes}</p><p class="legend">Errors: ${errors}</p>
${pictures.images.map((one) => pictureSet(one, results))}`;
  },
};

function key(colour: string, name: string): Markup {
  return html`<span class="key"><span class="box" style="background:${colour}"></span>${name}</span>`;
}

function pictureSet(one: PicturedImage, results: ComparisonResults): Markup {
  const { image, why, photograph, truth, predictions } = one;
  const { name } = results.data.images[image];
  const cards = predictions.map(({ loss, classes, errors }) => {
    const index = results.losses.findIndex((result) => result.loss === loss);
    const figure = scoreText(results, index, image);
    return html`<figure><div class="pair">${picture(classes, `${loss} on ${name}: ${figure}`)}${picture(errors, `errors of ${loss} on ${name}`)}</div><figcaption>${lossLabel(loss, index)}<div>${figure}</div></figcaption></figure>`;
  });
  return html`<section class="picture-set"><h3>${name}</h3><p class="small">${why}</p><div class="pictures"><figure><div class="pair">${picture(photograph, `image ${name}`)}${picture(truth, `true classes of ${name}`)}</div><figcaption>image, truth</figcaption></figure>${cards}</div></section>`;
}

function picture(bytes: Uint8Array, alt: string): Markup {
  return html`<img src="data:image/png;base64,${base64(bytes)}" alt="${alt}">`;
}

/** Of the first training that has a network and did not see the image: the one that is pictured. */
function scoreText({ losses, plan, data }: ComparisonResults, loss: number, image: number): string {
  const evidence = losses[loss]?.trials
    .filter(({ model }) => model !== null)
    .flatMap((trial) => trial.evidence)
    .find((one) => one.image === image);
  const score = evidence ? imageScore(measureOf(plan.rank), evidence, data.scored) : null;
  return `${measureOf(plan.rank).title} ${shown(score)}`;
}
