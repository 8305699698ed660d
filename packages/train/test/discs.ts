import { seededRandom } from "@segloss/train";

/** Noisy images with a bright disc each, and the disc as class 1: something that a small network learns in seconds. */
export function discs(
  count: number,
  size: number,
  seed: number,
): { images: Float32Array; targets: Uint8Array } {
  const random = seededRandom(seed);
  const images = new Float32Array(count * size * size);
  const targets = new Uint8Array(count * size * size);
  for (let image = 0; image < count; image++) {
    const [cx, cy, radius] = [random() * size, random() * size, (0.15 + 0.2 * random()) * size];
    for (let at = 0; at < size * size; at++) {
      const inside = Math.hypot((at % size) - cx, Math.floor(at / size) - cy) < radius;
      targets[image * size * size + at] = inside ? 1 : 0;
      images[image * size * size + at] = (inside ? 0.7 : 0.3) + 0.4 * (random() - 0.5);
    }
  }
  return { images, targets };
}
