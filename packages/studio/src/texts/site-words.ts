/** Every word of the frame in one language; what the pages say stands in the pages. */
export interface SiteTexts {
  readonly skip: string;
  readonly nav: Readonly<
    Record<"studio" | "score" | "train" | "guide" | "losses" | "metrics" | "api", string>
  >;
  readonly menu: string;
  readonly close: string;
  readonly mainNavigation: string;
  readonly sideNavigation: string;
  readonly onThisPage: string;
  readonly contents: string;
  readonly language: string;
  readonly light: string;
  readonly dark: string;
  readonly search: string;
  readonly searchHint: string;
  readonly searchKeys: string;
  readonly searchNothing: (words: string) => string;
  readonly searchLoading: string;
  readonly results: (count: number) => string;
  readonly before: string;
  readonly next: string;
  readonly untranslated: string;
  readonly notFound: string;
  readonly notFoundHint: string;
  readonly home: string;
  readonly private: string;
  readonly licence: string;
  readonly licences: string;
  readonly data: DataTexts;
  readonly filter: string;
  readonly filterHint: string;
  readonly need: string;
  readonly all: string;
  readonly shown: (count: number, of: number) => string;
  readonly noneShown: string;
  readonly reset: string;
}

/** The page of the images that `segloss studio DATA` serves. */
export interface DataTexts {
  readonly none: string;
  readonly loading: string;
  readonly failed: string;
  readonly counts: (images: number, files: number) => string;
  readonly className: string;
  readonly share: string;
  readonly inImages: string;
  readonly objects: string;
  readonly width: string;
  readonly advice: string;
  readonly problems: string;
  readonly notes: string;
  readonly see: string;
  readonly images: string;
  readonly size: string;
}
