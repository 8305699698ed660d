import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { inspect } from "../../src/inspect/inspect.ts";

// Real data that is not part of the repository: the folder that holds chase-db1 and others. What is tested here is tested on made data too,
// in mask-facts.test.ts and scipy-values.test.ts.
const folder =
  process.env.SEGLOSS_DATA ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const absent = !existsSync(folder);
if (absent)
  console.warn(`skipped: ${folder} is absent; set SEGLOSS_DATA to a folder with the real data sets`);

// Pixels, objects, touching pairs and distances by SciPy 1.17.1 (ndimage.label with a full 3x3, distance_transform_edt).
describe.skipIf(absent)("real data sets, with SciPy's values", () => {
  test("chase-db1: thin vessels, both eyes of a child together", async () => {
    const found = await inspect(`${folder}/chase-db1`);
    expect(found.grouping).toMatchObject({ rule: "sides", count: 7, largest: 2 });
    expect(found.perClass.map(({ pixels }) => pixels)).toEqual([12387843, 1038717]);
    expect(found.perClass[1].width).toBeCloseTo(8.55701, 4);
    expect(found.objects).toMatchObject({ count: 42, touching: 0 });
    expect(found.advice.map(({ topic }) => topic)).toContain("Thin structures");
  });

  test("nasa-meltpools: numbered pools that touch, tiles of one section together", async () => {
    const found = await inspect(`${folder}/nasa-meltpools`);
    expect(found.grouping.rule).toBe("parts");
    expect(found.objects).toMatchObject({ kind: "numbered", count: 309, touching: 233 });
    expect(found.objects.sizes).toMatchObject({ least: 181, median: 3172, most: 12590 });
  });

  test("oxford-pets-mini: a rim of ignored pixels between the classes", async () => {
    const found = await inspect(`${folder}/oxford-pets-mini`);
    expect(found).toMatchObject({ ignore: 255, pixels: { total: 4591161, ignored: 576949 } });
    expect(found.perClass.map(({ pixels }) => pixels)).toEqual([2777811, 943755, 292646]);
    expect(found.objects).toMatchObject({ count: 35, touching: 0, sizes: { median: 32900, most: 154259 } });
  });
});
