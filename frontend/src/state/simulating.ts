import { awaits } from "./asked";
import type { Simulation, Wish } from "./view";
import type { Store } from "./store";

/** What the form says, without what the drawing does not offer (any more). */
export function offered({ wish, choices }: Simulation): Wish {
  const happens = choices?.happenings?.some(({ id }) => id === wish.happens) ? wish.happens : "";
  const known = new Set(choices?.protections?.filter(({ off }) => !off).map(({ id }) => id));
  return { ...wish, happens, protections: wish.protections.filter((id) => known.has(id)) };
}

/** Asking for a simulation, and playing it over the drawing. */
export class Simulating {
  constructor(private readonly store: Store) {}

  private get now(): Simulation { return this.store.state.simulation; }
  private set(change: Partial<Simulation>): void { this.store.set({ simulation: { ...this.now, ...change } }); }

  open(): void { this.set({ open: true }); }

  /** Asks what may be simulated, unless that is known of this drawing or on its way. */
  askChoices(): void {
    const { choices, choicesAsked } = this.now;
    if (choices?.rev === this.store.state.rev || awaits(this.store.state, choicesAsked)) return;
    this.set({ choicesAsked: this.store.ask({ action: "simulation_choices" }) });
  }

  wish(change: Partial<Wish>): void { this.set({ wish: { ...this.now.wish, ...change } }); }

  /** Starts what the form says, as far as this drawing offers it. */
  start(): void {
    const { load, happens, protections } = offered(this.now);
    this.set({ open: true, asked: this.store.ask({ action: "simulate", load, happens, protections }), played: null, at: 0, playing: false });
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
