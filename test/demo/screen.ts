import { styleText } from "node:util";
import type { PullRequestHandle } from "../simulator/index.ts";

type Style = Parameters<typeof styleText>[0];

const STATES: Readonly<Record<string, { symbol: string; word: string; style: Style }>> = {
  success: { symbol: "✔", word: "passed", style: "green" },
  action_required: { symbol: "◷", word: "waiting", style: "yellow" },
  failure: { symbol: "✘", word: "blocked", style: "red" },
};

const GATES: readonly (readonly [name: string, title: string])[] = [
  ["portcullis/incident-plan", "Incident response plan"],
  ["portcullis/security-review", "Full security review"],
  ["portcullis/dpo-approval", "Approval by the DPO"],
  ["portcullis/security-approval", "Approval by the security adviser"],
  ["portcullis/final-approval", "Final approval"],
  ["portcullis/archive", "Archive"],
  ["portcullis/data-minimisation", "Data minimisation"],
  ["portcullis/technical-measures", "Technical measures"],
  ["portcullis/data-rights", "Data rights"],
  ["portcullis/secure-development", "Secure development"],
];

const WIDTH = 92;

/** Everything that the demo says. */
export class Screen {
  readonly #write: (text: string) => void;
  #step = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  title(text: string, below: string): void {
    this.#line();
    this.#line(styleText("bold", `  ${text}`));
    this.#line(styleText("dim", `  ${below}`));
  }

  /** Somebody does something. */
  step(text: string): void {
    this.#step += 1;
    const number = styleText(["bold", "cyan"], `${this.#step}`.padStart(2));
    this.#line();
    this.#line(styleText("dim", "─".repeat(WIDTH)));
    this.#line(`${number}  ${styleText("bold", text)}`);
  }

  /** The gates as the pull request shows them now. */
  gates(pullRequest: PullRequestHandle): void {
    this.#line();
    for (const [name, title] of GATES) this.#gate(title, pullRequest.checkRun(name));
    const all = pullRequest.checkRun("portcullis");
    this.#gate(styleText("bold", "portcullis".padEnd(34)), all);
  }

  /** One check run, as the commit shows it now. */
  run(title: string, run: ReturnType<PullRequestHandle["checkRun"]>): void {
    this.#line();
    this.#gate(styleText("bold", title.padEnd(34)), run);
  }

  /** What happened elsewhere on the page. */
  note(text: string): void {
    this.#line(styleText("dim", `     ${text}`));
  }

  /** Part of what the check run says, as people read it. */
  quote(lines: readonly string[]): void {
    this.#line();
    for (const line of lines) {
      for (const part of wrap(line, WIDTH - 8)) this.#line(`     ${styleText("dim", "│")} ${part}`);
    }
  }

  verdict(ok: boolean, text: string): void {
    const mark = ok ? styleText("green", "✔") : styleText("red", "✘ NOT AS IT SHOULD BE:");
    this.#line();
    this.#line(`     ${mark} ${styleText(ok ? "green" : "red", text)}`);
  }

  end(text: string): void {
    this.#line();
    this.#line(styleText("dim", "─".repeat(WIDTH)));
    this.#line(text);
    this.#line();
  }

  #gate(title: string, run: ReturnType<PullRequestHandle["checkRun"]>): void {
    const state = STATES[run?.conclusion ?? ""] ?? {
      symbol: "·",
      word: "–",
      style: "dim" as const,
    };
    const mark = styleText(state.style, `${state.symbol} ${state.word.padEnd(8)}`);
    const said = clip(run?.title ?? "", WIDTH - 53);
    this.#line(`     ${mark} ${title.padEnd(34)} ${styleText("dim", said)}`);
  }

  #line(text = ""): void {
    this.#write(`${text}\n`);
  }
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line.length + word.length + 1 > width && line !== "") {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
