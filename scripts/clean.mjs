// Removes what build, tests and coverage made; keeps node_modules.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

const packages = readdirSync(join(root, "packages")).map((name) => join("packages", name, "dist"));
for (const folder of [...packages, "coverage"]) rmSync(join(root, folder), { recursive: true, force: true });
