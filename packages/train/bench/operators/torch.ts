// PyTorch in a child process. The interpreter is $SEGLOSS_PYTHON, or python3; without torch in it there is none.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A convolution of square images. */
export interface Shape {
  readonly n: number;
  readonly c: number;
  readonly k: number;
  readonly size: number;
  readonly taps: number;
}

interface Torch {
  readonly name: string;
  contenders(shape: Shape): {
    readonly name: string;
    run(runs: number): Promise<readonly number[]>;
    release(): Promise<void>;
  }[];
}

const python = process.env.SEGLOSS_PYTHON ?? "python3";

export async function torch(threads: number): Promise<Torch | undefined> {
  if (spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status !== 0) return undefined;
  const script = fileURLToPath(new URL("../../../bench/operators/torch_weight_gradient.py", import.meta.url));
  const child = spawn(python, [script, String(threads)], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value ?? "null");
  const name = `PyTorch ${await answer()}`;
  return {
    name,
    contenders: (shape) =>
      ["nchw", "channels_last"].map((layout) => ({
        name: `PyTorch ${layout}`,
        async run(runs) {
          child.stdin.write(`${JSON.stringify({ layout, runs, ...shape })}\n`);
          return answer();
        },
        async release() {},
      })),
  };
}
