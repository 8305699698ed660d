import { describe, expect, test } from "vitest";
import { lockMatchesManifests, missingPackages } from "../dependencies.mjs";

const lock = {
  packages: {
    "": { devDependencies: { a: "1.0.0" } },
    "packages/p": { dependencies: { b: "2.0.0" } },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/b": { version: "2.0.0", integrity: "sha512-b" },
    "node_modules/windows-only": { version: "1.0.0", optional: true },
  },
};
const manifests: Record<string, Record<string, unknown>> = {
  "": { name: "root", devDependencies: { a: "1.0.0" } },
  "packages/p": { name: "p", dependencies: { b: "2.0.0" } },
};
const { "node_modules/windows-only": _, ...present } = lock.packages;
const installed = { packages: present };
const everything = () => true;

describe("the lock file matches the manifests", () => {
  test("when every kind of dependency is the same", () => {
    expect(lockMatchesManifests(lock, (folder) => manifests[folder])).toBe(true);
  });

  test("not when a package.json asks for something new", () => {
    const changed: typeof manifests = {
      ...manifests,
      "packages/p": { dependencies: { b: "2.0.0", c: "1.0.0" } },
    };
    expect(lockMatchesManifests(lock, (folder) => changed[folder])).toBe(false);
  });
});

describe("missing packages", () => {
  test("none when all are there but the binaries of other platforms", () => {
    expect(missingPackages(lock, installed, everything)).toEqual([]);
  });

  test("one that npm recorded and whose folder is gone", () => {
    expect(missingPackages(lock, installed, (path) => path !== "node_modules/b")).toEqual(["node_modules/b"]);
  });

  test("one that npm did not record, and one in another version", () => {
    const stale = { packages: { "node_modules/a": { version: "0.9.0", integrity: "sha512-a" } } };
    expect(missingPackages(lock, stale, everything)).toEqual(["node_modules/a", "node_modules/b"]);
  });
});
