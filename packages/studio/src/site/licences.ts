import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./repository.ts";

/** Fonts come in as files, and what only workers load is bundled apart. */
const BESIDE = ["@fontsource-variable/stix-two-text", "@fontsource/stix-two-math", "onnxruntime-web"];

/** What a bundler tells about a chunk: the modules in it. */
interface Chunk {
  readonly moduleIds?: readonly string[];
}

/** What a plugin may do at the end of a bundle. */
interface Emitter {
  emitFile(file: { readonly type: "asset"; readonly fileName: string; readonly source: string }): string;
}

/** A plugin that writes licences.txt: the licence of every package whose code is in the site, as those licences ask. */
export function licences() {
  return {
    name: "segloss:licences",
    apply: "build" as const,
    generateBundle(
      this: Emitter,
      options: { readonly dir?: string | undefined },
      bundle: Readonly<Record<string, object>>,
    ): void {
      // The bundle that renders the pages stays here.
      if (options.dir?.includes(".temp")) return;
      const modules = Object.values(bundle).flatMap((chunk: Chunk) => chunk.moduleIds ?? []);
      const packages = [
        ...new Set([
          ...modules.flatMap(packageOf),
          ...BESIDE.map((name) => join(repository, "node_modules", name)),
        ]),
      ];
      const source = packages
        .sort()
        .map(notice)
        .join(`\n\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: "licences.txt", source: `${source}\n` });
    },
  };
}

/** The folder of the package that a module is of; none for ours. */
function packageOf(id: string): string[] {
  const folder = /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1];
  return folder ? [folder] : [];
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${name} ${version}, ${license}\n\n${text}`.trim();
}
