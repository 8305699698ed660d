import type { Form } from "./form.ts";

/** How the weight gradient of a convolution is computed. */
export interface Choice {
  readonly form: Form;
  /** What becomes the filter of the correlation: the gradient at the output, or the input; the other one is the image. */
  readonly filter: "gradient" | "input";
}
