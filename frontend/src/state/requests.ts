import type { Request, RequestBody } from "../contract";

const RETRY_MS = 4000;

/**
 * Requests to Python, one at a time: component state keeps only the last value of a moment, so a second request waits
 * until Python reports the first as handled. Ids grow for ever, also across reloads (they start at the clock).
 */
export class Requests {
  private waiting: Request[] = [];
  private lastId: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private handled: number | undefined;

  constructor(private readonly send: (request: Request) => void, now: number) { this.lastId = now; }

  ask(body: RequestBody): number {
    this.lastId += 1;
    const request: Request = { ...body, id: this.lastId };
    if (this.handled === undefined) { this.send(request); return request.id; }
    // A newer text or layout makes the waiting one pointless.
    this.waiting = this.waiting.filter((other, index) => index === 0 || other.action !== body.action);
    this.waiting.push(request);
    if (this.waiting.length === 1) this.sendFirst();
    return request.id;
  }

  /** Python's word on how far it has come; undefined from a Python that does not report it. */
  acknowledge(handled: number | undefined): void {
    this.handled = handled;
    if (handled === undefined) return;
    this.lastId = Math.max(this.lastId, handled);
    const before = this.waiting[0];
    this.waiting = this.waiting.filter((request) => request.id > handled);
    if (this.waiting[0] !== before) this.sendFirst();
  }

  stop(): void { clearTimeout(this.timer); }

  private sendFirst(): void {
    clearTimeout(this.timer);
    const first = this.waiting[0];
    if (!first) return;
    this.send(first);
    this.timer = setTimeout(() => this.sendFirst(), RETRY_MS);
  }
}
