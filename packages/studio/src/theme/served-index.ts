/** What the page of the served images reads of `data/index.json`, whose inspection is that of `segloss inspect --json`. */
export interface ServedIndex {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly inspection: ServedInspection;
}

export interface ServedInspection {
  readonly images: readonly {
    readonly name: string;
    readonly width: number;
    readonly height: number;
    readonly objects: number;
  }[];
  readonly perClass: readonly ServedClass[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly advice: readonly ServedAdvice[];
}

export interface ServedClass {
  readonly name: string;
  readonly images: number;
  readonly share: number;
  readonly width: number | null;
  readonly objects: number;
}

export interface ServedAdvice {
  readonly topic: string;
  readonly finding: string;
  readonly losses: readonly { readonly loss: string; readonly note: string }[];
}
