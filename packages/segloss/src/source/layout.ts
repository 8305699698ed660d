import { CLASS, type Expression, PIXEL, topological, variesOver } from "../formula/expression.ts";
import type { Made, PrintedScope, Printing, Region } from "./printing.ts";
import type { Over } from "./target.ts";

/** Sums keep the axis of pixels, or of classes, where values that have it meet them. Those of a batch are numbers. */
export function layoutOf(
  { over, value }: PrintedScope,
  { channels, target }: Printing,
): Pick<Region, "keepsPixels" | "keepsClassesOfSums"> {
  const nodes = topological([value]).filter((e) => e.kind === "apply");
  const isSum = (arg: Expression): boolean => arg.kind === "apply" && !variesOver(arg, PIXEL);
  const meetings = nodes.filter((e) => variesOver(e, PIXEL) && e.args.some(isSum));
  const ofClasses = meetings.some((e) => e.args.some((arg) => isSum(arg) && variesOver(arg, CLASS)));
  const mixes = nodes.some(
    (e) =>
      variesOver(e, CLASS) &&
      !variesOver(e, PIXEL) &&
      e.args.some((arg) => isSum(arg) && !variesOver(arg, CLASS)),
  );
  if (over === "batch")
    return { keepsPixels: ofClasses && channels > 1 && target.channelsFirst, keepsClassesOfSums: false };
  return {
    keepsPixels: meetings.length > 0,
    keepsClassesOfSums: channels > 1 && (mixes || meetings.length > 0),
  };
}

/** Pixels are the last axis, or the second where the classes are last. */
export function overPixels(
  { over, keepsPixels, keepsClassesOfSums }: Region,
  made: Made,
  operand: Expression,
): Over {
  const { channels, keepsClasses, target } = made;
  const axis = target.channelsFirst ? -1 : 1;
  if (variesOver(operand, CLASS)) return { axes: over === "image" ? [axis] : [0, axis], keep: keepsPixels };
  if (over === "batch") return { axes: null, keep: false };
  // An axis of classes that has length 1 goes with that of the pixels.
  const drops = channels > 1 && keepsClasses && !keepsClassesOfSums;
  return { axes: drops ? [1, 2] : [axis], keep: keepsPixels };
}

/** Classes are the second axis, or the last where the target has them there. */
export function overClasses(region: Region, made: Made, operand: Expression): Over {
  const { over, keepsPixels, keepsClassesOfSums } = region;
  const ofPixels = variesOver(operand, PIXEL);
  const keep = ofPixels ? made.keepsClasses : keepsClassesOfSums;
  if (!ofPixels && over === "batch") return { axes: null, keep: false };
  if (!made.target.channelsFirst) return { axes: [-1], keep };
  return { axes: [ofPixels || over === "image" || keepsPixels ? 1 : 0], keep };
}
