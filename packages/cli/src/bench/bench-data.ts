import type { BenchCase } from "./bench-case.ts";

/** What a case is measured on: square images. */
export interface BenchSize {
  readonly batch: number;
  readonly size: number;
}

/** Logits in the case's layout and a label for each pixel. */
export interface BenchData {
  readonly shape: readonly number[];
  readonly logits: Float32Array;
  readonly targets: Uint8Array;
}

export function shapeOf({ channels, layout }: BenchCase, { batch, size }: BenchSize): readonly number[] {
  return layout === "channels-last" ? [batch, size, size, channels] : [batch, channels, size, size];
}

/** Numbers in [0, 1) from a seed: the same for everyone. */
function seeded(seed: number): () => number {
  const state = { value: seed >>> 0 };
  return () => {
    state.value = (Math.imul(state.value, 1664525) + 1013904223) >>> 0;
    return state.value / 2 ** 32;
  };
}

/** Random labels, and logits about as far from them as the case says; the same data in either layout. */
export function benchData(from: BenchCase, size: BenchSize): BenchData {
  const { channels, layout, margin, noise } = from;
  const random = seeded(11);
  const bell = (): number => 2 * (random() + random() + random() - 1.5);
  const perImage = size.size ** 2;
  const targets = new Uint8Array(size.batch * perImage);
  const logits = new Float32Array(targets.length * channels);
  for (let pixel = 0; pixel < targets.length; pixel++) {
    targets[pixel] = Math.floor(random() * Math.max(2, channels));
    const image = Math.floor(pixel / perImage);
    for (let c = 0; c < channels; c++) {
      const last = pixel * channels + c;
      const first = (image * channels + c) * perImage + (pixel % perImage);
      const own = channels === 1 ? 2 * targets[pixel] - 1 : Number(targets[pixel] === c);
      logits[layout === "channels-last" ? last : first] = margin * own + noise * bell();
    }
  }
  return { shape: shapeOf(from, size), logits, targets };
}

/** Logits with the classes of a pixel side by side, whatever the layout of the case. */
export function channelsLast({ layout, channels }: BenchCase, { shape, logits }: BenchData): Float32Array {
  if (layout === "channels-last" || channels === 1) return logits;
  const pixels = shape[2] * shape[3];
  const moved = new Float32Array(logits.length);
  for (let image = 0; image < shape[0]; image++)
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < pixels; i++)
        moved[(image * pixels + i) * channels + c] = logits[(image * channels + c) * pixels + i];
  return moved;
}
