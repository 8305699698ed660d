// A contender in processes of its own, one for each training at the same time: a line "N" on standard input runs N steps, a line
// of JSON says their losses and times.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Contender, Round, Setting } from "./contender.ts";

const bytes = (values: ArrayLike<number>) => new Uint8Array(Float32Array.from(values).buffer);

/** The files that a process reads: parameters, images and targets as float32, the rest as JSON. */
function writeSetting(setting: Setting): string {
  const { network, parameters, images, targets, ...rest } = setting;
  const folder = mkdtempSync(join(tmpdir(), "segloss-bench-"));
  writeFileSync(
    join(folder, "parameters.f32"),
    bytes(network.parameters.flatMap(({ name }) => [...parameters[name]])),
  );
  writeFileSync(join(folder, "images.f32"), bytes(images));
  writeFileSync(join(folder, "targets.f32"), bytes(targets));
  writeFileSync(join(folder, "setting.json"), JSON.stringify(rest));
  return folder;
}

function startProcess(command: string, args: readonly string[]) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`${command} ${args.join(" ")} ended`);
    return JSON.parse(value);
  };
  return {
    ready: answer() as Promise<{ readonly name: string }>,
    run(steps: number): Promise<Round> {
      child.stdin.write(`${steps}\n`);
      return answer();
    },
    end: () => child.stdin.end(),
  };
}

/** Starts a program with `args` and the folder of the setting as its last argument; it lives until `dispose`. */
export async function childContender(
  setting: Setting,
  command: string,
  args: readonly string[],
): Promise<Contender> {
  const folder = writeSetting(setting);
  const trainings = Array.from({ length: setting.atOnce }, () => startProcess(command, [...args, folder]));
  const [{ name }] = await Promise.all(trainings.map(({ ready }) => ready));
  return {
    name,
    async round(steps) {
      const rounds = await Promise.all(trainings.map(({ run }) => run(steps)));
      const milliseconds = rounds.flatMap((round) => round.milliseconds);
      return { ...rounds[0], milliseconds };
    },
    async dispose() {
      for (const { end } of trainings) end();
      rmSync(folder, { recursive: true });
    },
  };
}
