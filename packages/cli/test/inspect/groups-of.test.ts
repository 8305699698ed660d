import fc from "fast-check";
import { expect, it, test } from "vitest";
import { groupsOf } from "../../src/inspect/groups/groups-of.ts";
import { parseGroups } from "../../src/inspect/groups/parse-groups.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

/** Names, what they are grouped by, and their groups. */
const CASES: readonly (readonly [string, string[], string, string[]])[] = [
  [
    "slices of patients",
    ["patient01_slice003", "patient01_slice004", "patient02_slice001"],
    "subjects",
    ["patient01", "patient01", "patient02"],
  ],
  [
    "both eyes of a child (CHASE_DB1)",
    ["Image_01L", "Image_01R", "Image_02L"],
    "sides",
    ["Image_01", "Image_01", "Image_02"],
  ],
  [
    "BIDS: sessions of a subject",
    ["sub-01_ses-1_T1w", "sub-01_ses-2_T1w", "sub-ctrl3_ses-1_T1w"],
    "subjects",
    ["sub-01", "sub-01", "sub-ctrl3"],
  ],
  [
    "barcodes of TCGA, whose slices are a number at the end",
    ["TCGA_CS_4941_19960909_12", "TCGA_CS_4941_19960909_13", "TCGA_CS_4942_19970222_1"],
    "subjects",
    ["TCGA_CS_4941", "TCGA_CS_4941", "TCGA_CS_4942"],
  ],
  [
    "tiles by their place",
    ["Slice-2Middle_7168_0_7680_512", "Slice-2Middle_7680_0_8192_512", "Slice1Bottom_1536_0_2048_512"],
    "parts",
    ["Slice-2Middle", "Slice-2Middle", "Slice1Bottom"],
  ],
  [
    "parts of parts go together with the largest whole that is not everything",
    ["a1_t2_z003", "a1_t3_z001", "b7_t1_z001"],
    "parts",
    ["a1", "a1", "b7"],
  ],
  [
    "of one recording the frames stand apart, and their tiles go with them",
    ["run_frame1_tile1", "run_frame1_tile2", "run_frame2_tile1"],
    "parts",
    ["run_frame1", "run_frame1", "run_frame2"],
  ],
  [
    "folders of scenes",
    ["kitchen/001", "kitchen/002", "hall/001"],
    "folders",
    ["kitchen", "kitchen", "hall"],
  ],
  [
    "a number behind an identifier (NASA's superalloys)",
    ["Super1_spot1_0d_0", "Super1_spot1_0d_1", "Super1_spot2_0d_1", "Super1_spot3_0d_3"],
    "numbers",
    ["Super1_spot1_0d", "Super1_spot1_0d", "Super1_spot2_0d", "Super1_spot3_0d"],
  ],
  [
    "one recording is not merged",
    ["img_001", "img_002", "img_003"],
    "each",
    ["img_001", "img_002", "img_003"],
  ],
  ["numbers alone say nothing", ["0001", "0002", "0003"], "each", ["0001", "0002", "0003"]],
  [
    "years are no identifiers (PASCAL VOC)",
    ["2007_000032", "2007_000033", "2008_000002", "2009_000001"],
    "each",
    ["2007_000032", "2007_000033", "2008_000002", "2009_000001"],
  ],
  [
    "a word before a number is no identifier (breeds of pets)",
    ["Bengal_1", "Bengal_2", "great_pyrenees_3"],
    "each",
    ["Bengal_1", "Bengal_2", "great_pyrenees_3"],
  ],
  [
    "random names that end with digits are left alone",
    ["1740b0a67ca3", "1740b0a67ca4", "573a657d5e5f"],
    "each",
    ["1740b0a67ca3", "1740b0a67ca4", "573a657d5e5f"],
  ],
  [
    "a guess that puts more than half together is not believed",
    ["s1_1", "s1_2", "s1_3", "s2_1"],
    "each",
    ["s1_1", "s1_2", "s1_3", "s2_1"],
  ],
];

test.each(CASES)("%s", async (_, names, rule, groups) => {
  expect(await groupsOf(names)).toMatchObject({ rule, groups });
});

it("says what was found, with an example, and how to say otherwise", async () => {
  expect((await groupsOf(["Image_01L", "Image_01R", "Image_02L"])).note).toBe(
    "2 groups by the file names without left and right, such as Image_01 (Image_01L, Image_01R); if that is wrong, say so in groups.csv in the folder, a line an image: name,group",
  );
  expect((await groupsOf(["a", "b"])).note).toMatch(/^each image is a group of its own, .*groups\.csv/);
  expect((await groupsOf(["a", "a", "b"])).note).toMatch(/^each volume, with its slices, is a group/);
});

it("takes groups.csv before everything else", async () => {
  const folder = await scratchFolder({
    "groups.csv": 'name,group\nImage_01L.jpg,"left, first"\nImage_02L,b\nImage_09,c\n',
  });
  const found = await groupsOf(["Image_01L", "Image_01R", "Image_02L"], folder);
  expect(found).toMatchObject({ rule: "groups.csv", groups: ["left, first", "Image_01R", "b"] });
  expect(found.note).toBe(
    "3 groups as groups.csv states; it lacks 1 image (Image_01R), each of which is a group of its own; it names 1 image (Image_09) beyond those read",
  );
});

it("refuses a groups.csv that is none, with the line", () => {
  expect(() => parseGroups("a;b\n", "g.csv")).toThrow(
    /g\.csv: line 1 is "a;b"; expected a line an image, its name and its group with a comma between: /,
  );
  expect(() => parseGroups("a,b\na.png,c\n", "g.csv")).toThrow(
    /line 2 puts a\.png into the group c, and a line before into b; keep one of them/,
  );
});

const name = fc
  .array(
    fc.constantFrom("patient", "img", "slice", "tile", "_", "-", "0", "1", "12", "2007", "L", "R", "/"),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((parts) => parts.join(""));

it("never merges everything, and does not look at the order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 12 }), async (names) => {
      const { groups } = await groupsOf(names);
      expect(new Set(groups).size).toBeGreaterThan(1);
      const turned = await groupsOf(names.toReversed());
      expect(turned.groups.toReversed()).toEqual(groups);
    }),
  );
});
