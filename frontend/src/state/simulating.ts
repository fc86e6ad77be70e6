import type { Simulation } from "./view";
import type { Store } from "./store";

/** Asking for a simulation, and playing it over the drawing. */
export class Simulating {
  constructor(private readonly store: Store) {}

  private get now(): Simulation { return this.store.state.simulation; }
  private set(change: Partial<Simulation>): void { this.store.set({ simulation: { ...this.now, ...change } }); }

  open(): void { this.set({ open: true }); }

  start(load: number, happens: string): void {
    this.set({ open: true, asked: this.store.ask({ action: "simulate", load, happens }), played: null, at: 0, playing: false });
  }

  /** Ends what runs, and goes back to what may be asked for. */
  stop(): void {
    this.store.ask({ action: "stop_simulation" });
    this.set({ asked: null, played: null, at: 0, playing: false });
  }

  close(): void {
    if (this.now.asked !== null) this.stop();
    this.set({ open: false });
  }

  /** Closes, unless one is running: a key pressed too often must not throw that away. */
  dismiss(): boolean {
    if (!this.now.open || (this.now.asked !== null && !this.now.played)) return false;
    this.close();
    return true;
  }

  /** Shows the slice at an index; from the end on, playing begins anew. */
  show(at: number): void {
    const last = (this.now.played?.frames.length ?? 1) - 1;
    this.set({ at: Math.min(Math.max(at, 0), last), playing: false });
  }

  play(playing: boolean): void {
    const last = (this.now.played?.frames.length ?? 1) - 1;
    this.set({ playing, at: playing && this.now.at >= last ? 0 : this.now.at });
  }

  /** One slice on; at the last one it stops. */
  step(): void {
    const last = (this.now.played?.frames.length ?? 1) - 1;
    const at = Math.min(this.now.at + 1, last);
    this.set({ at, playing: at < last });
  }

  speed(speed: number): void { this.set({ speed }); }
}
