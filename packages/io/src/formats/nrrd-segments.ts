import type { Layer, Raster } from "../raster.ts";
import type { NrrdHeader } from "./nrrd-header.ts";

/** A segment of 3D Slicer: voxels of `layer` that have the value `label`. */
interface Segment {
  readonly name: string;
  readonly label: number;
  readonly layer: number;
}

/**
 * Gives a raster the segments that 3D Slicer writes as key/value pairs `Segment0_Name`, `Segment0_LabelValue`, `Segment0_Layer`: names of
 * labels where there is one layer; overlapping segments, numbered from 1 in their order, where there are several.
 *
 * Format: https://github.com/Slicer/Slicer/blob/main/Docs/developer_guide/modules/segmentations.md (keys of `.seg.nrrd`)
 */
export function withSegments(raster: Raster, { pairs }: NrrdHeader): Raster {
  const segments = segmentsOf(pairs);
  if (segments.length === 0) return raster;
  if (raster.channels === 1)
    return { ...raster, cropped: true, names: new Map(segments.map(({ label, name }) => [label, name])) };
  const layers = segments.map(
    (segment, k): Layer => ({ name: segment.name, label: k + 1, mask: maskOf(raster, segment) }),
  );
  const data = new Uint16Array(raster.data.length / raster.channels);
  for (const { mask, label } of layers) for (let i = 0; i < data.length; i++) if (mask[i]) data[i] = label;
  return {
    ...raster,
    data,
    channels: 1,
    cropped: true,
    layers,
    names: new Map(layers.map(({ label, name }) => [label, name])),
  };
}

function segmentsOf(pairs: NrrdHeader["pairs"]): Segment[] {
  const segments: Segment[] = [];
  for (let k = 0; ; k++) {
    const of = (key: string) => pairs.get(`Segment${k}_${key}`);
    const id = of("ID") ?? of("Name") ?? of("LabelValue");
    if (id === undefined) return segments;
    const label = Number(of("LabelValue") ?? k + 1);
    segments.push({ name: of("Name") ?? id, label, layer: Number(of("Layer") ?? 0) });
  }
}

function maskOf({ data, channels }: Raster, { layer, label }: Segment): Uint8Array {
  return Uint8Array.from({ length: data.length / channels }, (_, i) =>
    Number(data[i * channels + layer] === label),
  );
}
