import { printable } from "segloss/door";
import { firstFew } from "../data/data-error.ts";
import { aligned } from "../terminal/aligned.ts";
import { heading, indented } from "../terminal/prose.ts";
import { counted, percent, twoDigits } from "./advice/numbers.ts";
import { adviceText } from "./advice-text.ts";
import type { Inspection, Spread } from "./inspection.ts";
import type { TextOptions } from "./text-options.ts";

/** The inspection for a terminal: what there is, then what follows. */
export function inspectionText(inspection: Inspection, options: TextOptions): string {
  const { name, images } = inspection;
  if (images.length === 0) return "";
  const sections: (readonly [string, string])[] = [
    [printable(name), indented(overview(inspection), options.width)],
    ["Classes", classTable(inspection, options.width)],
    ["Objects", indented(objectLines(inspection), options.width)],
    ["Intensities", intensities(inspection, options.width)],
    ["Duplicates", duplicates(inspection, options.width)],
    ["What follows for losses", adviceText(inspection, options)],
  ];
  const filled = sections.filter(([, text]) => text !== "");
  return `${filled.map(([title, text]) => `${heading(title, options)}\n${text}`).join("\n\n")}\n`;
}

type Row = readonly [string, string];

function overview(inspection: Inspection): Row[] {
  const { files, images, sizes, channels, grouping, pixels, empty, tiles, problems } = inspection;
  const volumes = files < images.length;
  const shown = sizes.map(({ width, height, images: count }) => `${width}x${height} (${count})`);
  return [
    [
      "images",
      volumes
        ? `${counted(images.length, "slice")} of ${counted(files, "file")}; each slice is an image to whatever is trained here`
        : counted(images.length, "image"),
    ],
    ["sizes", firstFew(shown, 6)],
    ["channels", String(channels)],
    ["groups", printable(grouping.note)],
    ...(grouping.count > 1 && grouping.largest > images.length / 2
      ? [["", `the largest holds ${grouping.largest} of ${images.length} images`] as const]
      : []),
    ["pixels", `${pixels.total.toLocaleString("en")}, ${percent(pixels.ignored / pixels.total)} ignored`],
    [
      "without foreground",
      `${counted(empty.length, "image")}${empty.length > 0 ? ` (${printable(firstFew(empty))})` : ""}; ${percent(tiles.empty / tiles.count)} of the tiles of ${tiles.size}x${tiles.size}`,
    ],
    ...(problems.length > 0
      ? [["not used", `${counted(problems.length, "problem")}, each with a line of its own`] as const]
      : []),
  ];
}

/** Rows that are shown. */
const MOST_CLASSES = 40;

function classTable({ perClass, images }: Inspection, width: number): string {
  const head = [
    "class",
    "images",
    "pixels",
    "share",
    "where it is",
    "mean width",
    "within 1 px",
    "within 2 px",
  ];
  const rows = perClass
    .slice(0, MOST_CLASSES)
    .map((one, label) => [
      `${label} ${printable(one.name)}`,
      `${one.images} of ${images.length}`,
      one.pixels.toLocaleString("en"),
      percent(one.share),
      percent(one.shareWhereItIs),
      one.width === null ? "-" : one.width.toFixed(1),
      percent(one.within1),
      percent(one.within2),
    ]);
  const left = perClass.length > rows.length ? `\n${rows.length} of ${perClass.length}; all with --json` : "";
  return `${aligned([head, ...rows], width)}${left}`;
}

function objectLines({ objects }: Inspection): Row[] {
  const { kind, count, perImage, sizes, nearest, touching, near } = objects;
  if (count === 0) return [];
  const what = kind === "numbered" ? "numbered by the masks" : "connected parts of a class";
  return [
    ["count", `${counted(count, "object")}, ${what}`],
    ["an image", spreadText(perImage)],
    ["pixels of one", spreadText(sizes)],
    ["to the nearest", nearest ? `${spreadText(nearest)} pixels` : "no image has two"],
    ["touching", `${counted(touching, "pair")}; ${counted(near, "object")} with another within 10 pixels`],
  ];
}

/** `2 to 9, half of them 3 to 5, median 4`. */
export function spreadText(spread: Spread | null): string {
  if (!spread) return "-";
  const [least, lower, median, upper, most] = [
    spread.least,
    spread.lower,
    spread.median,
    spread.upper,
    spread.most,
  ].map((value) =>
    Number.isInteger(value) ? value.toLocaleString("en") : String(Number(value.toPrecision(3))),
  );
  return least === most ? least : `${least} to ${most}, half of them ${lower} to ${upper}, median ${median}`;
}

function intensities({ intensity }: Inspection, width: number): string {
  const { channels, white, stored, largest, constant } = intensity;
  const head = ["channel", "least", "most", "mean", "deviation", "at 0", "saturated"];
  const rows = channels.map((one, c) => [
    String(c),
    one.least.toFixed(3),
    one.most.toFixed(3),
    one.mean.toFixed(3),
    one.deviation.toFixed(3),
    percent(one.black),
    white === null ? "-" : percent(one.saturated),
  ]);
  const of = white === null ? "measurements, each file scaled by itself" : `of ${white}`;
  const lines: Row[] = [
    ["stored values", `${twoSided(stored)}, ${of}`],
    ...(white !== null && 2 * stored[1] <= white
      ? [
          [
            "",
            `no value is above ${percent(stored[1] / white)} of white: fewer bits than the files have`,
          ] as const,
        ]
      : []),
    ...(largest ? [["largest of a file", spreadText(largest)] as const] : []),
    ...(constant.length > 0
      ? [["of one value", `${counted(constant.length, "image")} (${printable(firstFew(constant))})`] as const]
      : []),
  ];
  return `${aligned([head, ...rows], width)}\n${indented(lines, width)}`;
}

function twoSided([least, most]: readonly [number, number]): string {
  return `${twoDigitsOrWhole(least)} to ${twoDigitsOrWhole(most)}`;
}

function twoDigitsOrWhole(value: number): string {
  return String(Number.isInteger(value) ? value : twoDigits(value));
}

/** Lines that are shown. */
const MOST_DUPLICATES = 10;

function duplicates({ duplicates: { images, masks } }: Inspection, width: number): string {
  const lines = [
    ...images.map(
      ({ names, masks: kind, groups }): Row => [
        "same pixels",
        `${printable(firstFew(names, 5))}; ${kind === "same" ? "masks the same" : "masks DIFFERENT"}${groups === "several" ? "; in several groups, so that a split can put one on each side" : ""}`,
      ],
    ),
    ...masks.map((names): Row => ["same mask", `${printable(firstFew(names, 5))}; images different`]),
  ];
  const left = lines.length - MOST_DUPLICATES;
  const more: Row[] = left > 0 ? [["", `and ${left} more; all with --json`]] : [];
  return lines.length === 0 ? "" : indented([...lines.slice(0, MOST_DUPLICATES), ...more], width);
}
