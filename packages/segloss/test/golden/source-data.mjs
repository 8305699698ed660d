// Inputs of a source case, and what the reference engine gives for them.

/**
 * What this needs of segloss: of the sources in tests, of the build in the script.
 * @typedef {Pick<typeof import("segloss"), "parseLoss" | "reference"> &
 *   Pick<typeof import("../../src/engines/make-fields.ts"), "makeFields"> &
 *   Pick<typeof import("../../src/engines/valid-pixels.ts"), "validPixels">} Segloss
 */

/** @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const BATCH = 3;
const PROGRESS = 0.4;

/**
 * The arguments of a printed function by the name that segloss knows them by, channels last, and value and gradient.
 * @param {import("./source-cases.mjs").SourceCase} c
 * @param {Segloss} segloss
 */
export function sourceData(c, { parseLoss, reference, makeFields, validPixels }) {
  const { space, channels, link, ignore, emptyImage = false } = c;
  const next = random(
    [...c.name].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7),
  );
  const pixels = BATCH * space.reduce((a, b) => a * b, 1);
  const inImage = pixels / BATCH;
  const draw = (/** @type {number} */ n, /** @type {(u: number) => number} */ f) =>
    Float64Array.from({ length: n }, () => f(next()));
  const logits = distinctLogits(pixels * channels, next);
  if (link === "none") probabilities(logits, channels);
  const isLeftOut = Array.from(
    { length: pixels },
    (_, i) => next() < 0.2 || (emptyImage && i >= pixels - inImage),
  );
  const labels = Int32Array.from({ length: pixels }, (_, i) =>
    ignore !== undefined && isLeftOut[i] ? ignore : Math.floor(next() * Math.max(2, channels)),
  );
  const targets = c.targets === "soft" ? draw(pixels * channels, (u) => Math.round(u * 64) / 64) : labels;
  if (c.targets === "soft") probabilities(/** @type {Float64Array} */ (targets), channels);
  const weights = draw(pixels, (u) => Math.round(u * 128) / 64);
  const mask = Uint8Array.from({ length: pixels }, (_, _i) => (next() < 0.1 ? 0 : 1));
  const loss = parseLoss(c.loss);
  const names = [...new Set(loss.terms.flatMap(({ maps }) => maps))];
  const maps = Object.fromEntries(
    names.map((name) => [name, draw(pixels, (u) => 1 + Math.round(u * 64) / 64)]),
  );
  const step = reference().compile(loss, {
    shape: [BATCH, ...space, channels],
    link,
    targets: c.targets ?? "indices",
    ...(ignore === undefined ? {} : { ignore }),
    weights: c.weights ?? false,
    mask: c.mask ?? false,
  });
  const gradient = new Float64Array(logits.length);
  const inputs = {
    logits,
    targets,
    maps,
    progress: PROGRESS,
    gradient,
    ...(c.weights && { weights }),
    ...(c.mask && { mask }),
  };
  const fields = makeFields(step.plan, inputs, validPixels(inputs, step.plan.setting));
  const value = step.run(inputs);
  return { batch: BATCH, logits, targets, weights, mask, maps, fields, progress: PROGRESS, value, gradient };
}

/** Values in (-3, 3) whose sizes differ by 1/n at least: no two errors are equal, also in single precision. */
function distinctLogits(/** @type {number} */ n, /** @type {() => number} */ next) {
  const sizes = Array.from({ length: n }, (_, k) => (3 * (k + 0.5 + 0.4 * next())) / n);
  for (let i = n - 1; i > 0; i--) {
    const k = Math.floor(next() * (i + 1));
    [sizes[i], sizes[k]] = [sizes[k], sizes[i]];
  }
  return Float64Array.from(sizes, (size) => (next() < 0.5 ? -size : size));
}

/** Values in (0, 1) that sum to 1 over several channels. */
function probabilities(/** @type {Float64Array} */ values, /** @type {number} */ channels) {
  for (let i = 0; i < values.length; i += channels) {
    const row = values.subarray(i, i + channels).map((x) => Math.exp(x));
    const sum = row.reduce((a, b) => a + b, 0) + (channels === 1 ? 1 : 0);
    for (let c = 0; c < channels; c++) values[i + c] = row[c] / sum;
  }
}
