import { checkOptions } from "../door/check-options.ts";
import { COUNT, choice } from "../door/kinds.ts";
import { adjoints } from "../formula/derive.ts";
import { PREDICTION_SYMBOLS } from "../formula/ops/functions.ts";
import { parseFormula } from "../formula/parse.ts";
import { formulaLatex, type LatexStyle } from "../formula/print-latex.ts";
import { printFormula } from "../formula/print-text.ts";
import { short } from "../formula/read-back.ts";
import { defaultLink, LINKS, type LinkName } from "../links/index.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss, Term } from "../losses/loss.ts";
import { printLoss, printRamp } from "../losses/print-loss.ts";
import { formulaFor } from "../plan/meaning.ts";
import { makePlan, type Plan, termValue } from "../plan/plan.ts";
import type { Setting } from "../plan/setting.ts";
import { explainPasses } from "./explain-passes.ts";
import type { Explanation, ExplanationStep } from "./explanation.ts";
import { LINK_STEPS } from "./link-steps.ts";
import { write } from "./write.ts";

const OPTIONS = { link: choice(...LINKS.map(({ name }) => name)), channels: COUNT };

/**
 * Explains a loss for one image of hard labels: the formula, the parameters put in, the derivative by each symbol, the
 * chain rule of the link, the stable forms, and the passes. All of it is derived from the formula.
 */
export function explain(given: Loss, options: { link?: LinkName; channels?: number } = {}): Explanation {
  const loss = checkedLoss(given);
  checkOptions("explain", options, OPTIONS);
  const own = options.link ?? linkOf(loss);
  const channels = options.channels ?? (own === "softmax" ? 3 : 1);
  const link = own ?? defaultLink(channels);
  const plan = makePlan(loss, settingFor(link, channels));
  const style: LatexStyle = { index: channels === 1 ? "i" : "ic" };
  const formulas = loss.terms.map((term) => parseFormula(formulaFor(term, plan.setting)));
  const value = write(
    plan.scopes.map((scope) => scope.value),
    style,
  );
  const gradient = write(
    plan.scopes.map((scope) => scope.gradient),
    style,
  );
  return {
    loss: printLoss(loss),
    link,
    channels,
    formula: formulas.map((f, i) => weighted(loss.terms[i], printFormula(f))).join("\n+ "),
    latex: formulas.map((f, i) => weightedLatex(loss.terms[i], formulaLatex(f, style))).join(" \\;+\\; "),
    steps: [
      ...loss.terms.flatMap((term) => termSteps(term, plan, style)),
      ...LINK_STEPS[link](style),
      {
        title: "Gradient with respect to the logits",
        note: "The chain rule applied and simplified: this is compiled.",
        ...gradient,
      },
    ],
    value,
    gradient,
    passes: explainPasses(plan),
  };
}

function settingFor(link: LinkName, channels: number): Setting {
  const space = [1, 1];
  return {
    batch: 1,
    space,
    channels,
    layout: "channels-last",
    link,
    targets: "indices",
    weighted: false,
    ignore: [],
    masked: false,
  };
}

function weighted(term: Term, text: string): string {
  const factors = [
    ...(term.weight === 1 ? [] : [short(term.weight)]),
    ...(term.ramp ? [printRamp(term.ramp)] : []),
  ];
  return factors.length === 0 ? text : `${factors.join(" * ")} * (${text})`;
}

function weightedLatex(term: Term, latex: string): string {
  const { weight, ramp } = term;
  const line = ramp ? `\\operatorname{ramp}(${ramp.from},\\, ${ramp.to}) \\,` : "";
  const factor = `${weight === 1 ? "" : `${short(weight)} `}${line}`;
  return factor === "" ? latex : `${factor}\\left(${latex}\\right)`;
}

function termSteps(term: Term, plan: Plan, style: LatexStyle): ExplanationStep[] {
  const formula = parseFormula(formulaFor(term, plan.setting));
  const value = termValue(term, plan.setting, plan);
  const slopes = adjoints(value, PREDICTION_SYMBOLS);
  const parameters = Object.entries(term.parameters).map(
    ([name, v]) => `${name} = ${Array.isArray(v) ? `[${v}]` : v}`,
  );
  const left = term.name === "formula" ? "L" : term.name;
  return [
    {
      title: `Formula of ${left}`,
      note: `Sums run over the pixels of each ${term.over}.`,
      text: printFormula(formula),
      latex: formulaLatex(formula, style),
    },
    {
      title: "Parameters put in",
      note: `${parameters.length === 0 ? "No parameters" : parameters.join(", ")}; N pixels. Simplified: this value is compiled.`,
      ...write([value], style),
    },
    ...[...slopes].map(([name, slope]) => ({
      title: `Derivative by ${SPOKEN[name]}`,
      note: `How the value changes when only ${SPOKEN[name]} of one pixel does.`,
      ...write([slope], style),
    })),
  ];
}

const SPOKEN: Readonly<Record<string, string>> = {
  z: "z",
  p: "p",
  q: "1 - p",
  logp: "log p",
  log1mp: "log(1 - p)",
};
