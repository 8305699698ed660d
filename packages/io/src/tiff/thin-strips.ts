import type { Page } from "./page.ts";
import { rowBytes } from "./samples.ts";

/** Bytes of a strip that are worth reading at once. */
const STRIP_BYTES = 2 ** 22;

/**
 * A page without compression whose strips are tall, often one for all rows, as if it had strips of some rows: each row of samples
 * begins at a byte that is known.
 *
 * @param fileBytes a page that claims more than the file has stays as it is, and is found cut short when it is read
 */
export function thinStrips(page: Page, fileBytes: number): Page {
  const { tiled, compression, blockHeight, height, width, samples, planar, bits, down, offsets } = page;
  const row = rowBytes(width * (planar ? 1 : samples), bits);
  const rows = Math.max(1, Math.floor(STRIP_BYTES / row));
  const claimed = row * height * (planar ? samples : 1);
  if (tiled || compression !== 1 || rows >= blockHeight || claimed > fileBytes) return page;
  // Strips of equal height only: the thin ones must not reach over two.
  const perStrip = Math.ceil(blockHeight / rows);
  if (down > 1 && blockHeight % perStrip !== 0) return page;
  const thin = down > 1 ? blockHeight / perStrip : rows;
  const count = Math.ceil(height / thin);
  const planes = planar ? samples : 1;
  const places = Array.from({ length: planes * count }, (_, k) => {
    const [plane, at] = [Math.floor(k / count), (k % count) * thin];
    const start = offsets[plane * down + Math.floor(at / blockHeight)];
    return start === 0 ? 0 : start + (at % blockHeight) * row;
  });
  return { ...page, blockHeight: thin, down: count, offsets: places, byteCounts: [] };
}
