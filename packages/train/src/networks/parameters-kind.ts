import { COUNT, type Kind, listOf, NUMBERS } from "segloss/door";
import type { Network, Parameter } from "./network.ts";

const PARAMETER: Kind = {
  expected: "{ name, shape, initial }",
  fits(value) {
    const { name, shape, initial } = (value ?? {}) as Partial<Parameter>;
    return (
      typeof name === "string" &&
      Array.isArray(shape) &&
      shape.every(COUNT.fits) &&
      typeof initial === "object"
    );
  },
};

export const PARAMETERS: Kind = listOf(PARAMETER, "a list of parameters { name, shape, initial }");

export const NETWORK: Kind = {
  expected: "a network such as unet()",
  fits(value) {
    const { inputChannels, classes, sizeMultiple, parameters, forward } = (value ?? {}) as Partial<Network>;
    const counts = [inputChannels, classes, sizeMultiple];
    return counts.every(COUNT.fits) && PARAMETERS.fits(parameters) && typeof forward === "function";
  },
};

/** Images, height and width. */
export const BATCH_SHAPE: Kind = {
  expected: "[images, height, width], whole and positive",
  fits: (value) =>
    NUMBERS.fits(value) && (value as number[]).length === 3 && (value as number[]).every(COUNT.fits),
};
