/** The languages of the site: English at the root, Korean below /ko/. */
export type Language = "en" | "ko";
export const LANGUAGES: readonly Language[] = ["en", "ko"];

/** One page made from one file of the repository, which stays the only copy of its text. */
export interface Guide {
  /** Path below the repository. */
  readonly file: string;
  /** Path below the language's root, without ending. */
  readonly path: string;
  readonly label: Readonly<Record<Language, string>>;
}

export interface GuideGroup {
  readonly label: Readonly<Record<Language, string>>;
  readonly guides: readonly Guide[];
}

/** The guides in the order in which they are read: a new one is its file in docs/ and a line here. */
export const GUIDE_GROUPS: readonly GuideGroup[] = [
  {
    label: { en: "Losses", ko: "손실" },
    guides: [
      guide("choosing", "Which loss when", "언제 어떤 손실을"),
      guide("inputs", "What goes in", "받아들이는 입력"),
      guide("training", "Losses while you train", "학습하는 동안의 손실"),
      guide("speed", "Speed", "속도"),
    ],
  },
  {
    label: { en: "Your images", ko: "내 영상" },
    guides: [
      guide("files", "Files", "파일"),
      guide("inspect", "Inspecting data", "데이터 살펴보기"),
      guide("train-in-a-page", "Training in a page", "페이지 안에서 학습"),
      guide("compare", "Comparing losses", "손실 비교"),
      guide("report", "The report", "보고서"),
      guide("results-json", "results.json", "results.json"),
      guide("trained-models", "Trained models", "학습된 모델"),
      guide("metrics", "Metrics", "지표"),
      guide("score", "Scoring masks", "마스크 채점"),
      guide("many-machines", "Many machines", "여러 대의 기계"),
    ],
  },
  {
    label: { en: "Elsewhere", ko: "다른 곳에서" },
    guides: [
      guide("browsers", "In a browser", "브라우저에서"),
      guide("runtimes", "Where it runs", "실행 환경"),
      guide("tensorflow", "TensorFlow.js", "TensorFlow.js"),
      guide("webgpu", "On a GPU", "GPU에서"),
      guide("onnx", "ONNX", "ONNX"),
      guide("take-it-elsewhere", "Source for PyTorch and others", "PyTorch 등의 소스"),
      guide("command-line", "The command line", "명령줄"),
      guide("bundle-size", "Bundle size", "번들 크기"),
    ],
  },
  {
    label: { en: "Inside", ko: "내부" },
    guides: [
      { file: "ARCHITECTURE.md", path: "guide/architecture", label: { en: "Architecture", ko: "구조" } },
      guide("architecture/formula", "Formulas and plans", "수식과 계획"),
      guide("architecture/reference", "Engine: reference", "엔진: reference"),
      guide("architecture/onnx", "Engine: ONNX", "엔진: ONNX"),
      guide("architecture/wasm", "Engine: WebAssembly", "엔진: WebAssembly"),
      guide("architecture/webgpu", "Engine: WebGPU", "엔진: WebGPU"),
      guide("how-a-formula-becomes-bytes", "How a formula becomes bytes", "수식이 바이트가 되기까지"),
      guide("architecture/fields-and-metrics", "Distance maps and metrics", "거리 맵과 지표"),
      guide("architecture/training", "Training", "학습"),
      guide("architecture/command", "The command", "명령"),
      guide("architecture/files", "Reading files", "파일 읽기"),
      guide("architecture/studio", "The studio", "스튜디오"),
      guide("glossary", "Glossary", "용어집"),
      { file: "CONTRIBUTING.md", path: "guide/contributing", label: { en: "Contributing", ko: "기여하기" } },
      guide("verified", "Verified", "검증"),
    ],
  },
];

function guide(name: string, en: string, ko: string): Guide {
  return { file: `docs/${name}.md`, path: `guide/${name}`, label: { en, ko } };
}

export const GUIDES: readonly Guide[] = GUIDE_GROUPS.flatMap(({ guides }) => guides);
