import * as tf from "@tensorflow/tfjs";
import { seeded } from "./backends.ts";

/** Images with a bright disc and a dark one on grey with noise, and their labels: 1 bright, 2 dark, 0 neither. */
export function discs(count: number, size: number, seed = 1) {
  const random = seeded(seed);
  const images = new Float32Array(count * size * size);
  const labels = new Int32Array(images.length);
  for (let n = 0; n < count; n++) {
    const [bright, dark] = [randomDisc(size, random), randomDisc(size, random)];
    for (let i = 0; i < size * size; i++) {
      const label = inside(bright, i, size) ? 1 : inside(dark, i, size) ? 2 : 0;
      labels[n * size * size + i] = label;
      images[n * size * size + i] = [0, 1, -1][label] + 0.6 * (random() - 0.5);
    }
  }
  const indices = tf.tensor3d(labels, [count, size, size], "int32");
  return {
    images: tf.tensor4d(images, [count, size, size, 1]),
    labels: tf.expandDims(indices, -1),
    oneHot: tf.cast(tf.oneHot(indices, 3), "float32"),
  };
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function randomDisc(size: number, random: () => number): Disc {
  return { x: random() * size, y: random() * size, radius: size / 5 + (random() * size) / 8 };
}

function inside({ x, y, radius }: Disc, i: number, size: number): boolean {
  return Math.hypot((i % size) - x, Math.floor(i / size) - y) < radius;
}
