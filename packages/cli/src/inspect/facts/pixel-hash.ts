import { createHash, type Hash } from "node:crypto";
import type { Mask, Pixels } from "./pixels.ts";

/** Texts that are the same for the same pixels, of files that may have several slices. */
export interface PixelHash {
  image(pixels: Pixels): void;
  mask(mask: Mask): void;
  done(): { readonly image: string; readonly mask: string };
}

/** Values count to 16 bits, so that the same picture saved with 8 and with 16 bits is the same. */
export function pixelHash(): PixelHash {
  const [image, mask] = [createHash("sha256"), createHash("sha256")];
  return {
    image({ width, height, channels, values }) {
      put(image, Int32Array.of(width, height, channels));
      // TypedArray.from with a function takes ten times as long as a loop.
      const rounded = new Uint16Array(values.length);
      for (let i = 0; i < values.length; i++) rounded[i] = 65535 * values[i] + 0.5;
      put(image, rounded);
    },
    mask({ width, height, classes, objects }) {
      put(mask, Int32Array.of(width, height));
      put(mask, Uint16Array.from(classes));
      if (objects) put(mask, Int32Array.from(objects));
    },
    done: () => ({ image: image.digest("hex"), mask: mask.digest("hex") }),
  };
}

function put(hash: Hash, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
  hash.update(new Uint8Array(buffer, byteOffset, byteLength));
}
