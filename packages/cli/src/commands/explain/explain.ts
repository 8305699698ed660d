import { Option, type Command as Parser } from "commander";
import {
  type Explanation,
  explain as explainLoss,
  LINKS,
  type LinkName,
  LOSSES,
  type Loss,
  parseLoss,
} from "segloss";
import { isDataError } from "../../data/data-error.ts";
import { aCount } from "../../options/option-values.ts";
import { letters } from "../../page/letters.ts";
import { drawCurves } from "../../terminal/draw-curves.ts";
import type { Io } from "../../terminal/io.ts";
import { type LossCurves, lossCurves } from "../../terminal/loss-curves.ts";
import { onUsersInput } from "../../terminal/on-users-input.ts";
import { broken, heading } from "../../terminal/prose.ts";
import type { Command } from "../command.ts";
import { addSourceOptions, checkSourceFlags, type SourceFlags } from "./source-options.ts";

interface ExplainOptions extends SourceFlags {
  readonly latex?: boolean;
  readonly json?: boolean;
  readonly link?: LinkName;
  readonly channels?: number;
}

/** `segloss explain`: how a loss is computed, derived from its formula. */
export const explain: Command = {
  name: "explain",
  examples: [
    "segloss explain focal",
    'segloss explain "dice + 0.5*focal" --channels 3',
    "segloss explain tversky --latex",
    "segloss explain lovasz --as pytorch --channels 3 --ignore 255",
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument("<loss>", "name, call, sum or formula")
      .addOption(
        new Option(
          "--link <link>",
          "logits to probabilities (default: sigmoid for one channel, else softmax)",
        ).choices(LINKS.map(({ name }) => name)),
      )
      .option("--channels <n>", "channels of the logits (default: 1, with softmax 3)", aCount(1))
      .option("--latex", "write the formulas as LaTeX")
      .option("--json", "one JSON object on stdout");
    addSourceOptions(parser).action((loss: string, options: ExplainOptions) => run(loss, options, io));
  },
};

async function run(text: string, given: ExplainOptions, io: Io): Promise<void> {
  checkSourceFlags(given);
  if (given.as !== undefined) {
    const { printSource } = await import("./print-source.ts");
    return printSource(text, { ...given, as: given.as }, io);
  }
  const { latex, json, link, channels } = given;
  const options = { ...(link && { link }), ...(channels && { channels }) };
  const { loss, explanation } = onUsersInput("", () => {
    const parsed = parseLoss(text);
    return { loss: parsed, explanation: explainLoss(parsed, options) };
  });
  if (json) io.out(`${JSON.stringify({ ...explanation, terms: describeTerms(loss) })}\n`);
  else if (latex) io.out(asLatex(explanation));
  else io.out(`${sections(loss, explanation, io).join("\n\n")}\n`);
}

type TermDescription = ReturnType<typeof describeTerms>[number];

/** What the definitions say about the losses of a sum; own formulas have none. */
function describeTerms(loss: Loss) {
  const names = [...new Set(loss.terms.map(({ name }) => name))];
  return names.flatMap((name) => {
    const definition = LOSSES.find((factory) => factory.definition.name === name)?.definition;
    if (!definition) return [];
    const { title, summary, legend, use, emptyMask, special, reference, seed = null } = definition;
    return [{ name, title, summary, legend, use, emptyMask, special, reference, seed }];
  });
}

function asLatex({ loss, latex, steps, value, gradient }: Explanation): string {
  const lines = [
    `% ${loss}`,
    latex,
    ...steps.flatMap((step, i) => [`% ${i + 1}. ${step.title}: ${step.note}`, step.latex]),
    "% compiled value",
    value.latex,
    "% compiled gradient with respect to z",
    gradient.latex,
  ];
  return `${lines.join("\n")}\n`;
}

function sections(loss: Loss, explanation: Explanation, io: Io): string[] {
  const { formula, steps, value, gradient, passes, link, channels } = explanation;
  const terms = describeTerms(loss);
  const title = terms.map((term) => `${term.title}: ${term.summary}`).join("\n");
  const one = channels === 1 ? "one channel" : `${channels} channels`;
  return [
    `${heading(explanation.loss, io)}\n${title === "" ? "a formula of your own" : title}\n${one}, ${link} link`,
    section("Formula", [formula, ...legendLines(terms, formula)], io),
    section(
      "Derivation",
      steps.flatMap((step, i) => [
        `${i + 1}. ${step.title}`,
        ...broken(step.note, 90).map((line) => `   ${line}`),
        ...step.text.split("\n").map((line) => `     ${line}`),
      ]),
      io,
    ),
    section("Compiled", [`value     ${value.text}`, `gradient  ${gradient.text}`], io),
    section(
      "Passes over the data",
      passes.flatMap(({ pass, lines }) =>
        lines.map((line, i) => `${(i === 0 ? pass : "").padEnd(8)} ${line}`),
      ),
      io,
    ),
    curve(loss, explanation, io),
    ...terms.map((term) => remarks(term, terms.length > 1, io)),
  ];
}

function section(title: string, lines: readonly string[], io: Io): string {
  return `${heading(title, io)}\n${lines
    .flatMap((line) => line.split("\n"))
    .map((line) => `  ${line}`)
    .join("\n")}`;
}

/** Meanings of the symbols that the formula really has. */
function legendLines(terms: readonly TermDescription[], formula: string): string[] {
  return terms.flatMap(({ legend }) => letters(legend, formula).map((line) => `  ${line}`));
}

function curvesOrReason(loss: Loss, link: LinkName, channels: number): LossCurves | string {
  try {
    const curves = onUsersInput("", () => lossCurves(loss, link, channels));
    return curves ?? "this loss looks at all pixels of its region together";
  } catch (error) {
    // A formula that divides by 0 can still be explained.
    if (isDataError(error)) return error.message;
    throw error;
  }
}

function curve(loss: Loss, { link, channels }: Explanation, io: Io): string {
  const curves = curvesOrReason(loss, link, channels);
  if (typeof curves === "string") return section("Curve", [`none: ${curves}`], io);
  const which = channels === 1 ? "y = 1" : "the true class";
  const title = `Loss of one pixel against ${link === "none" ? "p" : "z"}${channels === 1 ? "" : " of one class, the others 0"}`;
  return section(title, drawCurves(curves, { rising: which, width: Math.min(72, io.width - 16) }), io);
}

function remarks(
  { name, use, emptyMask, special, reference, seed }: TermDescription,
  several: boolean,
  io: Io,
): string {
  const rows: [string, string][] = [
    ["use", use],
    ["empty mask", emptyMask],
    ...special.map((line, i): [string, string] => [i === 0 ? "special cases" : "", line]),
    ...(seed ? [["the article", seed] as [string, string]] : []),
    ["reference", reference],
  ];
  const lines = rows.flatMap(([label, text]) =>
    broken(text, Math.max(40, io.width - 20)).map((line, i) => `${(i === 0 ? label : "").padEnd(15)}${line}`),
  );
  return section(several ? `About ${name}` : "About it", lines, io);
}
