import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { API_MODULES } from "../src/site/api-modules.ts";

/** For the packages here alone. */
const OURS = ["segloss/door"];

test("the API reference has every entry point of the packages that are imported", () => {
  const entries = ["segloss", "io", "train"].flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(`packages/${folder}/package.json`, "utf8"));
    const paths = Object.keys(exports).filter((path) => path !== "./package.json");
    return paths.map((path) => name + path.slice(1));
  });
  const wanted = entries.filter((name) => !OURS.includes(name));
  expect(API_MODULES.map(({ name }) => name).sort()).toEqual(wanted.sort());
});
