import type { ComparisonResults } from "../../src/compare/protocol/results.ts";
import type { Sample } from "../../src/data/data-set.ts";
import type { ImageSource } from "../../src/data/image-source.ts";
import { memorySource } from "../../src/data/memory-source.ts";
import { random } from "../../src/data/random.ts";

/** Images of discs on a noisy ground for made results: a large disc of class 1 and, with three classes, a small one of class 2. */
export function madeSource({ data, plan }: ComparisonResults): ImageSource {
  const images = data.images.map((_, image) => madeSample(data, image));
  const { name, classes, channels } = data;
  const source = memorySource({ ...{ name, classes, channels, images }, notes: [], ignore: 255 });
  return { ...source, fingerprint: plan.data.fingerprint };
}

function madeSample({ images, classes, channels }: ComparisonResults["data"], image: number): Sample {
  const { name, group, width, height } = images[image];
  const source = random(image, 21);
  const mask = madeDiscs(width, height, classes.length, image, 0);
  const values = Float32Array.from(
    { length: width * height * channels },
    (_, i) => 0.25 + 0.25 * mask[Math.floor(i / channels)] + 0.1 * source.normal(),
  );
  mask.fill(255, 0, 3 * width);
  return { name, group, width, height, image: values, mask };
}

/** Discs that are `shift` pixels off. */
export function madeDiscs(
  width: number,
  height: number,
  classes: number,
  image: number,
  shift: number,
): Uint8Array {
  const source = random(image, 22);
  const discs = Array.from({ length: classes - 1 }, (_, c) => ({
    x: source.between(30, width - 30) + shift,
    y: source.between(30, height - 30),
    radius: c === 0 ? source.between(20, 40) : source.between(6, 14),
  }));
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    const inside = discs.findLastIndex((disc) => Math.hypot(x - disc.x, y - disc.y) < disc.radius);
    return inside + 1;
  });
}
