import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
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
    [["compare", "nuclei", "--size", "0"], /^segloss compare: .*--size.*at least 1.*\n$/],
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
