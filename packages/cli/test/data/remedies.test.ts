import { execFileSync } from "node:child_process";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { openFolder } from "../../src/data/folder.ts";
import { readRaster } from "../../src/data/read-file.ts";
import { call } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

const MASK = grayPng([[0, 1, 1, 2]]);

/** What `segloss score` says of two folders, and its exit code. */
async function scored(folder: string, ...options: string[]) {
  const { code, out, said } = await call(
    "score",
    `${folder}/p`,
    `${folder}/t`,
    "--metrics",
    "dice",
    "--json",
    ...options,
  );
  return { code, said, dice: out === "" ? undefined : JSON.parse(out).metrics[0].dataset };
}

describe("what an error advises mends what brought it up", () => {
  it("names that pair by a pattern", async () => {
    const folder = await scratchFolder({ "p/case_1_seg.png": MASK, "t/case_1.png": MASK });
    const { said } = await scored(folder);
    const pattern = /--pairs "([^"]+)"/.exec(said[0])![1];
    expect(pattern).toBe("{id}_seg.png={id}.png");
    expect(await scored(folder, "--pairs", pattern)).toEqual({ code: 0, said: [], dice: 1 });
  });

  it("one file per object", async () => {
    const [a, b] = [grayPng([[255, 0, 0, 0]]), grayPng([[0, 0, 255, 255]])];
    const folder = await scratchFolder({
      "p/n.png": grayPng([[2, 0, 1, 1]]),
      "t/n/masks/a.png": a,
      "t/n/masks/b.png": b,
    });
    const { code, said } = await scored(folder);
    expect(code).toBe(1);
    expect(said[0]).toMatch(/one file per object.*--labels instances.*--labels foreground/);
    for (const kind of ["instances", "foreground"])
      expect(await scored(folder, "--labels", kind)).toEqual({ code: 0, said: [], dice: 1 });
  });

  it("the folder of one image's objects, beside a file or a folder", async () => {
    const [a, b] = [grayPng([[255, 0, 0, 0]]), grayPng([[0, 0, 255, 255]])];
    const p = grayPng([[2, 0, 1, 1]]);
    const folder = await scratchFolder({
      ...{
        "pred.png": p,
        "p/n1.png": p,
        "p/n2.png": p,
        "one/other.png": p,
        "mixed/x.png": p,
        "mixed/y.png": p,
      },
      ...{ "n1/images/n1.png": a, "n1/masks/a.png": a, "n1/masks/b.png": b },
      ...{ "set/images/a.png": a, "set/images/b.png": a, "set/masks/a.png": a, "set/masks/b.png": b },
    });
    const scoredAs = async (predicted: string, truth: string, kind: string) => {
      const paths = [join(folder, predicted), join(folder, truth)];
      const called = await call("score", ...paths, "--metrics", "dice,ap", "--labels", kind, "--json");
      const result = called.out === "" ? undefined : JSON.parse(called.out);
      const values = result?.rows[0]?.values;
      return {
        code: called.code,
        values,
        said: called.said.map((line) => line.replaceAll(`${folder}/`, "")),
      };
    };
    const said = ["note: n1/masks: it is taken for one image with one file per object (2)"];
    for (const kind of ["instances", "foreground"])
      for (const [predicted, truth] of [
        ["pred.png", "n1/masks"],
        ["pred.png", "n1"],
        ["n1/masks", "pred.png"],
        ["one", "n1/masks"],
      ])
        expect(await scoredAs(predicted, truth, kind)).toEqual({ code: 0, values: [1, 1], said });
    const rest = await scoredAs("p", "n1/masks", "instances");
    expect(rest).toMatchObject({ code: 1, values: [1, 1] });
    expect(rest.said).toContain("p/n2.png: n1/masks holds the objects of another image");
    // Masks of several images are none's objects, nor is one that has the prediction's name.
    expect((await scoredAs("pred.png", "set/masks", "instances")).said.join()).toMatch(
      /is a folder and .* is one file/,
    );
    expect((await scoredAs("n1/masks/a.png", "n1/masks", "instances")).said.join()).toMatch(/is one file/);
    expect((await scoredAs("mixed", "n1/masks", "instances")).said.join()).toMatch(
      /no file of one has the name/,
    );
    expect((await scoredAs("pred.png", "n1/masks", "classes")).said.join()).toMatch(
      /one file per object gives numbers/,
    );
  });

  it("objects of a folder that overlap are each whole", async () => {
    const files = {
      ...{ "p/n/masks/a.png": grayPng([[1, 1, 1, 0]]), "p/n/masks/b.png": grayPng([[0, 1, 1, 1]]) },
      ...{ "t/n/masks/b.png": grayPng([[1, 1, 1, 0]]), "t/n/masks/a.png": grayPng([[0, 1, 1, 1]]) },
    };
    const folder = await scratchFolder(files);
    const paths = [join(folder, "p"), join(folder, "t")];
    const ap = await call("score", ...paths, "--metrics", "ap,dice", "--labels", "instances", "--json");
    expect([ap.said, JSON.parse(ap.out).rows[0].values]).toEqual([[], [1, 1]]);
    const pq = await call("score", ...paths, "--metrics", "pq", "--labels", "instances");
    expect(pq.said[0]).toMatch(/objects overlap \(a\.png, b\.png\), and panopticQuality needs/);
  });

  it("gray levels", async () => {
    const files = { "images/a.png": grayPng([[0, 9, 9, 9]]), "masks/a.png": grayPng([[0, 128, 64, 0]]) };
    const error = await openFolder(await scratchFolder(files)).catch((caught: Error) => caught);
    const json = /classes\.json like (\{.*\})/.exec((error as Error).message)![1];
    const set = await openFolder(await scratchFolder({ ...files, "classes.json": json }));
    expect(set.images[0].mask).toEqual(Uint8Array.of(0, 2, 1, 0));
  });

  it("many values that may be objects", async () => {
    const row = Array.from({ length: 100 }, (_, i) => i);
    const files = { "images/a.png": grayPng([row]), "masks/a.png": grayPng([row]) };
    const error = await openFolder(await scratchFolder(files)).catch((caught: Error) => caught);
    const json = /classes\.json with (\{.*?\})/.exec((error as Error).message)![1];
    const set = await openFolder(await scratchFolder({ ...files, "classes.json": json }));
    expect(set.images[0].instances).toEqual(Uint8Array.from(row));
  });

  it("names and orientations, in compare as in score", async () => {
    const folder = await scratchFolder({ "images/a.png": MASK, "masks/b-a.png": MASK });
    const { said } = await call("compare", folder);
    expect(said.at(-1)).toMatch(/do not pair.*--pairs, such as "\{id\}_seg\.png=\{id\}\.png"/);
    const { said: wrong } = await call("compare", folder, "--pairs", "{id}");
    expect(wrong).toEqual([expect.stringMatching(/--pairs.*Expected two names with = between them/)]);
    const { said: none } = await call("compare", folder, "--pairs", "c-{id}.png={id}.png");
    expect(none.at(-1)).toMatch(/no two files pair by c-\{id\}\.png=\{id\}\.png/);
  });

  it("255 as a class", async () => {
    const folder = await scratchFolder({
      "p/a.png": grayPng([[0, 128, 128]]),
      "t/a.png": grayPng([[0, 128, 255]]),
    });
    const { said } = await scored(folder);
    expect(said[0]).toMatch(/say --ignore 255/);
    expect(await scored(folder, "--ignore", "255")).toMatchObject({ code: 0, said: [], dice: 1 });
  });
});

describe("files that never end", () => {
  test("pipes and devices are refused, in folders too, and the others are scored", async () => {
    const folder = await scratchFolder({
      "p/a.png": MASK,
      "t/a.png": MASK,
      "t/b.png": MASK,
      "t/c.png": MASK,
    });
    execFileSync("mkfifo", [`${folder}/p/b.png`]);
    await symlink("/dev/zero", `${folder}/p/c.png`);
    const { code, said, dice } = await scored(folder);
    expect({ code, dice }).toEqual({ code: 1, dice: 1 });
    expect(said.slice(0, 2)).toEqual([
      expect.stringMatching(
        /b\.png: it is no regular file but a pipe or a device; copy its content to a file/,
      ),
      expect.stringMatching(/c\.png: it is no regular file/),
    ]);
    await expect(readRaster(`${folder}/p/b.png`)).rejects.toThrow(/no regular file/);
  });
});

describe("what steers a terminal", () => {
  it("does not reach it from names of files, nor from what they hold", async () => {
    const name = "\u001b[31mred\nline\u202e.png";
    const folder = await scratchFolder({ "p/a.png": MASK, "t/a.png": MASK });
    await writeFile(`${folder}/p/${name}`, MASK);
    await writeFile(`${folder}/t/${name}`, "no image");
    await writeFile(`${folder}/p/\u0007.txt`, "");
    const { out, said } = await call("score", `${folder}/p`, `${folder}/t`, "--metrics", "dice");
    for (const line of said) expect(line).toMatch(/^[^\p{Cc}\p{Bidi_Control}]*$/u);
    expect(said.join(" ")).toContain("\\x1b[31mred\\x0aline\\u202e.png");
    await writeFile(`${folder}/t/${name}`, MASK);
    const table = await call("score", `${folder}/p`, `${folder}/t`, "--metrics", "dice");
    expect(out + table.out).toMatch(/^[^\p{Cc}]*$/mu);
    expect(table.out).toContain("\\x1b[31mred\\x0aline");
  });
});
