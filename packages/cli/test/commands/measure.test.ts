import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { VOLUMES } from "../../../io/test/fixtures/volumes.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

it("measures each label, in the file's unit", async () => {
  const folder = await scratchFolder({ ...VOLUMES });
  const { code, out } = await call("measure", join(folder, "oblique.nii"), "--json");
  const { version, files } = JSON.parse(out);
  expect([code, version, files[0].name, files[0].unit]).toEqual([0, 1, "oblique", "mm"]);
  const pixels = files[0].labels.map((one: { label: number; pixels: number }) => [one.label, one.pixels]);
  expect(pixels).toEqual([
    [1, 15],
    [2, 14],
    [3, 20],
  ]);
  // A voxel is 1 x 1.5 x 3 mm.
  expect(files[0].labels[0].size).toBeCloseTo(15 * 4.5, 12);
});

it("of a folder is a table a file, and a line a label in CSV; broken files do not end the others", async () => {
  const folder = await scratchFolder({
    "m/a.png": grayPng([
      [0, 5, 5],
      [0, 0, 5],
    ]),
    "m/b.png": "no image",
  });
  const csv = join(folder, "m.csv");
  const { code, out, said } = await call("measure", join(folder, "m"), "--spacing", "2,1", "--csv", csv);
  expect(code).toBe(1);
  expect(said[0]).toMatch(/b\.png: cannot be read as PNG/);
  expect(said.at(-1)).toBe("segloss measure: 1 file above could not be measured");
  expect(out).toMatch(/^a\nlabel\s+pixels\s+area \(unit2\)\s+contour \(unit\)\s+parts[\s\S]*\n5 +3 +6 +/);
  expect((await readFile(csv, "utf8")).split("\n")[1]).toMatch(
    /^a,5,,3,6,[\d.]+,1,6,0\.66\d+ 1\.66\d+,0-1 1-2,unit$/,
  );
});

it("takes segments that overlap whole, and says pixel where nothing states a spacing", async () => {
  const head = ["dimension: 4", "sizes: 2 3 2 1", "kinds: list domain domain domain", "encoding: raw"];
  const segment = (k: number) => [
    `Segment${k}_ID:=s${k}`,
    `Segment${k}_Name:=s${k}`,
    `Segment${k}_LabelValue:=1`,
    `Segment${k}_Layer:=${k}`,
  ];
  const text = ["NRRD0004", "type: uchar", ...head, ...segment(0), ...segment(1), "", ""].join("\n");
  // Both segments have the middle column.
  const voxels = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1];
  const folder = await scratchFolder({
    "a.seg.nrrd": new Uint8Array(Buffer.concat([Buffer.from(text), Uint8Array.from(voxels)])),
  });
  const { out } = await call("measure", join(folder, "a.seg.nrrd"), "--json");
  expect(JSON.parse(out).files[0]).toMatchObject({
    unit: "pixel",
    labels: [
      {
        label: 1,
        name: "s0",
        pixels: 4,
        box: [
          [0, 1],
          [0, 1],
        ],
      },
      {
        label: 2,
        name: "s1",
        pixels: 4,
        box: [
          [0, 1],
          [1, 2],
        ],
      },
    ],
  });
});

it("says what is wrong", async () => {
  expect(await mistake("measure", "/no/such/mask.png")).toMatch(
    /mask\.png: no such file or folder; check the path/,
  );
});
