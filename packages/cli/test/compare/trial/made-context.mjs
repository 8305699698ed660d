// Squares on dark ground as a source of whole images, with a thin stand-in for what measures images: plain
// JavaScript, so that the sources under test and the built processes of a pool read the same file.

import { nodeRuntime } from "@segloss/train";

/** @typedef {import("../../../src/compare/trial/trial-context.ts").TrialContext} TrialContext */
/** @typedef {import("../../../src/data/data-set.ts").Sample} Sample */

export const SIZE = 16;

/**
 * @param {typeof import("../../../src/data/index.ts")} data
 * @param {{ plan: import("../../../src/compare/protocol/plan.ts").Plan, folder: string, classes?: number, ignore?: number }} config
 * @returns {TrialContext}
 */
export function madeContext(data, { plan, folder, classes = 2, ignore }) {
  const names = plan.data.images;
  const samples = names.map((name, index) => square(data, name, index, classes, ignore));
  const source = data.memorySource({
    name: "squares",
    classes: ["background", "square", "corner"].slice(0, classes),
    channels: 1,
    ...(ignore !== undefined && { ignore }),
    images: samples,
    notes: [],
  });
  return {
    plan,
    source,
    folder,
    runtime: nodeRuntime(),
    scored: Array.from({ length: classes - 1 }, (_, index) => index + 1),
    drawCrops: (options) => data.cropBatches(source, options),
    validationCrops: (images, most) =>
      data.validationCrops(source, { images, size: SIZE, batch: plan.training.batch, most }),
    measureNormalisation: data.measureNormalisation,
    async *testImages(predict, images) {
      for (const image of images) {
        const { image: pixels, mask } = samples[image];
        const logits = await predict(pixels, [1, SIZE, SIZE]);
        const counts = { tp: Array(classes).fill(0), fp: Array(classes).fill(0), fn: Array(classes).fill(0) };
        mask.forEach((truth, i) => {
          if (truth === ignore) return;
          const predicted = likeliest(logits, i, classes);
          counts[predicted === truth ? "tp" : "fp"][predicted]++;
          if (predicted !== truth) counts.fn[truth]++;
        });
        yield { image, ...counts, ece: 0, bins: [] };
      }
    },
  };
}

/**
 * @param {Float32Array} logits
 * @param {number} i
 * @param {number} classes
 */
function likeliest(logits, i, classes) {
  if (classes === 2) return logits[i] > 0 ? 1 : 0;
  const values = Array.from({ length: classes }, (_, c) => logits[c * SIZE * SIZE + i]);
  return values.indexOf(Math.max(...values));
}

/**
 * @param {typeof import("../../../src/data/index.ts")} data
 * @param {string} name
 * @param {number} index
 * @param {number} classes
 * @param {number | undefined} ignore
 * @returns {Sample}
 */
function square(data, name, index, classes, ignore) {
  const source = data.random(7, index);
  const [left, top] = [source.integer(9), source.integer(9)];
  const mask = new Uint8Array(SIZE * SIZE);
  const image = new Float32Array(SIZE * SIZE);
  for (let i = 0; i < mask.length; i++) {
    const [x, y] = [(i % SIZE) - left, Math.floor(i / SIZE) - top];
    const inside = x >= 0 && x < 6 && y >= 0 && y < 6;
    mask[i] = inside ? (classes > 2 && x < 3 && y < 3 ? 2 : 1) : 0;
    image[i] = mask[i] / (classes - 1) + 0.1 * source.normal();
    if (ignore !== undefined && i % SIZE === 0) mask[i] = ignore;
  }
  return { name, width: SIZE, height: SIZE, image, mask, group: name };
}
