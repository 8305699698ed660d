export { dataError, firstFew, isDataError } from "./data-error.ts";
export { decodeRaster } from "./decode-raster.ts";
export {
  type ExifChoice,
  orientationNote,
  type Settled,
  settleOrientation,
} from "./exif/settle-orientation.ts";
export type { Format, FormatEntry } from "./formats/format.ts";
export { FORMATS, formatList, formatOf, stemOf } from "./formats/index.ts";
export { decodeNpy, encodeNpy, type NpyArray } from "./formats/npy-array.ts";
export { png } from "./formats/png.ts";
export type { Geometry, Unit } from "./geometry/geometry.ts";
export type { LabelArray } from "./labels.ts";
export { distinctLabels, maskLabels } from "./mask-labels.ts";
export { agreePictures, type PicturePair } from "./picture/agree-pictures.ts";
export type { ColourSource } from "./picture/colour-labels.ts";
export { type ColourTable, colourNumber } from "./picture/colour-table.ts";
export { framesOf } from "./picture/frames.ts";
export { isColoured, type MaskPictureOptions, maskPicture } from "./picture/mask-picture.ts";
export { hasNoData, replaceNoData } from "./picture/no-data.ts";
export { cutSmoothEdges } from "./picture/plain-picture.ts";
export { asSlices } from "./picture/planes.ts";
export { usedValues } from "./picture/used-values.ts";
export { isWhite, type MaskValues, type WhiteRole, whiteRole } from "./picture/white-role.ts";
export { pngLabels } from "./png/png-labels.ts";
export { type Unfilter, unfilter } from "./png/unfilter.ts";
export { printable } from "./printable.ts";
export { type Layer, type Palette, type Raster, type RasterData, sizeText } from "./raster.ts";
export { bytesSource, type Source } from "./source.ts";
export { openTiffWindows, type TiffWindows } from "./tiff/tiff-windows.ts";
