import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface BootstrappedCrossEntropyOptions {
  /** Trust in the labels, in [0, 1]. Default 0.95 for "soft", 0.8 for "hard". */
  readonly beta?: number;
  /** Whether the target is mixed with the probabilities (default) or with the predicted class. */
  readonly mode?: "soft" | "hard";
}

/**
 * Bootstrapped cross entropy: the target is beta y + (1 - beta) of what the network itself says, its probabilities
 * ("soft") or its most likely class ("hard"). In the soft form the gradient passes through both.
 */
export const bootstrappedCrossEntropy: LossFactory<BootstrappedCrossEntropyOptions> =
  defineLoss<BootstrappedCrossEntropyOptions>({
    name: "bootstrappedCrossEntropy",
    title: "Bootstrapped cross entropy",
    summary: "cross entropy to a mixture of the label and the network's own answer",
    legend: { beta: "trust in the labels", t: "the mixed target" },
    options: {
      beta: {
        kind: "number",
        default: null,
        min: 0,
        max: 1,
        doc: "trust in the labels; 0.95 soft, 0.8 hard",
      },
      mode: {
        kind: "choice",
        default: "soft",
        choices: ["soft", "hard"],
        doc: "mix with p, or with the predicted class",
      },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build({ beta, mode }) {
      const hard = mode === "hard";
      const own = hard ? { sigmoid: "step(z)", softmax: "isLargest(z)" } : { sigmoid: "p", softmax: "p" };
      return {
        formula: {
          sigmoid: `mean(-t*logp - (1 - t)*log1mp) where t = beta*y + (1 - beta)*${own.sigmoid}`,
          softmax: `mean(total(-classWeights*t*logp)) where t = beta*y + (1 - beta)*${own.softmax}`,
        },
        parameters: { beta: (beta ?? (hard ? 0.8 : 0.95)) as number },
      };
    },
    emptyMask: "nothing special: background pixels count like the others",
    special: [
      "beta = 1 is cross entropy",
      "soft: cross entropy times beta plus (1 - beta) times the entropy of p",
    ],
    reference:
      "S. Reed and others, Training deep neural networks on noisy labels with bootstrapping, ICLR workshop 2015",
    use: "Labels with mistakes, once the network knows better than some of them. From the start it makes the network believe itself. For the other meaning of the name, the hardest pixels only, see topKCrossEntropy.",
    elsewhere: ["none of the libraries read for this catalogue"],
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 1.3659977419025648 },
  });
