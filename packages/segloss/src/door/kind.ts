/** A kind of value that an argument or an option can have. */
export interface Kind {
  /** As a message says it after "must be". */
  readonly expected: string;
  fits(value: unknown): boolean;
  /** Whether an option of this kind must be given. */
  readonly required?: true;
}

/** The same kind for an option that must be given. */
export function required(kind: Kind): Kind {
  return { ...kind, required: true };
}
