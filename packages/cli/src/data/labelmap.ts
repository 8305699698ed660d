import { dataError } from "./data-error.ts";

/** A name and its colour, as `labelmap.txt` lists them. */
export interface MappedLabel {
  readonly name: string;
  /** Red, green, blue, 0 to 255. */
  readonly colour: readonly number[];
}

/**
 * Labels of CVAT's `labelmap.txt`, a line each: `name:red,green,blue:parts:actions`, comments with `#`. What is black is the background and
 * comes first; the number of a label is its place.
 */
export function parseLabelmap(text: string, path: string): MappedLabel[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const labels = lines.map((line) => parseLine(line, path));
  const isBlack = ({ colour }: MappedLabel) => colour.every((part) => part === 0);
  const black = labels.filter(isBlack);
  const background = black.length > 0 ? black : [{ name: "background", colour: [0, 0, 0] }];
  return [...background, ...labels.filter((label) => !isBlack(label))];
}

function parseLine(line: string, path: string): MappedLabel {
  // Names may hold colons; the colour is the first field of three numbers.
  const match = /^(.*?):(\d{1,3}),(\d{1,3}),(\d{1,3})(:.*)?$/.exec(line);
  const colour = match ? match.slice(2, 5).map(Number) : [];
  if (!match || colour.some((part) => part > 255))
    throw dataError(`${path}: the line "${line}" is no label; expected name:red,green,blue::`);
  return { name: match[1], colour };
}
