import type { Step } from "../engines/engine.ts";
import { reference } from "../engines/reference/reference.ts";
import type { Loss } from "../losses/loss.ts";
import type { Setting } from "../plan/setting.ts";

const [WIDTH, IMAGES] = [7, 2];

/**
 * Values of a loss on a few made images, as text of ten decimals: random ones with weights, and one without any true
 * pixel, whose logits leave nothing of p. Losses with the same text are the same for such targets.
 */
export function fingerprint(loss: Loss, { channels, link, targets }: Setting): string {
  const shape = [IMAGES, WIDTH, channels];
  const step = reference().compile(loss, { shape, link, targets, weights: true });
  const all = [random(channels, link === "none"), nothing(channels, link === "none")];
  const values = all.map((inputs) => {
    const given = targets === "soft" ? softTargets(inputs.targets, channels) : inputs.targets;
    return (step.run({ ...inputs, targets: given }) + 0).toFixed(10);
  });
  return values.join(" ");
}

/** Labels as shares of the classes: some are sure, of others the next class has a part. */
function softTargets(labels: ArrayLike<number>, channels: number): Float64Array {
  const part = (pixel: number): number => (pixel % 3) / 5;
  if (channels === 1) return Float64Array.from(labels, (label, i) => label * (1 - part(i)));
  const soft = new Float64Array(labels.length * channels);
  for (let i = 0; i < labels.length; i++) {
    soft[i * channels + labels[i]] += 1 - part(i);
    soft[i * channels + ((labels[i] + 1) % channels)] += part(i);
  }
  return soft;
}

type Inputs = Parameters<Step["run"]>[0];

function random(channels: number, areProbabilities: boolean): Inputs {
  const pixels = IMAGES * WIDTH;
  // The fractions of multiples of the golden ratio are spread evenly, and no two are alike.
  const fraction = (i: number) => (i * 0.6180339887498949) % 1;
  return {
    logits: Float64Array.from({ length: pixels * channels }, (_, i) =>
      areProbabilities ? 0.05 + 0.9 * fraction(i + 1) : 6 * fraction(i + 1) - 3,
    ),
    targets: Uint8Array.from({ length: pixels }, (_, i) =>
      Math.floor(Math.max(2, channels) * fraction(7 * i + 3)),
    ),
    weights: Float64Array.from({ length: pixels }, (_, i) => 0.5 + fraction(3 * i + 2)),
    progress: 0.4,
  };
}

function nothing(channels: number, areProbabilities: boolean): Inputs {
  const pixels = IMAGES * WIDTH;
  const first = channels > 1 && !areProbabilities ? 200 : 0;
  const other = areProbabilities ? 0 : -200;
  return {
    logits: Float64Array.from({ length: pixels * channels }, (_, i) =>
      channels > 1 && i % channels === 0 ? first : other,
    ),
    targets: new Uint8Array(pixels),
    weights: new Float64Array(pixels).fill(1),
    progress: 0.4,
  };
}
