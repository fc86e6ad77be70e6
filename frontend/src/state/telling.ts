import type { DirectLine, News } from "../contract";
import { Line, type Message, type Post } from "./line";

const UNREACHED_MS = 6000;
const LONGEST_RETRY_MS = 60000;
/** The page runs for what the direct line has answered once the hand has rested for so long. */
const REST_MS = 400;

export interface Speaker {
  message(): Message;
  line(): DirectLine | null | undefined;
  post: Post;
  page(message: Message): void;
  /** The direct line has answered. */
  heard(news: News, message: Message): void;
  /** Nothing has answered for long. */
  unreached(): void;
}

/**
 * How the drawing reaches Python: an edit by the direct line first and by the page when the hand rests, everything else
 * by the page, and all of it again until an answer says that it has arrived.
 */
export class Telling {
  /** The newest revision that was told. */
  told = 0;
  private readonly line: Line;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private retryMs = UNREACHED_MS;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly speaker: Speaker) {
    this.line = new Line(speaker.post, speaker.heard, () => this.flush());
  }

  /** Tells an edit as quickly as it can be. */
  edit(): void {
    const message = this.prepare();
    if (!this.line.say(this.speaker.line(), message)) { this.send(message); return; }
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.flush(), REST_MS);
  }

  /** Tells the drawing and the tab's wishes by the page. */
  tell(): void { this.send(this.prepare()); }

  /** What the page has not been told yet is told before anything that builds on it. */
  flush(): void { if (this.rest !== undefined) this.send(this.speaker.message()); }

  arrived(): void {
    clearTimeout(this.retry);
    this.retryMs = UNREACHED_MS;
  }

  stop(): void {
    clearTimeout(this.retry);
    clearTimeout(this.rest);
    this.rest = undefined;
  }

  private send(message: Message): void {
    clearTimeout(this.rest);
    this.rest = undefined;
    this.speaker.page(message);
  }

  private prepare(): Message {
    const message = this.speaker.message();
    this.told = message.rev;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
      this.speaker.unreached();
      this.tell();
    }, this.retryMs);
    return message;
  }
}
