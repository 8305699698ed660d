import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../compare/data-folder.ts";
import { madePlan } from "../compare/run/made-trials.ts";
import { grayPng } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

const quick = ["--batch", "2", "--width", "4", "--depth", "2", "--threads", "1"];

describe("what is refused", () => {
  it("data that are not there or do not pair", async () => {
    expect(await mistake("compare", "nowhere/at/all")).toMatch(
      /neither a folder nor a named set \(earth, nuclei\)/,
    );
    expect(await mistake("compare", "nuclej")).toMatch(/did you mean nuclei\?/);
    const lonely = await dataFolder(3, { "images/lonely.png": grayPng([[1]]) });
    expect((await call("compare", lonely)).said.at(-1)).toMatch(/1 image without a mask \(lonely\)/);
    const { code, said } = await call("compare", await dataFolder(1));
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/1 group of images .* need 4: give more images/);
    // Two folds fit, and are never enough.
    expect((await call("compare", await dataFolder(3))).said.at(-1)).toMatch(/3 groups .* need 4: give more/);
  });

  it("losses with mistakes, before anything is trained", async () => {
    const data = await dataFolder();
    const refused = (losses: string) =>
      mistake("compare", data, "--losses", losses, ...quick, "-o", join(data, "out"));
    expect(await refused("dice, focul")).toMatch(/Did you mean "focal"/);
    expect(await refused("dice, dice")).toMatch(/dice is named twice/);
    expect(await refused("dice,")).toMatch(/empty name/);
    const args = ["--losses", "distanceCrossEntropy(cells=instances)", ...quick, "-o", join(data, "out")];
    const { code, said } = await call("compare", data, ...args);
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/no numbered objects; use cells=components/);
    expect(await readdir(data)).not.toContain("out");
  });

  it("options that say two things at once, or something else than the plan", async () => {
    const refused = (...args: string[]) => mistake("compare", "nuclei", ...args);
    expect(await refused("--steps", "300", "--minutes", "5")).toMatch(
      /--minutes and --steps: only one of them can hold/,
    );
    expect(await refused("--rates", "0.1", "--learning-rate", "0.1")).toMatch(/--rates and --learning-rate:/);
    expect(await refused("--resume", "--restart")).toMatch(/--resume and --restart:/);
    expect(await refused("--margin", "5")).toMatch(/--margin 5: Dice lies from 0 to 1; .* 0\.05 for 5 %/);
    const plan = new TextEncoder().encode(JSON.stringify(madePlan(12, 3, 1, ["dice", "focal"])));
    const folder = await dataFolder(3, { "a.json": plan });
    const planned = (...args: string[]) =>
      mistake("compare", folder, "--plan", join(folder, "a.json"), "-o", join(folder, "out"), ...args);
    expect(await planned("--folds", "7")).toMatch(/--folds 7: the plan has 3; leave the option out/);
    expect(await planned("--losses", "dice")).toMatch(/--losses dice: the plan has dice, focal;/);
    expect(await planned("--epochs", "2")).toMatch(/--epochs 2: the plan has 300 steps;/);
    // What agrees is no mistake: only the data are others.
    const agreed = ["--losses", "dice,focal", "--epochs", "30", "--rates", "0.01,0.003,0.001"];
    const { said } = await call(
      ...["compare", folder, "--plan", join(folder, "a.json"), "-o", join(folder, "out"), ...agreed],
    );
    expect(said.at(-1)).toMatch(/not the data that the plan was made for/);
  });

  it("regions of classes that are not there, or not those of the plan", async () => {
    const refused = async (regions: string) => {
      const data = await dataFolder();
      const args = ["--regions", regions, ...quick, "-o", join(data, "out")];
      return (await call("compare", data, ...args)).said.at(-1);
    };
    expect(await refused("all=1+7")).toMatch(/--regions all: no class is called 7; expected/);
    const plan = { ...madePlan(12, 3, 1, ["dice"]), regions: [{ name: "all", classes: [1] }] };
    const bytes = new TextEncoder().encode(JSON.stringify(plan));
    const folder = await dataFolder(12, { "a.json": bytes });
    const args = ["compare", folder, "--plan", join(folder, "a.json"), "-o", join(folder, "out")];
    expect((await call(...args, "--regions", "all=0+1")).said.at(-1)).toMatch(
      /--regions all=0\+1: the plan has all=1; leave the option out/,
    );
  });

  it("deep supervision of a loss that is computed beside the graph, and networks there are not", async () => {
    const data = await dataFolder();
    const losses = ["--losses", "boundary", "--deep-supervision"];
    const { code, said } = await call("compare", data, ...losses, ...quick, "-o", join(data, "out"));
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/boundary: it reads distances .* leave out --deep-supervision/);
    const wrong = (...args: string[]) => mistake("compare", "nuclei", ...args);
    expect(await wrong("--network", "vnet")).toMatch(/Allowed choices are unet, residual-unet/);
    expect(await wrong("--augment", "all")).toMatch(/Allowed choices are none, flips, standard/);
    expect(await wrong("--foreground", "2")).toMatch(/Expected a number from 0 to 1/);
  });

  it("a measure that no image has", async () => {
    const data = await dataFolder();
    const ranked = async (rank: string) => {
      const { code, said } = await call("compare", data, "--rank", rank, ...quick, "-o", join(data, "out"));
      expect(code).toBe(1);
      return said.at(-1);
    };
    expect(await ranked("pq")).toMatch(/--rank pq: .* has no numbered objects; take a measure of pixels/);
    expect(await ranked("clDice")).toMatch(/--rank clDice: no class of .* is thin \(.*\)/);
    expect(await readdir(data)).not.toContain("out");
  });

  it("a folder in which others keep their models", async () => {
    const data = await dataFolder(6, { "models/mine.onnx": new Uint8Array(1) });
    expect(await mistake("compare", data, ...quick, "-o", data)).toMatch(
      /models is there, and no plan\.json of a comparison beside it/,
    );
    expect(await readdir(join(data, "models"))).toEqual(["mine.onnx"]);
  });

  it("a damaged plan.json, which is not called missing", async () => {
    const data = await dataFolder(6, { "out/plan.json": new TextEncoder().encode("{bad") });
    const out = join(data, "out");
    const refused = async (...args: string[]) =>
      (await call("compare", data, ...quick, "-o", out, ...args)).said.at(-1);
    expect(await refused("--resume")).toMatch(
      /--resume: .*plan\.json is there, but cannot be read as the plan of a comparison; put back the one/,
    );
    expect(await refused()).toMatch(/plan\.json is there, but cannot be read .*; choose another -o/);
    expect(await readdir(out)).toEqual(["plan.json"]);
  });

  it("sizes that the network cannot halve", async () => {
    const { code, said } = await call("compare", "nuclei", "--size", "30");
    expect(code).toBe(1);
    expect(said.at(-1)).toMatch(/needs a multiple of 4; take 32/);
    expect(await mistake("compare", "nuclei", "--epochs", "0")).toMatch(/above 0/);
  });

  it("a place that cannot be written", async () => {
    const data = await dataFolder(3, { "file.txt": new Uint8Array(1) });
    const out = join(data, "file.txt", "report");
    // Nothing is said before: the images have not been read yet.
    expect(await mistake("compare", data, "--losses", "dice", ...quick, "-o", out)).toMatch(
      /-o: the folder .*report cannot be made: .*file\.txt is a file; choose another place$/,
    );
  });
});
