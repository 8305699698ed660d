import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadModel, nodeRuntime } from "@segloss/train";
import { beforeAll, describe, expect, it } from "vitest";
import type { ComparisonResults } from "../../src/compare/results.ts";
import { encodeNpy } from "../../src/data/index.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const main = join(root, "packages/cli/bin/segloss.js");

beforeAll(() => {
  const { status, stderr } = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm run build: ${stderr}`);
});

function segloss(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

async function results(folder: string): Promise<ComparisonResults> {
  return JSON.parse(await readFile(join(folder, "results.json"), "utf8"));
}

const small = ["--size", "32", "--batch", "4", "--width", "4", "--depth", "2"];

describe("the built command", () => {
  it("ends with 0 and JSON alone on stdout", async () => {
    const folder = await scratchFolder({
      "z.npy": encodeNpy({ data: Float32Array.of(0, 2), shape: [1, 2, 1] }),
      "y.npy": encodeNpy({ data: Uint8Array.of(1, 1), shape: [1, 2] }),
    });
    const [z, y] = [join(folder, "z.npy"), join(folder, "y.npy")];
    const { code, stdout, stderr } = segloss("eval", "dice", "--logits", z, "--targets", y, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ loss: "dice", pixels: 2 });
  });

  it.each([
    [["lst"], /^segloss: unknown command 'lst'. Did you mean list\?\n$/],
    [["explain", "dise"], /^segloss explain: Unknown loss "dise". Did you mean "dice"\?.*\n$/],
    [["eval", "dice", "--logits", "no.npy", "--targets", "no.npy"], /^segloss eval: .*no such file.*\n$/],
    [["compare", "nowhere"], /^segloss compare: nowhere: neither a folder nor a named set.*\n$/],
    [["compare", "nuclei", "--size", "30"], /^segloss compare: --size 30: .* take 32.*\n$/],
    [
      ["compare", "nuclei", "--losses", "dice,focl", "--size", "32"],
      /^segloss compare: .*Did you mean "focal".*\n$/,
    ],
  ])("ends with 1 and one line: %j", (args, line) => {
    const { code, stdout, stderr } = segloss(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(line);
  });

  it("survives a reader that closes early", () => {
    const { status } = spawnSync("bash", [
      "-c",
      `set -o pipefail; "${process.execPath}" "${main}" list | head -1`,
    ]);
    expect(status).toBe(0);
  });
});

describe("compare", () => {
  it("gives the same numbers on one core and on two", async () => {
    const [one, two] = [await scratchFolder(), await scratchFolder()];
    const args = ["compare", "nuclei", "--losses", "dice, focal", "--epochs", "0.2", ...small];
    const a = segloss(...args, "--threads", "1", "-o", one, "--json");
    const b = segloss(...args, "--threads", "2", "-o", two);
    expect([a.code, b.code]).toEqual([0, 0]);
    expect(JSON.parse(a.stdout).complete).toBe(true);
    const numbers = async (folder: string) =>
      (await results(folder)).losses.map(({ loss, trials }) => [
        loss,
        trials.map(({ curve, classDice }) => ({ curve, classDice })),
      ]);
    expect(await numbers(two)).toEqual(await numbers(one));
    expect((await readdir(one)).sort()).toEqual(["models", "report.html", "results.json"]);
    const models = (await readdir(join(one, "models"))).sort();
    expect(models).toEqual(["dice.onnx", "focal.onnx"]);
    const loaded = await loadModel(
      new Uint8Array(await readFile(join(one, "models", "dice.onnx"))),
      nodeRuntime(),
    );
    expect(loaded.metadata.classes).toEqual(["nucleus"]);
    await loaded.dispose();
  });

  it("keeps what has ended when ctrl-C comes", async () => {
    const folder = await scratchFolder();
    const args = [
      "compare",
      "nuclei",
      "--losses",
      "dice, focal, lovasz",
      "--epochs",
      "2",
      ...small,
      "--threads",
      "1",
    ];
    const child = spawn(process.execPath, [main, ...args, "-o", folder]);
    const ended = exit(child);
    await said(child, /focal: training 2/);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    const { complete, losses, unfinished } = await results(folder);
    expect(complete).toBe(false);
    expect(losses.map(({ loss }) => loss)).toEqual(["dice"]);
    expect(unfinished).toEqual(["focal", "lovasz"]);
    const page = await readFile(join(folder, "report.html"), "utf8");
    expect(page.includes("Partial: the comparison was interrupted. Missing: focal, lovasz.")).toBe(true);
    expect(await readdir(join(folder, "models"))).toEqual(["dice.onnx"]);
  });

  it("quits at once at the second ctrl-C", async () => {
    const folder = await scratchFolder();
    const args = ["compare", "nuclei", "--losses", "dice", "--epochs", "50", ...small, "--threads", "2"];
    const child = spawn(process.execPath, [main, ...args, "-o", folder]);
    const ended = exit(child);
    await said(child, /dice: training 1/);
    child.kill("SIGINT");
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  it("reports a loss that diverges, and ends well", async () => {
    const folder = await scratchFolder();
    const losses = "dice, 1e39*crossEntropy";
    const { code, stdout } = segloss(
      "compare",
      "nuclei",
      "--losses",
      losses,
      "--epochs",
      "0.1",
      ...small,
      "-o",
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/1e39\*crossEntropy +diverged/);
    expect((await results(folder)).losses[1].trials[0].divergedAt).toBe(1);
  });
});

function exit(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on("exit", resolve));
}

function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    const heard = { text: "" };
    child.stderr!.on("data", (chunk) => {
      heard.text += chunk;
      if (pattern.test(heard.text)) resolve();
    });
    child.on("exit", () => reject(new Error(`ended without saying ${pattern}: ${heard.text}`)));
  });
}
