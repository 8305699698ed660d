/**
 * Bytes that the first frame of Zstandard says it unpacks to; undefined where it does not say.
 *
 * RFC 8878, 3.1.1.1.
 */
export function zstdContentSize(bytes: Uint8Array): number | undefined {
  const descriptor = bytes[4] ?? 0;
  const isSingle = (descriptor >> 5) & 1;
  const sizeBytes = [isSingle, 2, 4, 8][descriptor >> 6];
  if (sizeBytes === 0) return undefined;
  const idBytes = [0, 1, 2, 4][descriptor & 3];
  const windowBytes = 1 - isSingle;
  let size = 0;
  for (let k = sizeBytes - 1; k >= 0; k--) size = size * 256 + (bytes[5 + windowBytes + idBytes + k] ?? 0);
  return sizeBytes === 2 ? size + 256 : size;
}
