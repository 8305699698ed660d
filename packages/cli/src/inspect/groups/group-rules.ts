import type { GroupRule } from "./group-rule.ts";

/** Words that name what images are taken of, with their number behind them: `patient01`, `sub-03`, `mouse_2`. */
const SUBJECT =
  /(?:^|[^a-z])(?:sub|subj|subject|patient|pat|pt|case|person|participant|donor|volunteer|mouse|mice|rat|animal|child|specimen|slide|plate|well|embryo|tumou?r|lesion|vol|volume|stack|video|seq|sequence|scene|site|series|session|exam|study)[-_ ]?[a-z]?\d+/i;
/** Brain Imaging Data Structure: `sub-` and a label without further signs. */
const BIDS = /^sub-[a-z0-9]+/i;
/** Barcodes of The Cancer Genome Atlas: project, site, participant. */
const TCGA = /^TCGA[-_][A-Z0-9]{2}[-_][A-Z0-9]{4}/i;

/** Words for parts of one image or recording, with their number. */
const PART =
  /[-_ .](?:slice|slc|sl|frame|fr|tile|patch|crop|part|piece|section|view|plane|scan|visit|time|aug|rot|rotated|z|t|x|y|r|c|h|w|row|col|pos|roi|ch)[-_]?\d+$/i;
/** Places of a tile: two numbers or more, of which one has two digits or more, or a zero. */
const PLACE = /(?:[-_ ]\d+){2,}$/;
/** Left and right of one subject, behind its number. */
const SIDE = /^(.*\d)[-_ ]?(?:L|R|left|right|OD|OS)$/i;
/** A number at the end of a name. */
const NUMBER = /^(.*?)[-_ .]?\d+$/;
/** Years are no identifiers of subjects. */
const YEAR = /^(?:19|20)\d\d$/;

/** From the surest to what is no more than a guess; the first that holds is taken. */
export const GROUP_RULES: readonly GroupRule[] = [
  {
    name: "folders",
    by: "by the folders that the images lie in",
    guess: false,
    candidates(name) {
      const parts = name.split("/").slice(0, -1);
      return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
    },
  },
  {
    name: "subjects",
    by: "by the subject that the file names state",
    guess: false,
    candidates(name) {
      const found = TCGA.exec(name) ?? BIDS.exec(name) ?? SUBJECT.exec(name);
      return found ? [name.slice(0, found.index + found[0].length)] : [];
    },
  },
  {
    name: "parts",
    by: "by the file names without the number of the slice, frame or tile",
    guess: false,
    candidates: (name) => withoutParts(name),
  },
  {
    name: "sides",
    by: "by the file names without left and right",
    guess: false,
    candidates(name) {
      const found = SIDE.exec(name);
      return found ? [found[1]] : [];
    },
  },
  {
    name: "numbers",
    by: "by the file names without the number at their end",
    guess: true,
    candidates(name) {
      const found = NUMBER.exec(name);
      return found && /\d/.test(found[1]) && !YEAR.test(found[1]) ? [found[1]] : [];
    },
  },
];

/** Everything before the parts, then before the last part only. */
function withoutParts(name: string): string[] {
  const shorter: string[] = [];
  for (let left = cut(name); left !== undefined; left = cut(left)) shorter.unshift(left);
  return shorter;
}

function cut(name: string): string | undefined {
  const found = PART.exec(name) ?? placeIn(name);
  return found && found.index > 0 ? name.slice(0, found.index) : undefined;
}

/** `2007_000032` has one number at its end, and `scan_1_2` may be anything: coordinates of tiles have a 0 or hundreds. */
function placeIn(name: string): RegExpExecArray | null {
  const found = PLACE.exec(name);
  const numbers = found?.[0].split(/[-_ ]/).slice(1) ?? [];
  return numbers.some((one) => /^0$|^[1-9]\d{2,}$/.test(one)) ? found : null;
}
