import { notSupported } from "../reader-error.ts";
import type { Directory } from "./directory.ts";
import { lengthUnit } from "./length-unit.ts";
import type { Stack } from "./stack.ts";

const NO_UNIT = 1;

/**
 * What ImageJ's description of a stack says: `ImageJ=1.54f`, then `key=value` lines. Pages go over channels, slices, frames.
 *
 * @param pages that the file lists; a large stack lists one and says how many follow it
 */
export function imageJStack(directory: Directory, pages: number): Stack | undefined {
  const text = directory.text("description");
  if (!text?.startsWith("ImageJ=")) return undefined;
  const values = new Map(text.split(/\r?\n/).map((line) => splitOnce(line)));
  const count = (key: string) => Math.max(1, Math.floor(Number(values.get(key) ?? 1)) || 1);
  const [channels, slices, times] = [count("channels"), count("slices"), count("frames")];
  const images = count("images");
  const stack = { channels, slices, times, ...spacingOf(directory, values) };
  const planes = channels * slices * times;
  if (planes === Math.max(pages, images)) return stack;
  // Plain stacks say how many images there are, and not along which axis.
  if (planes === 1 && images <= pages) return { ...stack, slices: pages };
  throw notSupported(
    `it says ${channels} channels, ${slices} slices and ${times} frames and holds ${pages} pages; save it again from ImageJ`,
  );
}

function splitOnce(line: string): [string, string] {
  const at = line.indexOf("=");
  return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
}

function spacingOf(directory: Directory, values: ReadonlyMap<string, string>): Partial<Stack> {
  const named = values.has("unit") ? lengthUnit(values.get("unit")!) : undefined;
  if (values.has("unit") && !named) return {};
  const depth = Math.abs(Number(values.get("spacing") ?? 1)) || 1;
  // Dots an inch without a unit are the printer's.
  const measured = named !== undefined || directory.number("resolutionUnit", NO_UNIT) === NO_UNIT;
  const [width, height] = measured
    ? [distance(directory.number("xResolution", 1)), distance(directory.number("yResolution", 1))]
    : [1, 1];
  if (!values.has("spacing") && width === 1 && height === 1 && !named) return {};
  const { unit, factor = 1 } = named ?? {};
  const spacing = [depth * factor, height * factor, width * factor] as const;
  return unit ? { spacing, unit } : { spacing };
}

/** TIFF has samples per unit. */
function distance(resolution: number): number {
  return resolution > 0 && Number.isFinite(resolution) ? 1 / resolution : 1;
}
