import type { Needs, Shape } from "./target.ts";

/** How a library with the channels last writes what brings arguments to symbols. */
export interface ArrayWords {
  readonly logits: string;
  readonly targets: string;
  /** The number of images. */
  images(array: string): string;
  reshape(array: string, sizes: readonly string[]): string;
  /** The array with a last axis of length 1. */
  withLastAxis(array: string): string;
  where(condition: string, yes: string, no: string): string;
  notEqual(array: string, value: number): string;
  both(conditions: readonly string[]): string;
  /** A condition or an array as numbers of the logits' type. */
  toFloat(array: string): string;
  oneHot(labels: string, classes: number): string;
  product(a: string, b: string): string;
  /** The same of sizes. */
  productOfSizes(a: string, b: string): string;
  /** p, q and their logarithms from z by link. */
  readonly links: Readonly<Record<Shape["link"], Readonly<Record<"log_p" | "log_q" | "p" | "q", string>>>>;
  /** Statements that bring an array of half precision to single precision, since sums over the pixels of an image are beyond it; absent where there is no such type. */
  widen?(array: string): readonly string[];
  /** Sizes of the axes between the first and the last. */
  space(array: string): string;
  /** Size of an axis of z. */
  sizeOf(axis: number): string;
  assign(name: string, value: string): string;
  /** An argument gets another value. */
  assignArgument(name: string, value: string): string;
  /** A comment at the end of a line. */
  trailing(text: string): string;
  nameOf(words: string): string;
}

/** Statements from the arguments to the symbols: arrays [N, pixels, channels], of pixels alone [N, pixels]. */
export function channelsLastPreamble(words: ArrayWords, shape: Shape, needs: Needs): string[] {
  const { channels, keepsClasses, weighted, link } = shape;
  const { symbols } = needs;
  const { where, assign, nameOf, toFloat } = words;
  const several = channels > 1;
  const leavesOut = shape.masked || shape.ignore.length > 0;
  const n = nameOf("n");
  const flat = (array: string, last: string[] = []): string => words.reshape(array, [n, "-1", ...last]);
  const perClass = several ? [String(channels)] : [];
  const perPixel = several && keepsClasses ? ["1"] : [];
  const valid = several ? words.withLastAxis("valid") : "valid";
  const kept = several && keepsClasses ? words.withLastAxis("valid") : "valid";
  const lines = [assign(n, words.images(words.logits))];
  // Before the logits get another shape.
  if (needs.space) lines.push(assign("space", words.space(words.logits)));
  const argument = (name: string, value: string): void => void lines.push(words.assignArgument(name, value));
  /** An argument brought to its shape, 0 where it is left out. */
  const filled = (name: string, last: string[], mask: string): string => {
    if (!leavesOut) return toFloat(flat(name, last));
    argument(name, flat(name, last));
    return toFloat(where(mask, name, "0.0"));
  };
  lines.push(...(words.widen?.(words.logits) ?? []));
  if (leavesOut) lines.push(...validLines(words, shape, flat));
  const axes = words.trailing(`[n, pixels${several ? `, ${channels}` : ""}]`);
  if (leavesOut) argument(words.logits, flat(words.logits, perClass));
  const z = leavesOut
    ? where(valid, words.logits, link === "none" ? "0.5" : "0.0")
    : flat(words.logits, perClass);
  lines.push(`${assign("z", z)}${axes}`);
  if (symbols.has("y")) lines.push(...truthLines(words, shape, flat, valid));
  const logarithm = link === "softmax" && (symbols.has("p") || symbols.has("q"));
  for (const name of ["log_p", "log_q", "p", "q"] as const)
    if (symbols.has(name) || (name === "log_p" && logarithm))
      lines.push(assign(nameOf(name), words.links[link][name]));
  if (symbols.has("v")) lines.push(assign("v", toFloat(kept)));
  if (symbols.has("w")) lines.push(assign("w", weighted ? filled("weights", perPixel, kept) : toFloat(kept)));
  for (const name of needs.perPixel) argument(name, filled(name, perPixel, kept));
  for (const name of needs.perClass) argument(name, filled(name, perClass, valid));
  if (needs.counts.has("image")) lines.push(assign("pixels", words.sizeOf(1)));
  if (needs.counts.has("batch"))
    lines.push(assign(nameOf("all_pixels"), words.productOfSizes(words.sizeOf(0), words.sizeOf(1))));
  return lines;
}

type Flat = (array: string, last?: string[]) => string;

function validLines(words: ArrayWords, { ignore, masked }: Shape, flat: Flat): string[] {
  const { assign, assignArgument, notEqual, targets } = words;
  const conditions = ignore.map((label) => notEqual(targets, label));
  const lines = ignore.length > 0 ? [assignArgument(targets, flat(targets))] : [];
  if (masked) {
    lines.push(assignArgument("mask", flat("mask")));
    conditions.push(notEqual("mask", 0));
  }
  return [...lines, assign("valid", words.both(conditions))];
}

function truthLines(words: ArrayWords, shape: Shape, flat: Flat, valid: string): string[] {
  const { channels, targets, ignore, masked } = shape;
  const leavesOut = masked || ignore.length > 0;
  const { where, assign, assignArgument, toFloat } = words;
  const isSoft = targets === "soft";
  const whole = flat(words.targets, isSoft && channels > 1 ? [String(channels)] : []);
  if (!leavesOut) {
    const y = isSoft || channels === 1 ? toFloat(whole) : words.oneHot(whole, channels);
    return [assign("y", y)];
  }
  const lines = ignore.length > 0 ? [] : [assignArgument(words.targets, whole)];
  if (isSoft || channels === 1) return [...lines, assign("y", where(valid, toFloat(words.targets), "0.0"))];
  const labels = assign("labels", where("valid", words.targets, "0"));
  return [...lines, labels, assign("y", words.product(words.oneHot("labels", channels), toFloat(valid)))];
}
