import type { Raster } from "../raster.ts";

/** Whether pixels hold the value that the file says means "no data". 0 is the background, whatever the file says. */
export function hasNoData({ data, noData }: Raster): boolean {
  return noData !== undefined && noData !== 0 && data.includes(noData as never);
}

/** What pixels without data are called in messages. */
export function noDataText({ noData, noDataText: text }: Raster): string {
  return text ?? `pixels of its no-data value ${noData}`;
}

/** The raster with another number where it has no data. */
export function replaceNoData(raster: Raster, label: number): Raster {
  if (!hasNoData(raster)) return raster;
  const { noData, noDataText: _, ...rest } = raster;
  // Doubles hold every label and every float; whether they are whole numbers is asked later.
  return { ...rest, data: Float64Array.from(raster.data, (value) => (value === noData ? label : value)) };
}
