/** What was decided while a file was read, for the user. */
export interface FileNote {
  readonly file: string;
  readonly text: string;
}
