import { checkOptions } from "../door/check-options.ts";
import { COUNT, choice } from "../door/kinds.ts";
import { adjoints } from "../formula/derive.ts";
import type { Expression } from "../formula/expression.ts";
import { PREDICTION_SYMBOLS } from "../formula/ops/functions.ts";
import { parseFormula } from "../formula/parse.ts";
import { formulaLatex, type LatexStyle, printLatex } from "../formula/print-latex.ts";
import { printFormula, printText } from "../formula/print-text.ts";
import { readBack, short } from "../formula/read-back.ts";
import { defaultLink, LINKS, type LinkName } from "../links/index.ts";
import { checkedLoss } from "../losses/checked-loss.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss, Term } from "../losses/loss.ts";
import { printLoss, printRamp } from "../losses/print-loss.ts";
import { CLASS_FIELDS } from "../plan/class-fields.ts";
import { formulaFor } from "../plan/meaning.ts";
import { passesOf } from "../plan/passes.ts";
import { makePlan, type Plan, termValue } from "../plan/plan.ts";
import type { Setting } from "../plan/setting.ts";
import type { Explanation, ExplanationPass, ExplanationStep, Written } from "./explanation.ts";
import { LINK_STEPS } from "./link-steps.ts";

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
  const value = sumOfScopes(plan, "value", style);
  const gradient = sumOfScopes(plan, "gradient", style);
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

function write(e: Expression, style: LatexStyle): Written {
  const syntax = readBack(e);
  return { text: printText(syntax), latex: printLatex(syntax, style) };
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

function sumOfScopes(plan: Plan, part: "value" | "gradient", style: LatexStyle): Written {
  const parts = plan.scopes.map((scope) => write(scope[part], style));
  return { text: parts.map((p) => p.text).join("\n+ "), latex: parts.map((p) => p.latex).join(" + ") };
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
      ...write(value, style),
    },
    ...[...slopes].map(([name, slope]) => ({
      title: `Derivative by ${SPOKEN[name]}`,
      note: `How the value changes when only ${SPOKEN[name]} of one pixel does.`,
      ...write(slope, style),
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

const PASS_NAMES = { neighbourhood: "pool", rank: "rank", sum: "reduce" } as const;

function explainPasses(plan: Plan): ExplanationPass[] {
  const fields = plan.fields.map(
    ({ d1, d2, settings }) => `${d1}, ${d2} = distances to the nearest two cells (${settings.cells})`,
  );
  const classFields = plan.classFields.map(({ field, name }) => `${name} = ${CLASS_FIELDS[field].summary}`);
  const lines = [...fields, ...classFields];
  const passes: ExplanationPass[] = lines.length === 0 ? [] : [{ pass: "fields", lines }];
  for (const scope of passesOf(plan)) {
    const levels = [...new Set(scope.reductions.map((r) => r.level))].sort((a, b) => a - b);
    for (const level of levels) {
      for (const kind of ["neighbourhood", "rank", "sum"] as const) {
        const found = scope.reductions.filter((r) => r.level === level && r.kind === kind);
        if (found.length === 0) continue;
        const lines = found.map((r) => {
          const operand = printText(readBack(r.operand));
          if (kind === "neighbourhood") return `${r.name} = ${operand}`;
          return `${r.name} = ${kind === "sum" ? "sum" : r.op}(${operand})`;
        });
        passes.push({ pass: PASS_NAMES[kind], lines });
      }
    }
    passes.push({
      pass: "combine",
      lines: [`value = ${printText(readBack(scope.value))}   (each ${scope.over})`],
    });
    passes.push({ pass: "map", lines: [`dz = ${printText(readBack(scope.gradient))}`] });
  }
  return passes;
}
