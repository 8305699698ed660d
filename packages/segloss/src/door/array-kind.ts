/**
 * "Array", or the name of a typed array; null for everything else. Arrays of another realm (a frame, a test runner's
 * sandbox) are told by their name too, which `instanceof` does not do.
 */
export function arrayKind(value: unknown): string | null {
  if (Array.isArray(value)) return "Array";
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return null;
  const name = (value as Uint8Array)[Symbol.toStringTag] as string | undefined;
  return name?.endsWith("Array") ? name : null;
}
