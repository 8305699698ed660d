// The picture on a loss's page: what the loss says of a disc as the probability of the right answer goes from 0 to 1.
import { lossCurve as curveOf } from "segloss";

const POINTS = 41;
/** Discs, by their share of the picture. */
const DISCS = [
  { share: 0.04, colour: "#c2410c" },
  { share: 0.35, colour: "#1d4ed8" },
];

const [LEFT, TOP, WIDTH, HEIGHT] = [54, 14, 420, 190];

/**
 * An SVG; the same text on every machine, since places are rounded to tenths.
 * @param {import("segloss").LossFactory<never>} factory
 */
export function lossCurve(factory) {
  const loss = factory();
  const found = DISCS.map(({ share }) => curveOf(loss, { share, points: POINTS }));
  const places = found[0].map(({ p }) => p);
  const curves = found.map((curve) => curve.map(({ value }) => value));
  const values = curves.flat();
  const [low, high] = axis(Math.min(0, ...values), Math.max(...values));
  const x = (/** @type {number} */ p) => LEFT + p * WIDTH;
  const y = (/** @type {number} */ v) => TOP + (1 - (v - low) / (high - low)) * HEIGHT;
  const ticks = [low, (low + high) / 2, high];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 16} ${TOP + HEIGHT + 44}" font-family="sans-serif" font-size="12">`,
    `<title>${factory.definition.title}: loss against the probability of the true class</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<path d="M${LEFT} ${TOP}v${HEIGHT}h${WIDTH}" fill="none" stroke="#555"/>`,
    ...ticks.map(
      (v) => `<text x="${LEFT - 6}" y="${tenth(y(v) + 4)}" text-anchor="end" fill="#333">${number(v)}</text>`,
    ),
    ...[0, 0.5, 1].map(
      (p) => `<text x="${x(p)}" y="${TOP + HEIGHT + 16}" text-anchor="middle" fill="#333">${p}</text>`,
    ),
    `<text x="${LEFT + WIDTH / 2}" y="${TOP + HEIGHT + 36}" text-anchor="middle" fill="#333">probability of the true class, everywhere</text>`,
    ...curves.map((curve, k) =>
      line(
        curve.map((v, i) => [x(places[i]), y(v)]),
        DISCS[k].colour,
      ),
    ),
    `</svg>`,
    "",
  ].join("\n");
}

/**
 * @param {readonly (readonly number[])[]} points
 * @param {string} colour
 */
function line(points, colour) {
  const text = points.map(([x, y]) => `${tenth(x)} ${tenth(y)}`).join("L");
  return `<path d="M${text}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

/**
 * Ends that are round numbers.
 * @param {number} low @param {number} high
 */
function axis(low, high) {
  const step = 10 ** Math.floor(Math.log10(high - low || 1)) / 2;
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

/** @param {number} value */
function tenth(value) {
  return Number(value.toFixed(1));
}

/** @param {number} value */
function number(value) {
  return String(Number(value.toPrecision(3)));
}
