import type { Loss, Term } from "../losses/loss.ts";
import type { Activation } from "./monai-activation.ts";

/** What the activation of a logit 0 is. */
function atZero({ p, link }: Activation): string {
  if (p === "logp") return "(-log(C))";
  if (p !== "p" || link === "none") return "0";
  return link === "softmax" ? "1/C" : "1/2";
}

/** The activation of the input times the map `mask`: what is masked has the logit 0, as MONAI's MaskedLoss has it. */
export function maskedActivation(activation: Activation): Activation {
  const { p, link } = activation;
  return { p: `mask*${p} + (1 - mask)*${atZero(activation)}`, link };
}

/** The loss with its targets times the map `mask`. Class indices (to_onehot_y) become class 0 where they are masked. */
export function maskedTargets({ terms }: Loss, indices: boolean): Loss {
  const rest = indices ? " + (1 - mask)*(1 - foreground)" : "";
  const masked = (term: Term): Term => {
    const formula = `${(term.formula as string).replaceAll(/\by\b/g, "t")}, t = mask*y${rest}`;
    return { ...term, formula, maps: ["mask"] };
  };
  return { terms: terms.map(masked) };
}
