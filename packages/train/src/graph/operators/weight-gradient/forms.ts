import { blockFilter } from "./block-filter.ts";
import type { Form } from "./form.ts";
import { movedProducts } from "./moved-products.ts";
import { plainFilter } from "./plain-filter.ts";
import { unfolding } from "./unfolding.ts";

/** Every form of the weight gradient. */
export const forms: readonly Form[] = [blockFilter, movedProducts, plainFilter, unfolding];
