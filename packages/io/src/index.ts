export type { AnnotatedImage, AnnotatedObject, Annotations, Shape } from "./annotations/annotated-image.ts";
export { type CocoRle, cocoRleText, decodeCocoRle, encodeCocoRle } from "./annotations/coco-rle.ts";
export { type PaintOptions, paintImage, paintShape } from "./annotations/paint.ts";
export { type AnnotationFormat, readAnnotations } from "./annotations/read-annotations.ts";
export { readYolo, type YoloOptions } from "./annotations/yolo.ts";
export { dataError, firstFew, isDataError } from "./data-error.ts";
export { decodeRaster, openRasterWindows } from "./decode-raster.ts";
export {
  chosenOrientation,
  type ExifChoice,
  orientationNote,
  type Settled,
  settleOrientation,
} from "./exif/settle-orientation.ts";
export { encodeNifti } from "./formats/encode-nifti.ts";
export type { DecodeOptions, Format, FormatEntry } from "./formats/format.ts";
export { FORMATS, formatList, formatOf, stemOf } from "./formats/index.ts";
export { decodeNpy, encodeNpy, type NpyArray } from "./formats/npy-array.ts";
export { readOmeZarr } from "./formats/ome-zarr.ts";
export { png } from "./formats/png.ts";
export type { Geometry, Unit } from "./geometry/geometry.ts";
export {
  type GeometryChoice,
  type Matched,
  type MatchNames,
  matchGrids,
  matchRasters,
} from "./geometry/match.ts";
export { commonSpacing, type Spacing } from "./geometry/spacing.ts";
export type { Unpack } from "./inflate/inflate.ts";
export type { Packing } from "./inflate/node-zlib.ts";
export { reusedInflate } from "./inflate/reused-inflate.ts";
export type { LabelArray, Labels } from "./labels.ts";
export { mappedLabels } from "./mapped-labels.ts";
export { distinctLabels, maskLabels, toLabels } from "./mask-labels.ts";
export { matchNames, type Renumbering, renumbered } from "./match-names.ts";
export { agreePictures, type PicturePair } from "./picture/agree-pictures.ts";
export type { ColourSource } from "./picture/colour-labels.ts";
export { type ColourTable, colourNumber } from "./picture/colour-table.ts";
export { addTally, type EdgeTally, edgeTally, REACH } from "./picture/edge-tally.ts";
export { framesOf } from "./picture/frames.ts";
export {
  type GrayPalettes,
  grayLabels,
  grayPalettes,
  type ListedLabels,
  mayHoldGrays,
  type PaletteLabels,
  type SeenLabels,
  seenLabels,
} from "./picture/gray-palette.ts";
export { isColoured, type MaskPictureOptions, maskPicture } from "./picture/mask-picture.ts";
export { hasNoData, noDataText, replaceNoData } from "./picture/no-data.ts";
export { pictureSize } from "./picture/picture-size.ts";
export { cutSmooth, cutSmoothEdges, isGrayPicture } from "./picture/plain-picture.ts";
export { asSlices } from "./picture/planes.ts";
export { asksForEdges, type Smoothness, smoothnessOf } from "./picture/smoothness.ts";
export { usedValues } from "./picture/used-values.ts";
export { isWhite, type MaskValues, type WhiteRole, whiteRole } from "./picture/white-role.ts";
export { pngLabels } from "./png/png-labels.ts";
export { type PngRows, pngRows } from "./png/png-rows.ts";
export type { FillRule, Ring } from "./polygons/ring.ts";
export { splitAlpha } from "./raster/split-alpha.ts";
export {
  type Layer,
  type Palette,
  type Raster,
  type RasterData,
  type RasterHead,
  sizeText,
} from "./raster.ts";
export { bytesSource, type Source } from "./source.ts";
export { type TiffLabels, tiffLabels } from "./tiff/plain/tiff-labels.ts";
export { boxesOf } from "./windows/boxes.ts";
export { orientedWindows } from "./windows/oriented-windows.ts";
export { type Box, type RasterWindows, wholeRaster } from "./windows/raster-windows.ts";
export { reorderedWindows } from "./windows/reordered-windows.ts";
export { slicedWindows } from "./windows/sliced-windows.ts";
export { crc32c } from "./zarr/crc32c.ts";
export type { ByteRange, ReadBelow } from "./zarr/zarr-array.ts";
