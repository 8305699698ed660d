import { encode } from "jpeg-js";

/** A gray JPEG of blocks of 8x8 pixels with an EXIF orientation. */
export function exifPhoto(blocks: readonly (readonly number[])[], orientation: number): Uint8Array {
  const [width, height] = [8 * blocks[0].length, 8 * blocks.length];
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++)
    data.fill(blocks[Math.floor(i / width / 8)][Math.floor((i % width) / 8)], 4 * i, 4 * i + 3);
  const jpeg = encode({ data, width, height }, 95).data;
  return new Uint8Array([...jpeg.subarray(0, 2), ...exifSegment(orientation), ...jpeg.subarray(2)]);
}

/** APP1 with a directory of one entry, big-endian. */
function exifSegment(orientation: number): number[] {
  const name = [...Buffer.from("Exif\0\0", "latin1")];
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const length = 2 + name.length + tiff.length;
  return [0xff, 0xe1, length >> 8, length & 255, ...name, ...tiff];
}
