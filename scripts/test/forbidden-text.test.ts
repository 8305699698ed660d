import { expect, test } from "vitest";
import { forbiddenText } from "../forbidden-text.mjs";

// Put together here, so that this file passes the check that it tests.
const host = ["registry", "npmjs", "org"].join(".");
const folder = (name: string) => `/${name}/someone/segloss`;

test.each([
  `"resolved": "https://${host}/a/-/a-1.0.0.tgz"`,
  `registry=//${host}/`,
  `cd ${folder("home")}`,
  `file://${folder("root")}`,
  `"${folder("work")}"`,
])("finds %s, with its line", (line) => {
  expect(forbiddenText(`fine\n${line}\n`)).toEqual([expect.stringMatching(/^line 2 .*: /)]);
});

test.each([
  "https://example.com/home/page",
  "../home/data",
  "the /homework/ of a network",
  "operators are no registry",
  "losses.registry.add(dice)",
])("lets %s pass", (line) => {
  expect(forbiddenText(line)).toEqual([]);
});
