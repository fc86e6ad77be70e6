import flow from "@xyflow/react/dist/base.css?inline";
import bar from "./styles/bar.css?inline";
import base from "./styles/base.css?inline";
import canvas from "./styles/canvas.css?inline";
import cards from "./styles/cards.css?inline";
import dialogs from "./styles/dialogs.css?inline";
import dock from "./styles/dock.css?inline";
import layout from "./styles/layout.css?inline";
import losing from "./styles/losing.css?inline";
import narrow from "./styles/narrow.css?inline";
import numbers from "./styles/numbers.css?inline";
import palette from "./styles/palette.css?inline";
import prompt from "./styles/prompt.css?inline";
import properties from "./styles/properties.css?inline";
import simulation from "./styles/simulation.css?inline";
import tokens from "./styles/tokens.css?inline";
import walk from "./styles/walk.css?inline";
import way from "./styles/way.css?inline";
import yaml from "./styles/yaml.css?inline";

/** Everything for one shadow root: page styles do not reach in, ours do not leak out. Narrow rules come last. */
export const styleSheet = [flow, tokens, base, layout, bar, prompt, palette, canvas, cards, walk, way, numbers, losing, simulation, properties, dock, dialogs, yaml, narrow].join("\n");
