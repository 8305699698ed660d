/** Content of an object: bytes, or those of a file, which need not fit into memory. */
export type ObjectContent = Uint8Array | { readonly file: string };

/**
 * Named objects that every machine sees, each put whole and never changed. What another kind of store (S3) has to do is this and nothing else: there is no append, no
 * rename, and `list` is asked only for the few objects of one job.
 */
export interface ObjectStore {
  /** Of this store, wherever it is mounted: two machines with another id do not share one. */
  readonly id: string;
  /** How its place is named in messages. */
  readonly place: string;
  /**
   * Puts an object whole: nobody ever sees half of it. The first one stands.
   * @returns whether this one stands
   * @throws StoreAway
   */
  put(key: string, content: ObjectContent): Promise<boolean>;
  /** In bytes; undefined where there is none. @throws StoreAway */
  size(key: string): Promise<number | undefined>;
  /** Undefined where there is none. @throws StoreAway */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Copies an object into a file and returns the SHA-256 of what was copied; undefined where there is none. @throws StoreAway */
  copyTo(key: string, file: string): Promise<string | undefined>;
  /** The last parts of the keys that begin with `prefix/`, in order; names of objects and of further prefixes. @throws StoreAway */
  list(prefix: string): Promise<string[]>;
  /** Takes away an object, or all that begin with `key/`. @throws StoreAway */
  remove(key: string): Promise<void>;
}
