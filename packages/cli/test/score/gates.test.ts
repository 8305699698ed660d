import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call } from "../commands/fake-io.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";

const truth = grayPng([[0, 1, 1, 1, 2, 2, 2, 2]]);
/** One of three pixels of class 1 is missed: Dice 0.8. */
const good = grayPng([[0, 1, 1, 0, 2, 2, 2, 2]]);
const poor = grayPng([[0, 0, 0, 1, 2, 2, 0, 0]]);

async function set(
  models: Readonly<Record<string, readonly Uint8Array[]>>,
  more: Record<string, Uint8Array> = {},
) {
  const files = Object.entries(models).flatMap(([name, masks]) =>
    masks.map((mask, k) => [`${name}/${k}.png`, mask] as const),
  );
  return scratchFolder({ ...Object.fromEntries(files), ...more });
}

async function scored(folder: string, names: readonly string[], ...options: string[]) {
  const paths = names.map((name) => join(folder, name));
  const { code, said, out } = await call("score", ...paths, "--metrics", "dice", ...options);
  return { code, said: said.map((line) => line.replaceAll(`${folder}/`, "")), out };
}

describe("limits", () => {
  it("that are met end with 0, others with 3, a line each, and the table is there", async () => {
    const folder = await set({ p: [good], t: [truth] });
    const met = await scored(folder, ["p", "t"], "--fail-under", "dice=0.8,dice[2]=1");
    expect(met).toMatchObject({
      code: 0,
      said: [
        "met: dice=0.8: it is 0.9, expected at least 0.8",
        "met: dice[2]=1: it is 1, expected at least 1",
      ],
    });
    const failed = await scored(folder, ["p", "t"], "--fail-under", "dice=0.95,dice[1]=0.7");
    expect(failed.code).toBe(3);
    expect(failed.said).toEqual([
      "not met: dice=0.95: it is 0.9, expected at least 0.95",
      "met: dice[1]=0.7: it is 0.8, expected at least 0.7",
      "segloss score: 1 of 2 limits of --fail-under is not met",
    ]);
    expect(failed.out).toMatch(/^1 image, 8 pixels\n/);
  });

  it("of distances are upper ones; what is undefined does not pass", async () => {
    const folder = await set({ p: [good], t: [truth] });
    const near = await scored(folder, ["p", "t"], "--metrics", "dice,hd", "--fail-under", "hd=1,hd[1]=0.5");
    expect(near.said.slice(0, 2)).toEqual([
      "met: hd=1: it is 0.5, expected at most 1",
      "not met: hd[1]=0.5: it is 1, expected at most 0.5",
    ]);
    const absent = await scored(folder, ["p", "t"], "--fail-under", "dice[7]=0");
    expect(absent.code).toBe(3);
    expect(absent.said[0]).toBe("not met: dice[7]=0: it is undefined, expected at least 0");
  });

  it("of classes go by number, by name in a file of classes, or say which there are", async () => {
    const files = [
      ["classes.json", JSON.stringify({ classes: ["none", "cell", "nucleus"], values: [0, 1, 2] })],
      ["labelmap.txt", "none:0,0,0::\ncell:255,0,0::\nnucleus:0,255,0::\n"],
      ["classes.txt", "none\ncell\nnucleus\nspot\n"],
    ];
    for (const [name, content] of files)
      for (const place of [`t/${name}`, name]) {
        const folder = await set({ p: [good], t: [truth] }, { [place]: Buffer.from(content) });
        const limits = "dice[cell]=0.8,dice[nucleus]=1,dice[2]=1,dice[1]=0.8";
        expect((await scored(folder, ["p", "t"], "--fail-under", limits)).code).toBe(0);
        const missed = await scored(folder, ["p", "t"], "--fail-under", "dice[cel]=0.5");
        expect([missed.code, missed.said.at(-1)]).toEqual([
          1,
          expect.stringMatching(
            /--fail-under: there is no class \[cel\]; the classes are 1 \(cell\), 2 \(nucleus\).*\. Did you mean "cell"\?/,
          ),
        ]);
        const one = await scored(folder, ["p", "t"], "--classes", "2", "--fail-under", "dice[cell]=0.5");
        expect(one.said.at(-1)).toMatch(/there is no class \[cell\]; the classes are 2 \(nucleus\)$/);
      }
    const folder = await set(
      { p: [good], t: [truth] },
      { "t/classes.txt": Buffer.from("none\ncell\nx\nspot") },
    );
    const absent = await scored(folder, ["p", "t"], "--fail-under", "dice[spot]=0");
    expect([absent.code, absent.said[0]]).toEqual([
      3,
      "not met: dice[spot]=0: it is undefined, expected at least 0",
    ]);
    const json = await scored(folder, ["p", "t"], "--json");
    expect(JSON.parse(json.out).names).toEqual({ 0: "none", 1: "cell", 2: "x" });
    const region = await scored(folder, ["p", "t"], "--regions", "all=1+2", "--fail-under", "dice[cell]=0");
    expect(region.said.at(-1)).toMatch(/there is no class \[cell\]; the classes are all/);
  });

  it("come after files that cannot be scored", async () => {
    const folder = await set({ p: [poor, good], t: [truth, truth] }, { "p/1.png": Buffer.from("no image") });
    const { code, said } = await scored(folder, ["p", "t"], "--fail-under", "dice=0.9");
    expect(code).toBe(1);
    expect(said.some((line) => line.startsWith("not met: dice=0.9"))).toBe(true);
    expect(said.at(-1)).toBe("segloss score: 1 problem above; the rest is scored");
  });

  it.each([
    ["dice", /expected metric=number or metric\[class\]=number, got "dice"/],
    ["dice=high", /got "dice=high"/],
    ["iou=0.5", /jaccardIndex is not scored; add it to --metrics \(diceScore\)/],
    ["dicce=0.5", /--fail-under: there is no metric dicce.*did you mean/i],
  ])("%s is a mistake that is said before the work", async (limits, message) => {
    const folder = await set({ p: [good], t: [truth] });
    const { code, said, out } = await scored(folder, ["p", "t"], "--fail-under", limits);
    expect([code, out, said.length]).toEqual([1, "", 1]);
    expect(said[0]).toMatch(message);
  });
});

it("JUnit has a test for each limit, and an error for each file that was not scored", async () => {
  const folder = await set(
    { "p & q": [good, good], t: [truth, truth] },
    { "p & q/1.png": Buffer.from("no <image>") },
  );
  const file = join(folder, "scores.xml");
  await scored(folder, ["p & q", "t"], "--fail-under", "dice=0.95,dice[2]=1", "--junit", file);
  const xml = await readFile(file, "utf8");
  expect(xml).toContain('<testsuites name="segloss score" tests="3" failures="1" errors="1">');
  expect(xml).toContain('<testsuite name="p &amp; q" tests="3" failures="1" errors="1">');
  expect(xml).toContain('name="dice[2]=1"/>');
  expect(xml).toMatch(/<error message="[^"<>]*1\.png: cannot be read as PNG/);
});

describe("several models", () => {
  const masks = Array.from({ length: 6 }, (_, k) => grayPng([[0, 1, 1, k % 2, 2, 2, 2, 2]]));
  const truths = masks.map(() => truth);

  it("are scored one by one and compared image by image", async () => {
    const folder = await set({ a: truths, b: masks, t: truths });
    const { code, out } = await scored(folder, ["a", "b"], "--truth", join(folder, "t"));
    expect(code).toBe(0);
    expect(out).toMatch(/^== a ==\n\n6 images[\s\S]*== b ==\n\n6 images/);
    expect(out).toMatch(
      /diceScore: undecided: a leads, not to be told from b by about 0\.05 \(-0\.0\d+ to 0\.\d+; 6 images\); about \d+ images would decide/,
    );
    const csv = join(folder, "s.csv");
    const json = await scored(folder, ["a", "b"], "--truth", join(folder, "t"), "--json", "--csv", csv);
    const { version, models, comparisons } = JSON.parse(json.out);
    expect(version).toBe(1);
    expect(models.map((one: { name: string; images: number }) => [one.name, one.images])).toEqual([
      ["a", 6],
      ["b", 6],
    ]);
    // Three images of six are worse by 0.1: the mean is 0.05, and Student's interval over images is known by hand.
    const deviation = 0.1 * Math.sqrt(0.25 * (6 / 5));
    expect(comparisons[0]).toMatchObject({
      metric: "diceScore",
      models: ["a", "b"],
      word: "undecided",
      leader: "a",
    });
    expect(comparisons[0].df).toBeCloseTo(5, 9);
    expect(comparisons[0].differences[0].difference).toBeCloseTo(0.05, 12);
    expect(comparisons[0].differences[0].error).toBeCloseTo(deviation / Math.sqrt(6), 12);
    expect(comparisons[0].differences[0].high).toBeCloseTo(
      0.05 + (2.570581835636314 * deviation) / Math.sqrt(6),
      9,
    );
    const lines = (await readFile(csv, "utf8")).trim().split("\n");
    expect([lines[0], lines.length, lines[1].split(",")[0]]).toEqual(["model,image,diceScore", 13, "a"]);
  });

  it("that are alike are equivalent; a baseline is one of them", async () => {
    const folder = await set({ a: truths, b: truths, t: truths });
    const { out } = await scored(folder, ["a", "b"], "--truth", join(folder, "t"));
    expect(out).toMatch(/diceScore: a, b are equivalent within 0\.01/);
    const before = await scored(folder, ["a", "t"], "--json");
    const file = join(await scratchFolder({ "base.json": before.out }), "base.json");
    const worse = await set({ p: masks.map(() => poor), t: truths });
    const compared = await scored(worse, ["p", "t"], "--baseline", file);
    expect(compared.out).toMatch(
      /Compared image by image\n\ndiceScore: baseline is better than every other, nearest p by about 0\.\d+/,
    );
  });

  it.each([
    [["a"], [], /there is no truth: expected two paths/],
    [["a", "b", "t"], [], /3 paths: say which is the truth, and all others are predictions: --truth /],
    [
      ["a", "t"],
      ["--baseline", "README.md"],
      /--baseline README\.md: it is no JSON object; expected what segloss score --json printed$/,
    ],
    [["a", "t"], ["--baseline", "none.json"], /--baseline none\.json: no such file/],
    [["a", "t"], ["--html", "no/such/folder/a.html"], /--html no\/such\/folder\/a\.html: there is no folder/],
  ])("%s %s is a mistake", async (names, options, message) => {
    const folder = await set({ a: truths, b: truths, t: truths });
    const { code, said } = await scored(folder, names, ...options);
    expect(code).toBe(1);
    expect(said[0]).toMatch(message);
  });
});

it("the page is one file, names every image that is wrong, and escapes what users wrote", async () => {
  const folder = await set({ "<b>": [poor, good], t: [truth, truth] });
  const file = join(folder, "page.html");
  const { said } = await scored(folder, ["<b>", "t"], "--html", file, "--fail-under", "dice=0.99");
  expect(said).toContain("page: page.html");
  const page = await readFile(file, "utf8");
  expect(/<script|<link|@import|url\(|<b>/.test(page)).toBe(false);
  const addresses = [...page.matchAll(/(?:src|href)="([^"]{0,22})/g)].map((match) => match[1]);
  expect(addresses).toHaveLength(6);
  expect(addresses.every((address) => address.startsWith("data:image/png;base64,"))).toBe(true);
  expect(page).toContain("not met: dice=0.99");
  expect(page).toMatch(/aria-label="diceScore: 2 images from 0\.\d+ to 0\.9/);
  // The median under the picture is that of the table: of two images the middle between them.
  const median = Number(/>median ([\d.]+)</.exec(page)![1]);
  const cells = [...page.matchAll(/<td class="number">([\d.]+)<\/td>/g)].map((match) => Number(match[1]));
  expect(cells.some((value) => Math.abs(value - median) < 6e-4)).toBe(true);
  expect(page).toContain("Dice coefficient (F1)");
});
