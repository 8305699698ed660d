import type { Directory } from "./directory.ts";
import type { Stack } from "./stack.ts";

/** What tifffile's description, `{"shape": [5, 3, 24, 37], "axes": "TZYX"}`, says where it names axes. */
export function shapedStack(directory: Directory, pages: number): Stack | undefined {
  const described = shapedDescription(directory);
  if (!described?.axes) return undefined;
  const { shape, axes } = described;
  const size = (letter: string) => (axes.includes(letter) ? shape[axes.indexOf(letter)] : 1);
  const [times, slices, channels] = [size("T"), size("Z"), size("C")];
  if (axes.length !== shape.length || times * slices * channels !== pages) return undefined;
  // Pages go through the axes as the letters stand, the last one fastest.
  const order = [...axes].filter((letter) => "TZC".includes(letter));
  const pageOf = (t: number, z: number, c: number) =>
    order.reduce((page, letter) => page * size(letter) + { T: t, Z: z, C: c }[letter as "T"], 0);
  return { times, slices, channels, pageOf };
}

/** The shape that tifffile notes in the first page, slowest axis first. */
export function shapedDescription(
  directory: Directory,
): { shape: readonly number[]; axes?: string } | undefined {
  const text = directory.text("description");
  if (!text?.startsWith('{"')) return undefined;
  try {
    const { shape, axes } = JSON.parse(text);
    if (!Array.isArray(shape) || !shape.every((one) => Number.isInteger(one) && one > 0)) return undefined;
    return typeof axes === "string" ? { shape, axes } : { shape };
  } catch {
    return undefined;
  }
}
