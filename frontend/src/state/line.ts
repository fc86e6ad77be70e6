import type { Design, DirectLine, News } from "../contract";

/** What a commit says: the whole drawing with its version, and what this tab wishes to hear. */
export interface Message { rev: number; epoch: string; design: Design; [wish: string]: unknown }
/** `page`: only the page can answer this one. `broken`: there is nobody at the other end. */
export type Answer = News | "page" | "broken";
export type Post = (line: DirectLine, message: Message) => Promise<Answer>;

/** An answer that takes longer is left to the page. */
const LONGEST_MS = 3000;
const ANOTHER_DRAWING = 409;

/** Asks the server that this page came from. A lost connection breaks nothing: the page says so, and it may come back. */
export async function post({ path, name }: DirectLine, document: Message): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, credentials: "same-origin",
      body: JSON.stringify({ line: name, document }), signal: AbortSignal.timeout(LONGEST_MS),
    });
  } catch {
    return "page";
  }
  if (response.status === ANOTHER_DRAWING) return "page";
  try {
    return response.ok ? (await response.json()) as News : "broken";
  } catch {
    return "broken";
  }
}

/**
 * The direct line: an edit's review without a run of the page, which costs server and browser more than the review does.
 * One message is under way at a time; of those that wait only the newest is sent, for each holds the whole drawing.
 */
export class Line {
  private waiting: Message | null = null;
  private busy = false;
  private broken = "";

  constructor(private readonly post: Post, private readonly heard: (news: News, message: Message) => void, private readonly fell: () => void) {}

  /** Sends a commit; false when there is no line to send it on. */
  say(line: DirectLine | null | undefined, message: Message): boolean {
    if (!line || line.name === this.broken) return false;
    this.waiting = message;
    if (!this.busy) void this.send(line);
    return true;
  }

  private async send(line: DirectLine): Promise<void> {
    this.busy = true;
    while (this.waiting) {
      const message: Message = this.waiting;
      this.waiting = null;
      const answer = await this.post(line, message);
      if (typeof answer === "object") { this.heard(answer, message); continue; }
      if (answer === "broken") { this.broken = line.name; this.waiting = null; }
      if (!this.waiting) this.fell();
    }
    this.busy = false;
  }
}
