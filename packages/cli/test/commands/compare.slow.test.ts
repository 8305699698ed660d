import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadModel, nodeRuntime } from "@segloss/train";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dataFolder } from "../compare/data-folder.ts";
import { networksIn } from "../compare/networks-in.ts";
import { resultsIn } from "../compare/results-in.ts";
import { scratchFolder } from "../data/scratch-folder.ts";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const main = join(root, "packages/cli/bin/segloss.js");
let data: string;

beforeAll(() => {
  const { status, stderr } = spawnSync("npm", ["run", "build"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm run build: ${stderr}`);
}, 120_000);

beforeEach(async () => {
  data = await dataFolder(12);
});

const small = ["--batch", "2", "--width", "4", "--depth", "2", "--learning-rate", "0.01", "--force"];
const losses = ["--losses", "dice, crossEntropy"];

function compare(output: string, ...args: string[]) {
  const all = [main, "compare", data, "-o", output, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: "utf8" });
  return { code: status, stdout, stderr };
}

/** What a comparison came to, without what a clock says. */
async function numbersOf(folder: string) {
  const { losses: ranked, verdict, screen } = await resultsIn(folder);
  const trials = ranked.map(({ loss, trials: all }) => [
    loss,
    [...all]
      .sort((a, b) => a.id.localeCompare(b.id))
      .map(({ id, curve, evidence, state }) => ({ id, curve, evidence, state })),
  ]);
  const { needed: _, ...said } = verdict;
  return { trials, said, screen, ...(await networksIn(folder)) };
}

describe("a comparison", () => {
  it("leaves no telemetry of ONNX Runtime, only compiled code of its own", async () => {
    const [output, home] = [await scratchFolder(), await scratchFolder()];
    const { ORT_DISABLE_TELEMETRY: _, ...outside } = process.env;
    const args = [main, "compare", data, "-o", output, "--losses", "dice", "--steps", "2", ...small];
    const env = { ...outside, HOME: home, TMPDIR: home };
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
    expect(status, stderr).toBe(0);
    expect(existsSync(join(output, "results.json"))).toBe(true);
    expect([await readdir(home), await readdir(join(home, ".cache"))]).toEqual([[".cache"], ["segloss"]]);
  });

  it("gives the same numbers on one core, on two, and from its plan; only what is asked for stays", async () => {
    const [one, two, again] = [await scratchFolder(), await scratchFolder(), await scratchFolder()];
    const args = [...losses, "--steps", "12", "--rates", "0.003,0.01", "--force"];
    const network = ["--batch", "2", "--width", "4", "--depth", "2"];
    const a = compare(one, ...args, ...network, "--threads", "1", "--json");
    expect(a.stderr).toMatch(/12 images in 12 groups/);
    expect(a.code).toBe(0);
    expect(JSON.parse(a.stdout)).toEqual(await resultsIn(one));
    const b = compare(two, ...args, ...network, "--threads", "2", "--tensorboard");
    expect(b.code).toBe(0);
    expect(b.stdout).toMatch(/\nThe trainings are shorter than 3 epochs or 300 steps, .* candidates/);
    const c = compare(again, "--plan", join(one, "plan.json"), "--threads", "1", "--log", "jsonl");
    const events = c.stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).event);
    expect([events[0], events.at(-1)]).toEqual(["start", "end"]);
    expect(c.code).toBe(0);
    const numbers = await numbersOf(one);
    const before = await readFile(join(one, "results.json"), "utf8");
    const d = compare(one, "--resume", "--json");
    expect(d).toMatchObject({ code: 0, stdout: before, stderr: expect.stringMatching(/is complete/) });
    expect(numbers.names).toHaveLength(6);
    expect(numbers.screen[0].rates).toHaveLength(2);
    expect(await numbersOf(two)).toEqual(numbers);
    expect(await numbersOf(again)).toEqual(numbers);
    expect((await readdir(one)).sort()).toEqual([
      "models",
      "pictures",
      "plan.json",
      "report.html",
      "results.json",
    ]);
    expect(await readdir(join(two, "tensorboard"))).toContain("final-dice-r1-f1");
    const bytes = new Uint8Array(await readFile(join(one, "models", numbers.names[0])));
    const loaded = await loadModel(bytes, nodeRuntime());
    expect(loaded.metadata.classes).toEqual(["foreground"]);
    await loaded.dispose();
    const page = await readFile(join(one, "report.html"), "utf8");
    expect(page).toMatch(/segloss compare \S+ --plan \S+\/plan\.json -o again/);
  }, 120_000);

  it("goes on after ctrl-C, SIGTERM and kill -9 to the numbers of one that was not interrupted", async () => {
    const [whole, parts] = [await scratchFolder(), await scratchFolder()];
    const args = [...losses, "--steps", "40", ...small];
    expect(compare(whole, ...args).code).toBe(0);

    const first = started(parts, ...args);
    await said(first, /\[1\/6\]/);
    first.kill("SIGINT");
    expect(await exit(first)).toBe(130);
    const partial = await resultsIn(parts);
    expect(partial.complete).toBe(false);
    expect(await readFile(join(parts, "report.html"), "utf8")).toMatch(/[Pp]artial/);

    expect(compare(parts, ...args)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /an unfinished comparison with \d+ trainings? is there; --resume goes on .*--restart/,
      ),
    });

    const second = started(parts, ...args, "--resume", "--log", "jsonl");
    await said(second, /"event":"trial-start".*\n.*"event":"trial-end"/s);
    second.kill("SIGKILL");
    await exit(second);

    const third = started(parts, ...args, "--resume");
    await said(third, /scored trainings/);
    third.kill("SIGTERM");
    expect(await exit(third)).toBe(143);

    // A network that somebody took away is trained again.
    const [network] = (await readdir(join(parts, "models"))).filter((name) => name.endsWith(".onnx"));
    if (network) await rm(join(parts, "models", network));
    const last = compare(parts, "--resume");
    expect(last.stderr).not.toMatch(/Error/);
    expect(last.code).toBe(0);
    expect((await resultsIn(parts)).complete).toBe(true);
    expect(await numbersOf(parts)).toEqual(await numbersOf(whole));
    expect(existsSync(join(parts, ".work"))).toBe(false);
    const again = compare(parts, "--resume");
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/is complete, so there is nothing to go on with/),
    });
    expect(again.stdout).toBe(last.stdout);
  }, 180_000);

  it("trains again what another plan has trained: going on from an edited plan is the comparison of that plan", async () => {
    const [cut, whole] = [await scratchFolder(), await scratchFolder()];
    const first = started(cut, ...losses, "--steps", "20", ...small);
    await said(first, /\[2\/6\]/);
    first.kill("SIGKILL");
    await exit(first);
    const path = join(cut, "plan.json");
    const plan = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...plan, training: { ...plan.training, foreground: 0.5 } }));
    const edited = join(whole, "edited.json");
    await copyFile(path, edited);
    expect(compare(cut, "--resume").code).toBe(0);
    expect(compare(join(whole, "out"), "--plan", edited).code).toBe(0);
    expect(await numbersOf(cut)).toEqual(await numbersOf(join(whole, "out")));
  }, 120_000);

  it("counts a loss that diverges as failed, and ends well", async () => {
    const folder = await scratchFolder();
    const { code, stdout } = compare(folder, "--losses", "dice, 1e39*crossEntropy", "--steps", "4", ...small);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1e39\*crossEntropy .*diverged/);
    const { losses: ranked } = await resultsIn(folder);
    expect(ranked[1]).toMatchObject({ loss: "1e39*crossEntropy", states: { diverged: 3 }, failureLimit: 1 });
    expect(ranked[1].trials[0].reason).toMatch(/no finite numbers after step 0 of 4/);
  }, 60_000);

  it("is refused in a folder that another one writes into, and when its time allows too little", async () => {
    const folder = await scratchFolder();
    const first = started(folder, ...losses, "--steps", "400", ...small);
    await said(first, /scored trainings/);
    expect(compare(folder, ...losses, "--steps", "4", ...small)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/another comparison writes there \(process \d+/),
    });
    first.kill("SIGINT");
    first.kill("SIGINT");
    await exit(first);
    const short = compare(
      await scratchFolder(),
      ...losses,
      "--minutes",
      "0.01",
      "--batch",
      "2",
      "--width",
      "4",
    );
    expect(short).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /below 300 steps .* says nothing of a loss\. --minutes \d+ would do .*--force/,
      ),
    });
  }, 120_000);
});

function started(folder: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [main, "compare", data, "-o", folder, ...args]);
}

function exit(child: ChildProcess): Promise<number | null> {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.on("exit", resolve))
    : Promise.resolve(child.exitCode);
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
