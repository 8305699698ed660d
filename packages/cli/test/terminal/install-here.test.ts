import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { afterAll, expect, it } from "vitest";
import { installHere } from "../../src/terminal/install-here.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "segloss-install-")));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder that holds the command among its packages, and a file of that command. */
function place(name: string, isProject: boolean): { folder: string; file: string } {
  const folder = join(root, name);
  const command = join(folder, "node_modules/@segloss/cli/dist/command");
  mkdirSync(command, { recursive: true });
  if (isProject) writeFileSync(join(folder, "package.json"), "{}");
  return { folder, file: join(command, "main.code.js") };
}

const said = (file: string, folder: string): string =>
  installHere("not installed: npm install onnxruntime-node --ignore-scripts", file, folder);

it("in a project and below it the line is npm's own", () => {
  const { folder, file } = place("project", true);
  mkdirSync(join(folder, "data/images"), { recursive: true });
  for (const at of [folder, join(folder, "data/images")])
    expect(said(file, at)).toBe("not installed: npm install onnxruntime-node --ignore-scripts");
});

it("from a folder that is another project, or none, it names the command's project", () => {
  const { folder, file } = place("one project", true);
  const other = place("other", true).folder;
  mkdirSync(join(folder, "part"));
  writeFileSync(join(folder, "part/package.json"), "{}");
  for (const at of [other, root, join(folder, "part")])
    expect(said(file, at)).toBe(
      `not installed: npm install --prefix ${JSON.stringify(folder)} onnxruntime-node --ignore-scripts`,
    );
});

it("of a command that is installed globally it is global", () => {
  const file = join(dirname(dirname(execPath)), "lib/node_modules/@segloss/cli/dist/command/main.code.js");
  expect(said(file, root)).toBe("not installed: npm install --global onnxruntime-node --ignore-scripts");
});

it("of one installed globally to another folder than Node's it names that folder", () => {
  const { file } = place("own prefix/lib", false);
  expect(said(file, root)).toBe(
    `not installed: npm install --global --prefix ${JSON.stringify(join(root, "own prefix"))} onnxruntime-node --ignore-scripts`,
  );
});

it("of a command that npx fetched it installs the command as well", () => {
  const { file } = place("_npx/0123abcd", true);
  expect(said(file, root)).toBe("not installed: npm install @segloss/cli onnxruntime-node --ignore-scripts");
});

it("in a clone it is npm's own", () => {
  expect(said(join(root, "packages/cli/dist/command/main.code.js"), root)).toMatch(/: npm install onnx/);
});
