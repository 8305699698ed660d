/** What is wrong with one file of a data set. */
export interface DataProblem {
  /** The file, or the folder where several are meant. */
  readonly file: string;
  /** One line for people; it names the file. */
  readonly message: string;
}
