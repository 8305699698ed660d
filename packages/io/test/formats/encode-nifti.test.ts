import { describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/formats/encode-nifti.ts";
import { nifti } from "../../src/formats/nifti.ts";
import type { Raster, RasterData } from "../../src/raster.ts";
import { decoded } from "../decoded.ts";

const [width, height, depth] = [3, 2, 2];

function volume(data: RasterData, more: Partial<Raster> = {}): Raster {
  return { data, width, height, depth, channels: 1, bitDepth: 8 * data.BYTES_PER_ELEMENT, ...more };
}

const numbers = Array.from({ length: 12 }, (_, i) => 3 * i);

describe("encodeNifti", () => {
  it.each([
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
  ])("keeps the samples of %o", async (type) => {
    const data = type.from(numbers);
    const back = await decoded(nifti, encodeNifti(volume(data)));
    expect(back).toMatchObject({ width, height, depth, channels: 1, bitDepth: 8 * data.BYTES_PER_ELEMENT });
    expect(back.data).toEqual(data);
  });

  it("keeps an oblique place, and the spacing that follows from it", async () => {
    const affine = [0.75, -0.25, 0, -90.5, 0.25, 0.75, 0, 12, 0, 0, 5, 300];
    const back = await decoded(
      nifti,
      encodeNifti(volume(Uint8Array.from(numbers), { geometry: { affine } })),
    );
    expect(back.geometry).toEqual({ affine });
    expect(back.unit).toBe("mm");
    for (const [k, step] of [5, Math.hypot(0.75, 0.25), Math.hypot(0.75, 0.25)].entries())
      expect(back.spacing![k]).toBeCloseTo(step, 6);
  });

  it("keeps spacing and unit without a place; nanometres become micrometres", async () => {
    const of = async (more: Partial<Raster>) => {
      const { spacing, unit, geometry } = await decoded(
        nifti,
        encodeNifti(volume(Uint8Array.from(numbers), more)),
      );
      return { spacing, unit, geometry };
    };
    expect(await of({ spacing: [2, 0.5, 0.25], unit: "um" })).toEqual({
      spacing: [2, 0.5, 0.25],
      unit: "um",
    });
    expect(await of({ spacing: [2000, 500, 250], unit: "nm" })).toEqual({
      spacing: [2, 0.5, 0.25],
      unit: "um",
    });
    expect(await of({})).toEqual({ spacing: [1, 1, 1] });
    // The axes of a microscope's image are no patient's.
    const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
    expect(await of({ geometry: { affine, world: "image" }, spacing: [2, 1, 1] })).toEqual({
      spacing: [2, 1, 1],
    });
  });

  it("says what it cannot hold", () => {
    const wide = { ...volume(new Uint8Array(40000)), width: 40000, height: 1, depth: 1 };
    expect(() => encodeNifti(wide)).toThrow(
      /at most 32767 samples along an axis, got 40000x1x1; write \.npy/,
    );
    expect(() => encodeNifti(volume(new Uint8Array(24), { channels: 2 }))).toThrow(
      /NIfTI is written with one channel, got 2; write \.npy/,
    );
  });
});
