import { join } from "node:path";
import { WORK } from "../../compare/run/output-folder.ts";
import { type PreparedData, prepareData } from "../../compare/run/prepare-data.ts";
import type { showStatus } from "../../terminal/progress.ts";
import type { CompareOptions } from "./compare-options.ts";

/** The data as the options of `segloss compare` say that they are read, with their pixels in the output folder. */
export async function preparedData(
  data: string,
  options: CompareOptions & { readonly suggests: boolean },
  status: ReturnType<typeof showStatus>,
): Promise<PreparedData> {
  const {
    suggests,
    pairs,
    exif,
    geometry,
    polygons,
    sample,
    labels,
    ignore,
    skipUnreadable = false,
    output,
  } = options;
  return prepareData(data, {
    ...(pairs && { pairs }),
    ...(exif && { exif }),
    ...(polygons && { polygons }),
    ...(labels && { labels }),
    ...(ignore !== undefined && { ignore }),
    ...(sample !== undefined && { images: sample }),
    geometry: geometry === "ignore" ? "index" : "world",
    ...{ skipUnreadable, suggests },
    work: join(output, WORK),
    onProgress: status.say,
  }).finally(status.done);
}
