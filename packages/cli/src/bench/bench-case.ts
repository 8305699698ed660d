/** A loss on seeded data, with one reading for every contender. */
export interface BenchCase {
  readonly name: string;
  /** As on the command line. */
  readonly loss: string;
  /** 1 for binary masks (sigmoid), else classes (softmax). */
  readonly channels: number;
  readonly layout: "channels-last" | "channels-first";
  /**
   * Key of the formula that a user of TensorFlow.js writes, in `tfjs-losses.ts`; null where its gradient is not that of the
   * others (pooling on its wasm backend).
   */
  readonly tfjs: string | null;
  /** How far the logit of the truth stands from the others: 0 is a network that has learnt nothing. */
  readonly margin: number;
  /** Standard deviation of the logits around that. */
  readonly noise: number;
}

/** Half trained: with one channel 31 % of the pixels have a hinge error above 0. */
const MID = { margin: 1.5, noise: 1 } as const;
const BINARY = { channels: 1, layout: "channels-last", ...MID } as const;
const LAST = { channels: 21, layout: "channels-last", margin: 1.5, noise: 3 } as const;
const FIRST = { ...LAST, layout: "channels-first" } as const;

/** What is measured, in the order of the tables. Dice without squares is what the other libraries compute. */
export const CASES: readonly BenchCase[] = [
  { name: "BCE", loss: "crossEntropy", tfjs: "binary cross entropy", ...BINARY },
  { name: "focal, gamma 2", loss: "focal", tfjs: "focal", ...BINARY },
  { name: "Dice per image", loss: "dice(squared=false)", tfjs: "dice", ...BINARY },
  {
    name: "Dice of the batch",
    loss: "dice(squared=false, over=batch)",
    tfjs: "dice of the batch",
    ...BINARY,
  },
  { name: "Dice + BCE", loss: "dice(squared=false) + crossEntropy", tfjs: "dice + cross entropy", ...BINARY },
  { name: "CE 21 classes, channels last", loss: "crossEntropy", tfjs: "cross entropy", ...LAST },
  { name: "CE 21 classes, channels first", loss: "crossEntropy", tfjs: "cross entropy", ...FIRST },
  { name: "Dice 21 classes", loss: "dice(squared=false)", tfjs: "dice of classes", ...FIRST },
  {
    ...{ name: "Lovász hinge, untrained", loss: "lovaszHinge(over=batch)", tfjs: "lovasz hinge" },
    ...{ ...BINARY, margin: 0, noise: 0.1 },
  },
  {
    ...{ name: "Lovász hinge, half trained", loss: "lovaszHinge(over=batch)", tfjs: "lovasz hinge" },
    ...BINARY,
  },
  {
    // 5 % of the pixels have an error above 0.
    ...{ name: "Lovász hinge, trained", loss: "lovaszHinge(over=batch)", tfjs: "lovasz hinge" },
    ...{ ...BINARY, margin: 2.7 },
  },
  { name: "Lovász softmax 21 classes", loss: "lovasz", tfjs: "lovasz softmax", ...FIRST },
  { name: "soft clDice", loss: "softClDice", tfjs: null, ...BINARY },
];
