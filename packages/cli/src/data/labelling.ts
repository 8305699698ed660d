import { type MaskValues, whiteRole } from "@segloss/io";
import type { ClassFile, LabelKind } from "./class-file.ts";
import { dataError, firstFew } from "./data-error.ts";

// More values than this without names are taken neither for classes nor for objects: the user has to say.
const MOST_UNNAMED_CLASSES = 64;

/** How the numbers of a set of masks become class indices. */
export interface Labelling {
  kind: LabelKind;
  classes: readonly string[];
  /** Label in the resulting masks that is left out. */
  ignore?: number;
  /** Class index of each stored value. */
  indexOf: ReadonlyMap<number, number>;
  notes: readonly string[];
}

/** What is known of the masks before deciding. */
export interface MaskFacts {
  /** For messages. */
  name: string;
  /** Stored values over all masks, ascending. */
  values: readonly number[];
  /** Values of each mask. */
  masks: readonly MaskValues[];
  /** True where each number above 0 is one object, as the files say. */
  objects?: boolean;
  /** True where the masks are pictures of more than 8 bits, which label objects rather than classes. */
  wide: boolean;
}

/**
 * Decides once for a whole set, never per file, by these rules, the first that holds:
 * 1. what the options or `classes.json` state (kind, values, ignore);
 * 2. 16-bit pictures with more than two values hold object numbers: classes are background and object;
 * 3. 255 (or 65535) beside nothing but 0 and, in other files, 1 is the foreground class 1;
 * 4. 255 besides other values is the ignore label (`whiteRole` has the rule, which `segloss score` has too);
 * 5. what remains are class indices, of which at least half of 0 to the largest must occur.
 */
export function decideLabelling(facts: MaskFacts, stated: ClassFile): Labelling {
  const kind = stated.labels ?? (stated.names === undefined && isNumbered(facts) ? "instances" : "classes");
  if (kind === "instances") return objectLabelling(facts, stated);
  if (stated.values) return statedLabelling(facts, stated, stated.values);
  const white = foregroundWhite(facts, stated);
  if (white !== undefined) return whiteLabelling(stated, white);
  return indexLabelling(facts, stated);
}

function isNumbered({ wide, objects, values }: MaskFacts): boolean {
  return objects || (wide && values.length > 2);
}

function objectLabelling(facts: MaskFacts, stated: ClassFile): Labelling {
  const { ignore } = stated;
  const classes = stated.names ?? ["background", "object"];
  if (classes.length !== 2)
    throw dataError(
      `${facts.name}: object labels have two classes, background and one more, not ${classes.length}`,
    );
  const index = (value: number) => (value === 0 ? 0 : 1);
  const indexOf = new Map(facts.values.map((value) => [value, value === ignore ? 255 : index(value)]));
  const notes = stated.labels
    ? []
    : [
        facts.objects
          ? "masks of one file per object are taken for object labels"
          : "16-bit masks are taken for object labels: 0 background, 1 and above objects",
      ];
  const labelling: Labelling = { kind: "instances", classes, indexOf, notes };
  return ignore === undefined ? labelling : { ...labelling, ignore: 255 };
}

function statedLabelling(facts: MaskFacts, stated: ClassFile, values: readonly number[]): Labelling {
  const { ignore, names = [] } = stated;
  const known = new Map(values.map((value, index) => [value, index]));
  if (ignore !== undefined) known.set(ignore, 255);
  const strangers = facts.values.filter((value) => !known.has(value));
  if (strangers.length > 0)
    throw dataError(
      `${facts.name}: the masks hold ${firstFew(strangers.map(String))}, which classes.json does not list in "values"`,
    );
  const labelling: Labelling = { kind: "classes", classes: names, indexOf: known, notes: [] };
  return ignore === undefined ? labelling : { ...labelling, ignore: 255 };
}

/** 255 or 65535 where it is the foreground. */
function foregroundWhite(facts: MaskFacts, stated: ClassFile): number | undefined {
  const white = facts.values.at(-1);
  if (stated.names !== undefined && stated.names.length !== 2) return undefined;
  return white !== stated.ignore && whiteRole(facts.masks) === "foreground" ? white : undefined;
}

function whiteLabelling(stated: ClassFile, white: number): Labelling {
  return {
    kind: "classes",
    classes: stated.names ?? ["background", "foreground"],
    indexOf: new Map([
      [0, 0],
      [1, 1],
      [white, 1],
    ]),
    notes: [`mask values 0 and ${white} are taken for background and one foreground class`],
  };
}

function indexLabelling(facts: MaskFacts, stated: ClassFile): Labelling {
  const assumed =
    stated.ignore === undefined && whiteRole(facts.masks) === "ignore" && (stated.names?.length ?? 0) < 256;
  const ignore = assumed ? 255 : stated.ignore;
  const indices = facts.values.filter((value) => value !== ignore);
  const largest = indices.at(-1) ?? 0;
  const classes = stated.names ?? defaultNames(largest + 1);
  if (stated.names) checkNamed(facts, largest, stated.names);
  else checkUnnamed(facts, indices, largest);
  const indexOf = new Map(indices.map((value) => [value, value]));
  const ignored = ignore !== undefined && ignore > 255 && classes.length <= 255 ? 255 : ignore;
  if (ignore !== undefined) indexOf.set(ignore, ignored!);
  const notes = assumed ? ["mask value 255 is taken for the ignore label"] : [];
  const labelling: Labelling = { kind: "classes", classes, indexOf, notes };
  return ignored === undefined ? labelling : { ...labelling, ignore: ignored };
}

function checkNamed(facts: MaskFacts, largest: number, names: readonly string[]): void {
  if (largest >= names.length)
    throw dataError(
      `${facts.name}: the masks hold class index ${largest}, but only ${names.length} classes are named (indices 0 to ` +
        `${names.length - 1}); name the missing ones or state "ignore" in classes.json`,
    );
}

function checkUnnamed(facts: MaskFacts, indices: readonly number[], largest: number): void {
  if (largest === 0)
    throw dataError(`${facts.name}: every mask pixel is 0, so there is nothing to learn or score`);
  const shown = firstFew(indices.map(String), 6);
  if (indices.length > MOST_UNNAMED_CLASSES)
    throw dataError(
      `${facts.name}: the masks hold ${indices.length} values (${shown}): classes or numbered objects? ` +
        `Add a classes.json with {"labels": "instances"}, or one with the names of the classes`,
    );
  if (indices.length < (largest + 1) / 2)
    throw dataError(
      `${facts.name}: mask values ${shown} look like gray levels, not class indices; ${levelRemedy(indices)}`,
    );
}

/** More levels than this are no classes that somebody would name. */
const MOST_LEVELS = 8;

/** A classes.json that the masks at hand fit. */
function levelRemedy(levels: readonly number[]): string {
  if (levels.length > MOST_LEVELS)
    return "save masks without interpolation and without smoothed edges, one number a class";
  const classes = levels.map((level) =>
    level === 0 ? "background" : levels.length <= 2 ? "cell" : `class ${level}`,
  );
  return `add a classes.json like ${JSON.stringify({ classes, values: levels })}`;
}

function defaultNames(count: number): string[] {
  if (count === 2) return ["background", "foreground"];
  return Array.from({ length: count }, (_, index) => (index === 0 ? "background" : `class ${index}`));
}
