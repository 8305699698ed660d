/** Lets trainings that run side by side take turns, so that one runtime does one thing at a time. */
export interface Turns {
  /** Runs when it is this one's turn, in the order of asking. */
  take<T>(run: () => Promise<T>): Promise<T>;
  /** Nobody gets a turn until `resume`; what runs goes on to its end. */
  pause(): void;
  resume(): void;
}

export function makeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let paused: Promise<void> | undefined;
  let goOn = () => {};
  return {
    take(run) {
      const own = last.then(async () => {
        await messagesHeard();
        await paused;
        return run();
      });
      // Nothing of its result is kept.
      last = own.then(
        () => {},
        () => {},
      );
      return own;
    },
    pause() {
      paused ??= new Promise((resolve) => {
        goOn = resolve;
      });
    },
    resume() {
      goOn();
      paused = undefined;
    },
  };
}

/** A turn of the event loop, in which a worker hears what it is told. Timers would wait for milliseconds. */
function messagesHeard(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
