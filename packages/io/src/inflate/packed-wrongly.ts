/** What is said of packed bytes that do not unpack. */
export function packedWrongly(cause: unknown, most: number): Error {
  const tooLarge =
    cause instanceof RangeError || (cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";
  return new Error(
    tooLarge
      ? `its compressed data go on beyond the ${most} bytes that its header allows`
      : "its compressed data are damaged or cut short",
    { cause },
  );
}
