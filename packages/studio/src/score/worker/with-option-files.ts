import type { ScoreTexts } from "@segloss/cli/score";
import type { Choices, OptionFile } from "./messages.ts";

/** Options that name files, and those files, by the paths that the options name. */
export interface WithFiles {
  readonly texts: ScoreTexts;
  readonly files: ReadonlyMap<string, File>;
}

/** Puts the files that options name where nothing else is, under their own names. */
export function withOptionFiles({ texts, files }: Choices): WithFiles {
  const placed = new Map<string, File>();
  const place = (folder: OptionFile) => {
    const file = files[folder];
    // A comma would part the list that its path stands in.
    const path = file && `${folder}/${file.name.replaceAll(",", "_")}`;
    if (path) placed.set(path, file);
    return path;
  };
  const baseline = place("baseline");
  if (texts.labels !== "panoptic")
    return { texts: { ...texts, ...(baseline && { baseline }) }, files: placed };
  const segments = [place("predictedSegments"), place("truthSegments")].filter((path) => path !== undefined);
  return {
    texts: {
      ...texts,
      ...(baseline && { baseline }),
      ...(segments.length > 0 && { segments: segments.join() }),
    },
    files: placed,
  };
}
