import type { Device } from "../../device.ts";
import { blockFilter } from "./block-filter.ts";
import type { Choice } from "./choice.ts";
import type { Correlation } from "./correlation.ts";
import { movedProducts } from "./moved-products.ts";
import { plainFilter } from "./plain-filter.ts";
import { unfolding } from "./unfolding.ts";

/** So few channels are unfolded: moved products of them take as long as those of sixteen. */
const unfolded = 4;
/** So few are convolved with: the matrix products are small, and the copies that they need are not. */
const convolved = 8;

/**
 * The form for a convolution's input (the image) and the gradient at its output (the filter): a rule of shapes alone, so
 * that the same network gets the same form everywhere. Measured by bench/operators/weight-gradient.ts. On GPUs it is matrix
 * products: what the other forms gain, they gain from the caches of a processor.
 */
export function choose({ image, filter, taps, stride }: Correlation, device: Device = "cpu"): Choice {
  if (device === "gpu") return { form: stride > 1 ? unfolding : movedProducts, filter: "gradient" };
  const [c, k] = [image.value.shape[1], filter.value.shape[1]];
  if (image.block > 1 || filter.block > 1) {
    // The more filters, the more of them share what is read of an image. Of equal numbers the gradient is the image: where the
    // input was put together of several parts, they share the frame that is set around it.
    const input = stride === 1 && image.block > 1 && (filter.block === 1 || c >= k);
    return { form: blockFilter, filter: input ? "input" : "gradient" };
  }
  if (stride > 1 || (taps > 1 && c <= unfolded)) return { form: unfolding, filter: "gradient" };
  if (taps > 1 && Math.max(c, k) <= convolved) return { form: plainFilter, filter: "gradient" };
  return { form: movedProducts, filter: "gradient" };
}
