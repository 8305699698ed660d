import { exifOrientation } from "../exif/exif-orientation.ts";
import { turnsSides } from "../exif/oriented.ts";
import { jpegSegments } from "../jpeg/jpeg-segments.ts";

/** Bytes of a PNG before the end of its width and height. */
const PNG_HEAD = 24;
const PNG_SIGNATURE = 0x89504e47;

/**
 * Width and height of a PNG or JPEG as it is shown, from its head alone: photographs are turned by their EXIF orientation. undefined
 * for what is neither, or damaged.
 */
export function pictureSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= PNG_HEAD && view.getUint32(0) === PNG_SIGNATURE)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  const { frame, exif } = jpegSegments(bytes);
  if (!frame) return undefined;
  const { width, height } = frame;
  const turned = turnsSides((exif && exifOrientation(exif)) ?? 1);
  return turned ? { width: height, height: width } : { width, height };
}
