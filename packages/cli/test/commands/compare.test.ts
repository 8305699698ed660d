import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../compare/data-folder.ts";
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
