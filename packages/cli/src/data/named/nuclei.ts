import { dataError } from "../data-error.ts";
import type { DataSet, Sample } from "../data-set.ts";
import { random } from "../random.ts";
import { photograph } from "./microscope.ts";
import type { NamedSet, NamedSetOptions } from "./named-set.ts";
import { placeNuclei } from "./nucleus-layout.ts";
import { renderNuclei } from "./nucleus-light.ts";

const SMALLEST = 32;

/** Simulated fluorescence images of clustered nuclei that touch, with class masks and object labels. */
export const nuclei: NamedSet = {
  name: "nuclei",
  summary: "simulated touching fluorescent nuclei with object labels; needs no network",
  open: async (options) => simulateNuclei(options),
};

/**
 * Images like those of a wide-field microscope: deformed elliptic nuclei in clusters, uneven light, blur, photon and read
 * noise. Image i of a seed is the same whatever the count. One channel; classes background and nucleus.
 */
export function simulateNuclei(options: Pick<NamedSetOptions, "count" | "size" | "seed"> = {}): DataSet {
  const { count = 40, size = 128, seed = 0 } = options;
  if (!Number.isInteger(count) || count < 1)
    throw dataError(`nuclei: count ${count}; expected a whole number from 1`);
  if (!Number.isInteger(size) || size < SMALLEST)
    throw dataError(`nuclei: size ${size}; expected a whole number of pixels from ${SMALLEST}`);
  const images = Array.from({ length: count }, (_, index) => simulateImage(size, seed, index));
  return {
    name: "nuclei",
    classes: ["background", "nucleus"],
    channels: 1,
    images,
    notes: [],
    credit: "simulated",
  };
}

function simulateImage(size: number, seed: number, index: number): Sample {
  const source = random(seed, index);
  const placed = placeNuclei(size, source);
  const { light, instances } = renderNuclei(placed, size, source);
  const name = `nuclei-${String(index).padStart(3, "0")}`;
  return {
    name,
    width: size,
    height: size,
    image: photograph(light, size, source),
    mask: Uint8Array.from(instances, (label) => (label > 0 ? 1 : 0)),
    instances,
    group: name,
  };
}
