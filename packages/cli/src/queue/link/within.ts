/** A call took longer than it may: the libraries wait for a Redis for ever. */
export class TooLong extends Error {}

/** The outcome of a call, or TooLong after so many milliseconds; what comes later is dropped. */
export async function within<T>(limit: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLong(`no answer within ${limit / 1000} s`)), limit);
  });
  // One that fails after it was given up has nobody to tell.
  call.catch(() => {});
  return Promise.race([call, late]).finally(() => clearTimeout(timer));
}
