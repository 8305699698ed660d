/** Relative errors within which cells keep the gradient (relative L2) and the value of a loss. */
export const TOLERANCE = 5e-5;
export const VALUE_TOLERANCE = 1e-7;

/** Squared errors are kept as float32 times this, slopes times its root, so that those of saturated pixels (1e-15) do not vanish. */
export const SCALE: number = 2 ** 64;
export const ROOT_SCALE: number = 2 ** 32;
