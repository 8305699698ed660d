/** Part of a data set by the name of a folder or file. */
export type SplitName = "train" | "val" | "test";

const NAMES: Readonly<Record<string, SplitName>> = {
  ...{ train: "train", training: "train" },
  ...{ val: "val", valid: "val", validation: "val", dev: "val" },
  ...{ test: "test", testing: "test" },
};

/** The part that a path names in its folders or its file, such as `train/images` or `instances_val2017.json`; undefined without. */
export function splitOf(path: string): SplitName | undefined {
  const words = path.toLowerCase().split(/[^a-z]+/);
  const word = words.findLast((one) => Object.hasOwn(NAMES, one));
  return word === undefined ? undefined : NAMES[word];
}
