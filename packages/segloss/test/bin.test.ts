import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = realpathSync(mkdtempSync(join(tmpdir(), "segloss-bin-")));
const bin = join(root, "node_modules/segloss/bin/segloss.js");
const cli = join(root, "node_modules/@segloss/cli");

beforeAll(() => {
  mkdirSync(join(root, "node_modules/segloss/bin"), { recursive: true });
  writeFileSync(join(root, "node_modules/segloss/package.json"), '{ "type": "module" }');
  copyFileSync(fileURLToPath(new URL("../bin/segloss.js", import.meta.url)), bin);
});
afterAll(() => rmSync(root, { recursive: true }));

/** The command of another package, with this code. */
function install(code: string): void {
  mkdirSync(join(cli, "bin"), { recursive: true });
  writeFileSync(join(cli, "package.json"), '{ "name": "@segloss/cli", "type": "module" }');
  writeFileSync(join(cli, "bin/segloss.js"), code);
}

const run = () => spawnSync(process.execPath, [bin, "list"], { encoding: "utf8" });

it("the library's command says how to get the command, and runs it where it is", () => {
  expect(run()).toMatchObject({
    status: 1,
    stderr:
      "The command segloss is in the package @segloss/cli: npx @segloss/cli, or npm install @segloss/cli\n",
  });
  install("console.log(process.argv.slice(2));");
  expect(run()).toMatchObject({ status: 0, stdout: "[ 'list' ]\n" });
});

it("what is wrong with an installed command is not taken for its absence", () => {
  install('import "commander";');
  const { stderr, status } = run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/Cannot find package 'commander'/);
  expect(stderr).not.toMatch(/is in the package/);
});
