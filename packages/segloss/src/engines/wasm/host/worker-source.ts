/** The shared integers by which threads talk. */
export const CONTROL = ["round", "busy", "command", "id", "a", "b", "failed", "arrived"] as const;

export const COMMANDS = ["load", "call", "unload"] as const;
export type Command = (typeof COMMANDS)[number];

/**
 * What a worker runs, as text: bundlers and packages need no second file, and a thread that sleeps on shared memory
 * cannot take messages, so modules arrive as bytes in that memory. `work` never returns.
 */
export const WORKER_SOURCE: string = `
function work({ memory, control, thread }, tell) {
  const shared = new Int32Array(memory.buffer, control, ${CONTROL.length});
  const modules = new Map();
  const commands = {
    load(id, address, length) {
      if (address + length > memory.buffer.byteLength) memory.grow(0);
      const bytes = new Uint8Array(memory.buffer, address, length).slice();
      const module = new WebAssembly.Module(bytes);
      const { exports } = new WebAssembly.Instance(module, { host: { memory, log1p: Math.log1p } });
      modules.set(id, Object.values(exports));
    },
    call(id, index) {
      modules.get(id)[index](thread);
    },
    unload(id) {
      modules.delete(id);
    },
  };
  const names = ${JSON.stringify(COMMANDS)};
  let round = Atomics.load(shared, 0);
  tell("ready");
  for (;;) {
    for (let looks = 0; looks < 5000 && Atomics.load(shared, 0) === round; looks++);
    Atomics.wait(shared, 0, round);
    if (Atomics.load(shared, 0) === round) continue;
    round = Atomics.load(shared, 0);
    Atomics.add(shared, 7, 1);
    try {
      commands[names[shared[2]]](shared[3], shared[4], shared[5]);
    } catch {
      Atomics.store(shared, 6, 1);
    }
    if (Atomics.sub(shared, 1, 1) === 1) Atomics.notify(shared, 1);
  }
}
`;
