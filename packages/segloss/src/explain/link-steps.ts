import type { LatexStyle } from "../formula/print-latex.ts";
import type { LinkName } from "../links/index.ts";
import type { ExplanationStep } from "./explanation.ts";

/** The chain rule of each link, and how its symbols are computed so that |z| = 100 is harmless. */
export const LINK_STEPS: Readonly<Record<LinkName, (style: LatexStyle) => ExplanationStep[]>> = {
  sigmoid: ({ index }) => [
    {
      title: "Chain rule of the sigmoid",
      note: "Each symbol's derivative by z is again made of p.",
      text: "p = 1/(1 + exp(-z));  dp/dz = p*(1 - p),  dlog(p)/dz = 1 - p,  dlog(1 - p)/dz = -p",
      latex: `\\frac{dp}{dz} = p_{${index}} (1 - p_{${index}}),\\quad \\frac{d \\log p}{dz} = 1 - p_{${index}},\\quad \\frac{d \\log (1 - p)}{dz} = -p_{${index}}`,
    },
    {
      title: "Stable forms",
      note: "From e = exp(-|z|) alone: nothing overflows, and 1 - p is never a difference.",
      text: "log(p) = -softplus(-z),  log(1 - p) = -softplus(z),  softplus(x) = max(x, 0) + log1p(exp(-|x|)),  1 - p = sigmoid(-z)",
      latex:
        "\\log p = -\\operatorname{softplus}(-z),\\quad \\log (1 - p) = -\\operatorname{softplus}(z),\\quad \\operatorname{softplus}(x) = \\max(x, 0) + \\log\\left(1 + e^{-|x|}\\right)",
    },
  ],
  softmax: () => [
    {
      title: "Chain rule of the softmax",
      note: "With h_c the derivative by log p_c; the second form does not cancel where p_c is nearly 1.",
      text: "dL/dz_c = h_c - p_c * total(h) = h_c*(1 - p_c) - p_c * others(h)",
      latex: "\\frac{dL}{dz_c} = h_c - p_c \\sum_k h_k = h_c (1 - p_c) - p_c \\sum_{k \\ne c} h_k",
    },
    {
      title: "Stable forms",
      note: "The largest logit is taken out, and 1 - p is the sum of the other probabilities.",
      text: "log(p_c) = z_c - max(z) - log1p(sum of exp(z_k - max(z)) over the others),  1 - p_c = others(p)",
      latex:
        "\\log p_c = z_c - \\max_k z_k - \\log \\sum_k e^{z_k - \\max z},\\quad 1 - p_c = \\sum_{k \\ne c} p_k",
    },
  ],
  none: ({ index }) => [
    {
      title: "No link",
      note: "The input is the probability itself, so the gradient is with respect to p.",
      text: "dlog(p)/dp = 1/p,  dlog(1 - p)/dp = -1/(1 - p)",
      latex: `\\frac{d \\log p}{dp} = \\frac{1}{p_{${index}}},\\quad \\frac{d \\log (1 - p)}{dp} = -\\frac{1}{1 - p_{${index}}}`,
    },
  ],
};
