const ORIENTATION = 0x0112;
const ENTRY_BYTES = 12;

/**
 * EXIF orientation from a block that begins like a TIFF file: 1 (as stored) to 8; undefined where it says none, or is
 * damaged: photographs are read without it.
 *
 * CIPA DC-008 (Exif 2.32), 4.6.4.
 */
export function exifOrientation(block: Uint8Array): number | undefined {
  if (block.length < 8) return undefined;
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const little = order === 0x4949;
  const start = view.getUint32(4, little);
  if (start + 2 > block.length) return undefined;
  const count = view.getUint16(start, little);
  for (let k = 0; k < count; k++) {
    const at = start + 2 + k * ENTRY_BYTES;
    if (at + ENTRY_BYTES > block.length) return undefined;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
