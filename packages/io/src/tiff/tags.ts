/** Tags of TIFF 6.0, its supplements, GeoTIFF and GDAL that matter for pixels and their meaning. */
export const TAGS = {
  newSubfileType: 254,
  oldSubfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  extraSamples: 338,
  sampleFormat: 339,
  modelPixelScale: 33550,
  modelTransformation: 34264,
  geoKeys: 34735,
  noData: 42113,
} as const;

export type TagName = keyof typeof TAGS;

const NAMES: ReadonlyMap<number, TagName> = new Map(
  Object.entries(TAGS).map(([name, tag]) => [tag, name as TagName]),
);

/** The name of a tag that matters, else undefined. */
export function tagName(tag: number): TagName | undefined {
  return NAMES.get(tag);
}
