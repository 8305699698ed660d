import { type Graph, type GraphLoss, type SplitLoss, sizeOf, type Value } from "@segloss/train";

/** Elementwise operator over one image-shaped value; constants broadcast. */
const same = (g: Graph, type: string, first: Value, ...rest: Value[]) =>
  g.emit(type, [first, ...rest], first.shape);

/** max(z, 0) - y z + log(1 + exp(-|z|)), the binary cross entropy on logits, averaged; derivative (p - y) / count. */
function binaryCrossEntropy(g: Graph, z: Value, y: Value): { value: Value; gradient: Value } {
  const tail = same(
    g,
    "Log",
    same(g, "Add", same(g, "Exp", same(g, "Neg", same(g, "Abs", z))), g.constant(1)),
  );
  const terms = same(g, "Add", same(g, "Sub", same(g, "Relu", z), same(g, "Mul", z, y)), tail);
  const error = same(g, "Sub", same(g, "Sigmoid", z), y);
  return {
    value: g.emit("ReduceMean", [terms], [], { keepdims: 0 }),
    gradient: same(g, "Mul", error, g.constant(1 / sizeOf(z.shape))),
  };
}

/** 1 - (2 I + 1) / (P + Y + 1) per image, averaged over images. */
function softDice(g: Graph, z: Value, y: Value): { value: Value; gradient: Value } {
  const n = z.shape[0];
  const sum = (value: Value) =>
    g.emit("ReduceSum", [value, g.integers([1, 2, 3])], [n, 1, 1, 1], { keepdims: 1 });
  const p = same(g, "Sigmoid", z);
  const intersection = sum(same(g, "Mul", p, y));
  const numerator = same(g, "Add", same(g, "Mul", intersection, g.constant(2)), g.constant(1));
  const denominator = same(g, "Add", same(g, "Add", sum(p), sum(y)), g.constant(1));
  const score = same(g, "Div", numerator, denominator);
  const mean = g.emit("ReduceMean", [score], [], { keepdims: 0 });
  // d(1 - N/D)/dp = (N/D - 2 y) / D, and dp/dz = p (1 - p)
  const byProbability = same(
    g,
    "Div",
    g.emit("Sub", [score, same(g, "Mul", y, g.constant(2))], z.shape),
    denominator,
  );
  const slope = same(g, "Mul", p, g.emit("Sub", [g.constant(1), p], z.shape));
  const gradient = same(g, "Mul", same(g, "Mul", byProbability, slope), g.constant(1 / n));
  return { value: g.emit("Sub", [g.constant(1), mean], []), gradient };
}

/** Binary cross entropy plus soft Dice, for one logit a pixel. */
export const crossEntropyAndDice: GraphLoss = {
  inputs: [],
  description: { formula: "mean(softplus(z) - y*z) + dice" },
  lower(g, { logits, targets }) {
    const entropy = binaryCrossEntropy(g, logits, targets);
    const dice = softDice(g, logits, targets);
    return {
      value: g.emit("Add", [entropy.value, dice.value], []),
      gradient: same(g, "Add", entropy.gradient, dice.gradient),
    };
  },
};

/** Softmax cross entropy, averaged over the pixels that count. */
export const softmaxCrossEntropy: GraphLoss = {
  inputs: [{ name: "valid", channels: 1 }],
  description: { formula: "mean(total(-y*logp))" },
  lower(g, { logits, targets, maps: { valid } }) {
    const logp = g.emit("LogSoftmax", [logits], logits.shape, { axis: 1 });
    const all = g.integers([0, 1, 2, 3]);
    const sum = (value: Value) => g.emit("ReduceSum", [value, all], [], { keepdims: 0 });
    const count = g.emit("Max", [sum(valid), g.constant(1)], []);
    const counted = same(g, "Mul", same(g, "Mul", targets, logp), valid);
    const error = same(g, "Mul", same(g, "Sub", same(g, "Exp", logp), targets), valid);
    return {
      value: g.emit("Neg", [g.emit("Div", [sum(counted), count], [])], []),
      gradient: same(g, "Div", error, count),
    };
  },
};

/** `crossEntropyAndDice` outside the graph, in float64. */
export const splitCrossEntropyAndDice: SplitLoss = {
  inputs: [],
  evaluate({ logits, targets, shape }) {
    const size = logits.length / shape[0];
    const gradient = new Float32Array(logits.length);
    let value = 0;
    for (let start = 0; start < logits.length; start += size) {
      let [intersection, total] = [0, 1];
      for (let at = start; at < start + size; at++) {
        const p = 1 / (1 + Math.exp(-logits[at]));
        intersection += p * targets[at];
        total += p + targets[at];
        const entropy =
          Math.max(logits[at], 0) - logits[at] * targets[at] + Math.log1p(Math.exp(-Math.abs(logits[at])));
        value += entropy / logits.length;
      }
      const score = (2 * intersection + 1) / total;
      value += (1 - score) / shape[0];
      for (let at = start; at < start + size; at++) {
        const p = 1 / (1 + Math.exp(-logits[at]));
        const dice = ((score - 2 * targets[at]) / total) * p * (1 - p);
        gradient[at] = (p - targets[at]) / logits.length + dice / shape[0];
      }
    }
    return { value, gradient };
  },
};
