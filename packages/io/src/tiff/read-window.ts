import type { FileLayout } from "./directory.ts";
import type { Page } from "./page.ts";
import { type Block, checkBlock, readBlock } from "./read-block.ts";
import { type Samples, sampleArray } from "./samples.ts";

/** A part of a page, in pixels. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Samples of a window, row-major [height, width, samples], from the tiles or strips that it touches.
 *
 * @param fill value of tiles that the file leaves out
 * @param memory gives memory that samples are written into, with anything in it
 */
export async function readWindow(
  file: FileLayout,
  page: Page,
  window: Window,
  fill = 0,
  memory?: (bytes: number) => ArrayBuffer,
): Promise<Samples> {
  const { samples: channels, planar, bits, format } = page;
  const planes = planar ? channels : 1;
  let isWhole = true;
  for (const index of indicesOf(page, window, planes)) isWhole = checkBlock(file, page, index) && isWhole;
  const length = window.width * window.height * channels;
  const Samples = sampleArray(bits, format);
  const target = memory
    ? new Samples(memory(length * Samples.BYTES_PER_ELEMENT), 0, length)
    : new Samples(length);
  if (!isWhole && (fill !== 0 || memory))
    target.fill(
      (target instanceof BigInt64Array || target instanceof BigUint64Array ? BigInt(fill) : fill) as never,
    );
  for (let plane = 0; plane < planes; plane++)
    for (const { index, x, y } of blocksOf(page, window)) {
      const block = await readBlock(file, page, plane * page.across * page.down + index);
      if (block) copyBlock(block, { x, y }, window, target, channels, plane);
    }
  return target;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Tiles or strips that a window touches, with the place of their first pixel in the page. */
function* blocksOf(page: Page, { x, y, width, height }: Window): Generator<Place & { index: number }> {
  const { blockWidth, blockHeight, across } = page;
  for (let row = Math.floor(y / blockHeight); row * blockHeight < y + height; row++)
    for (let column = Math.floor(x / blockWidth); column * blockWidth < x + width; column++)
      yield { index: row * across + column, x: column * blockWidth, y: row * blockHeight };
}

function* indicesOf(page: Page, window: Window, planes: number): Generator<number> {
  for (let plane = 0; plane < planes; plane++)
    for (const { index } of blocksOf(page, window)) yield plane * page.across * page.down + index;
}

function copyBlock(
  { samples, width, rows, stride }: Block,
  place: Place,
  window: Window,
  target: Samples,
  channels: number,
  plane: number,
): void {
  const left = Math.max(window.x, place.x);
  const right = Math.min(window.x + window.width, place.x + width);
  const top = Math.max(window.y, place.y);
  const bottom = Math.min(window.y + window.height, place.y + rows);
  for (let y = top; y < bottom; y++) {
    const from = ((y - place.y) * width + left - place.x) * stride;
    const to = ((y - window.y) * window.width + left - window.x) * channels + plane;
    const length = (right - left) * stride;
    if (stride === channels) target.set(samples.subarray(from, from + length) as never, to);
    else for (let i = 0; i < length; i++) target[to + i * channels] = samples[from + i];
  }
}
