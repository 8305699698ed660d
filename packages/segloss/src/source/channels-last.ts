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
  /** p, q and their logarithms from z by link. */
  readonly links: Readonly<Record<Shape["link"], Readonly<Record<"log_p" | "log_q" | "p" | "q", string>>>>;
  /** Sizes of the axes between the first and the last. */
  space(array: string): string;
  /** Size of an axis of z. */
  sizeOf(axis: number): string;
  assign(name: string, value: string): string;
  comment(text: string): string;
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
  if (leavesOut) lines.push(assign("valid", validText(words, shape, flat)));
  const filled = link === "none" ? "0.5" : "0.0";
  const z = flat(words.logits, perClass);
  const axes = words.comment(`[n, pixels${several ? `, ${channels}` : ""}]`);
  lines.push(`${assign("z", leavesOut ? where(valid, z, filled) : z)}  ${axes}`);
  if (symbols.has("y")) lines.push(...truthLines(words, shape, flat, valid));
  const logarithm = link === "softmax" && (symbols.has("p") || symbols.has("q"));
  for (const name of ["log_p", "log_q", "p", "q"] as const)
    if (symbols.has(name) || (name === "log_p" && logarithm))
      lines.push(assign(nameOf(name), words.links[link][name]));
  if (symbols.has("v")) lines.push(assign("v", toFloat(kept)));
  const masked = (array: string, mask: string): string =>
    toFloat(leavesOut ? where(mask, array, "0.0") : array);
  if (symbols.has("w"))
    lines.push(assign("w", weighted ? masked(flat("weights", perPixel), kept) : toFloat(kept)));
  for (const name of needs.perPixel)
    lines.push(assign(reassigned(words, name), masked(flat(name, perPixel), kept)));
  for (const name of needs.perClass)
    lines.push(assign(reassigned(words, name), masked(flat(name, perClass), valid)));
  if (needs.space) lines.push(assign("space", words.space(words.logits)));
  if (needs.counts.has("image")) lines.push(assign("pixels", words.sizeOf(1)));
  if (needs.counts.has("batch"))
    lines.push(assign(nameOf("all_pixels"), words.product(words.sizeOf(0), words.sizeOf(1))));
  return lines;
}

type Flat = (array: string, last?: string[]) => string;

function validText(words: ArrayWords, { ignore, masked }: Shape, flat: Flat): string {
  const labels = ignore.map((label) => words.notEqual(flat(words.targets), label));
  return words.both([...labels, ...(masked ? [words.notEqual(flat("mask"), 0)] : [])]);
}

function truthLines(words: ArrayWords, shape: Shape, flat: Flat, valid: string): string[] {
  const { channels, targets } = shape;
  const leavesOut = shape.masked || shape.ignore.length > 0;
  const { where, assign, toFloat } = words;
  const classes = channels > 1 ? [String(channels)] : [];
  if (targets === "soft" || channels === 1) {
    const y = toFloat(flat(words.targets, targets === "soft" ? classes : []));
    return [assign("y", leavesOut ? where(valid, y, "0.0") : y)];
  }
  const labels = leavesOut ? where("valid", flat(words.targets), "0") : flat(words.targets);
  const y = words.oneHot(labels, channels);
  return [assign("y", leavesOut ? where(valid, y, "0.0") : y)];
}

/** An argument that keeps its name. */
function reassigned({ comment }: ArrayWords, name: string): string {
  // In JavaScript a parameter is assigned, not declared again.
  return comment("").startsWith("//") ? `=${name}` : name;
}
