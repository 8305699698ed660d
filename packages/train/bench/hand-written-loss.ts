import type { GraphLoss, Value } from "@segloss/train";

/** Binary cross entropy and soft Dice per image, written by hand as every contender's is. */
export const handWrittenLoss: GraphLoss = {
  inputs: [],
  lower(g, { logits: z, targets: y }) {
    const same = (type: string, first: Value, ...rest: Value[]) =>
      g.emit(type, [first, ...rest], first.shape);
    const n = z.shape[0];
    const axes = g.integers([1, 2, 3]);
    const sum = (value: Value) => g.emit("ReduceSum", [value, axes], [n, 1, 1, 1], { keepdims: 1 });
    const mean = (value: Value) => g.emit("ReduceMean", [value], [], { keepdims: 0 });
    const tail = same("Log", same("Add", same("Exp", same("Neg", same("Abs", z))), g.constant(1)));
    const entropy = same("Add", same("Sub", same("Relu", z), same("Mul", z, y)), tail);
    const p = same("Sigmoid", z);
    const numerator = same("Add", same("Mul", sum(same("Mul", p, y)), g.constant(2)), g.constant(1));
    const denominator = same("Add", same("Add", sum(p), sum(y)), g.constant(1));
    const score = same("Div", numerator, denominator);
    const slope = same("Mul", p, g.emit("Sub", [g.constant(1), p], z.shape));
    const difference = g.emit("Sub", [score, same("Mul", y, g.constant(2))], z.shape);
    const dice = same("Mul", same("Mul", same("Div", difference, denominator), slope), g.constant(1 / n));
    const size = z.shape.reduce((product, extent) => product * extent, 1);
    const error = same("Mul", same("Sub", p, y), g.constant(1 / size));
    const value = g.emit("Add", [mean(entropy), g.emit("Sub", [g.constant(1), mean(score)], [])], []);
    return { value, gradient: same("Add", error, dice) };
  },
};
