import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface SymmetricCrossEntropyOptions {
  /** Factor of cross entropy, >= 0. Default 0.1. */
  readonly alpha?: number;
  /** Factor of the reverse cross entropy, >= 0. Default 1. */
  readonly beta?: number;
  /** What stands for log 0 in the reverse, < 0. Default -4. */
  readonly logZero?: number;
}

/**
 * Symmetric cross entropy: alpha times cross entropy plus beta times the reverse, -sum p log y, in which log 0 is
 * `logZero`. The reverse is bounded, so a wrong label cannot pull without limit.
 */
export const symmetricCrossEntropy: LossFactory<SymmetricCrossEntropyOptions> =
  defineLoss<SymmetricCrossEntropyOptions>({
    name: "symmetricCrossEntropy",
    title: "Symmetric cross entropy",
    summary: "cross entropy plus its reverse, with prediction and target exchanged",
    legend: {
      alpha: "factor of cross entropy",
      beta: "factor of the reverse cross entropy",
      floor: "exp(logZero): the smallest target whose logarithm is taken",
    },
    options: {
      alpha: { kind: "number", default: 0.1, min: 0, typical: [0, 2], doc: "factor of cross entropy" },
      beta: {
        kind: "number",
        default: 1,
        min: 0,
        typical: [0, 2],
        doc: "factor of the reverse cross entropy",
      },
      logZero: {
        kind: "number",
        default: -4,
        min: -80,
        max: 0,
        typical: [-10, 0],
        doc: "what stands for log 0 in the reverse",
      },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build: ({ alpha, beta, logZero }) => ({
      formula: {
        sigmoid:
          "mean(-alpha*(y*logp + (1 - y)*log1mp)" +
          " - beta*(p*log(max(y, floor)) + (1 - p)*log(max(1 - y, floor))))",
        softmax: "mean(total(-classWeights*(alpha*y*logp + beta*p*log(max(y, floor)))))",
      },
      parameters: { alpha: alpha as number, beta: beta as number, floor: Math.exp(logZero as number) },
    }),
    emptyMask: "nothing special: background pixels count like the others",
    special: [
      "beta = 0 is alpha times cross entropy",
      "of hard labels the reverse is -logZero (1 - p) of the true class: mean absolute error",
    ],
    reference: "Y. Wang and others, Symmetric cross entropy for robust learning with noisy labels, ICCV 2019",
    use: "Labels with mistakes. The default alpha trusts them little; the authors' code clips labels at 1e-4 (logZero -9.21), their text has -4.",
    elsewhere: ["none of the libraries read for this catalogue"],
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 2.9025979155359107 },
  });
