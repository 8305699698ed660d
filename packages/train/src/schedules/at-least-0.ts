import { FINITE, type Kind } from "segloss/door";

/** Rates, floors and decays. */
export const AT_LEAST_0: Kind = {
  expected: "a finite number of at least 0",
  fits: (value) => FINITE.fits(value) && (value as number) >= 0,
};
