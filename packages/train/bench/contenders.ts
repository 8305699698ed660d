import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { childContender } from "./child-contender.ts";
import type { Contender, Setting } from "./contender.ts";
import { tfjsContender } from "./tfjs-contender.ts";

const python = process.env.SEGLOSS_PYTHON ?? "python3";
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const build = (folder: string) => pathToFileURL(resolve(folder, "packages/train/dist/index.js")).href;

const segloss = (kind: string, from: string) => (setting: Setting) =>
  childContender(setting, process.execPath, [here("segloss-step.js"), from, kind]);

const torch = (way: string) => (setting: Setting) =>
  childContender(setting, python, [here("../../bench/torch_step.py"), way]);

/** Whether the interpreter has torch. */
export function hasTorch(): boolean {
  return spawnSync(python, ["-c", "import torch, numpy"], { stdio: "ignore" }).status === 0;
}

/** Everyone who can take part, by the name of the flag. */
export const contenders: Readonly<Record<string, (setting: Setting, beside: string) => Promise<Contender>>> =
  {
    native: segloss("native", new URL("../index.js", import.meta.url).href),
    plain: segloss("plain", new URL("../index.js", import.meta.url).href),
    wasm: segloss("wasm", new URL("../index.js", import.meta.url).href),
    beside: async (setting, beside) => {
      const made = await segloss("native", build(beside))(setting);
      return { ...made, name: "segloss native, the other build" };
    },
    torch: torch("channels_last"),
    "torch-nchw": torch("nchw"),
    "torch-compile": torch("compile"),
    tfjs: tfjsContender,
  };
