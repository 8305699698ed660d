import { html } from "../../../page/html.ts";
import { shown } from "../figures.ts";
import { breakable } from "../loss-label.ts";
import { table } from "../table.ts";
import type { Section } from "../view.ts";

export const screen: Section = {
  id: "screen",
  title: "The screen",
  render({ results: { screen: screened, plan } }) {
    if (screened.length === 0) return undefined;
    const { rates, rateSteps, lossTrainings, lossSteps } = plan.screen;
    const atEnd = screened.filter((one) => one.atEnd !== null && rates.length > 1);
    const intro =
      rates.length < 2
        ? `One learning rate was set: ${rates[0] ?? screened[0].rate}.`
        : `Each loss tried ${rates.length} learning rates for ${rateSteps} steps; the one with the best Dice on the validation images was taken (bold).`;
    const dropped =
      lossTrainings > 0
        ? ` Then ${lossTrainings} trainings of ${lossSteps} steps a loss chose which go on.`
        : "";
    const all = [...new Set(screened.flatMap((one) => one.rates.map(({ rate }) => rate)))].sort(
      (a, b) => a - b,
    );
    return html`<p>${intro}${dropped} No test image was looked at.</p>
${atEnd.length === 0 ? "" : html`<p class="banner">The best rate is at an end of those tried: ${atEnd.map(({ loss, atEnd: end, rate }) => `${loss} (${rate}, the ${end ?? ""})`).join(", ")}. One beyond it may be better still.</p>`}
${table(
  "Dice of the validation crops at each learning rate",
  "loss",
  [
    ...all.map((rate) => ({ head: String(rate), number: true })),
    ...(lossTrainings > 0 ? [{ head: "trainings that choose losses" }] : []),
    { head: "outcome" },
  ],
  screened.map(({ loss, note, rates: tried, rate, trainings, outcome }) => ({
    head: html`${breakable(loss)}${note !== null ? html`<div class="small">${note}</div>` : ""}`,
    cells: [
      ...all.map((one) => {
        const found = tried.find((own) => own.rate === one);
        return found ? (found.validationDice === null ? found.state : shown(found.validationDice)) : "-";
      }),
      ...(lossTrainings > 0
        ? [trainings.map((value) => (value === null ? "failed" : shown(value))).join(", ")]
        : []),
      outcome,
    ],
    best: [all.indexOf(rate)],
  })),
)}`;
  },
};
