import type { FrontendRenderer, FrontendRendererArgs } from "@streamlit/component-v2-lib";
import { createRoot, type Root } from "react-dom/client";
import type { Data, Told } from "./contract";
import { Actions } from "./state/actions";
import { type Bench, BenchContext } from "./state/hook";
import { post } from "./state/line";
import { type Outside, Store } from "./state/store";
import { styleSheet } from "./styles";
import { isDark } from "./theme";
import { Workbench } from "./ui/Workbench";

type Args = FrontendRendererArgs<Record<string, unknown>, Uint8Array | Told>;
type Host = HTMLDivElement & { __workbench?: { design(): unknown; rev(): number; epoch(): string } };

/** One store per board for as long as the browser tab lives: a page switch and back loses nothing. */
const stores = new Map<string, Store>();

function storage(): Storage | null {
  try { return window.localStorage; } catch { return null; }
}

/** One mount: Streamlit calls us again with the same parent whenever the data or the theme changes. */
class Mount {
  private readonly host: Host;
  private readonly root: Root;
  private args: Args;
  private bench: Bench | null = null;
  private shown: { bench: Bench; dark: boolean } | null = null;

  constructor(parent: HTMLElement | ShadowRoot, args: Args) {
    this.args = args;
    const style = document.createElement("style");
    style.textContent = styleSheet;
    this.host = document.createElement("div");
    this.host.className = "workbench-host";
    parent.append(style, this.host);
    this.root = createRoot(this.host);
  }

  update(args: Args): void {
    this.args = args;
    if (!args.data) return;
    const data: Told = args.data instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(args.data)) : args.data;
    const outside: Outside = {
      send: (key, value) => this.args.setStateValue(key, value),
      post,
      storage: storage(),
      now: () => Date.now(),
      newEpoch: () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    };
    if (!this.bench || this.bench.store.state.data.board !== data.board) this.open(data, outside);
    else this.bench.store.receive(data, outside);
    // The page reads its news from the store; only another board or theme draws it from the root.
    if (this.shown?.bench === this.bench) requestAnimationFrame(() => setTimeout(() => this.draw(), 0));
    else this.draw();
  }

  private draw(): void {
    const { bench } = this;
    if (!bench || !this.host.isConnected) return;
    const dark = isDark(getComputedStyle(this.host).getPropertyValue("--st-background-color"));
    if (this.shown?.bench === bench && this.shown.dark === dark) return;
    this.shown = { bench, dark };
    this.root.render(<BenchContext.Provider value={bench}><Workbench dark={dark} key={bench.store.state.data.board} /></BenchContext.Provider>);
  }

  private open(data: Told, outside: Outside): void {
    const kept = stores.get(data.board);
    const { catalogue } = data;
    // Python leaves out what an earlier page knew: say that this one does not.
    if (!kept && !catalogue) { outside.send("document", null); return; }
    const store = kept ?? new Store({ ...data, catalogue: catalogue! } satisfies Data, outside);
    stores.set(data.board, store);
    if (kept) { kept.receive(data, outside); kept.resume(); }
    const node = this.host.getRootNode();
    this.bench = { store, act: new Actions(store), host: this.host, root: node instanceof ShadowRoot ? node : document };
    this.host.__workbench = { design: () => store.state.design, rev: () => store.state.rev, epoch: () => store.state.epoch };
  }

  close(): void {
    this.bench?.store.stop();
    this.root.unmount();
    this.host.remove();
  }
}

const mounts = new WeakMap<object, Mount>();

const render: FrontendRenderer<Record<string, unknown>, Uint8Array | Told> = (args) => {
  const parent = args.parentElement as HTMLElement | ShadowRoot;
  let mount = mounts.get(parent);
  if (!mount) {
    mount = new Mount(parent, args);
    mounts.set(parent, mount);
  }
  mount.update(args);
  return () => {
    mounts.get(parent)?.close();
    mounts.delete(parent);
  };
};

export default render;
