import { isDataError } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import { problemsOf } from "./listed-error.ts";
import { openSource, type SourceOptions } from "./open-source.ts";
import type { StoredSource } from "./open-stored-source.ts";

/** What a folder holds, and all that is wrong with it. */
export interface Survey {
  /** The images that are right; absent where there are none, or where it cannot be decided what their labels mean. */
  readonly source?: StoredSource;
  /** A line about each file that is unreadable, pairs with no other or does not fit its other, and about the whole where nothing can be made of it. */
  readonly problems: readonly DataProblem[];
}

/** Opens a folder as far as it can be opened. Mistakes of the user are listed, not thrown. */
export async function surveyFolder(folder: string, options: SourceOptions = {}): Promise<Survey> {
  try {
    const source = await openSource(folder, { ...options, skipUnreadable: true });
    return { source, problems: source.problems };
  } catch (error) {
    if (!isDataError(error)) throw error;
    const lines = problemsOf(error);
    const messages = lines.length > 0 ? lines : [error.message];
    return { problems: messages.map((message) => ({ file: fileIn(message, folder), message })) };
  }
}

/** The path that a line begins with. */
function fileIn(message: string, folder: string): string {
  const end = message.indexOf(": ");
  return end > 0 && message.startsWith(folder) ? message.slice(0, end) : folder;
}
