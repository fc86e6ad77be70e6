import {
  Background, BackgroundVariant, type Connection as FlowConnection, ConnectionLineType, ConnectionMode, type EdgeChange, type NodeChange, ReactFlow,
  SelectionMode, type Viewport, useReactFlow, type ReactFlowInstance,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { Position } from "../contract";
import { groupBoxes, membersOf } from "../model/groups";
import { GRID, snap } from "../model/sizes";
import { type Bench, useBench, useWorkbench } from "../state/hook";
import { ComponentCard, GroupRegion } from "./cards";
import { ConnectPicker } from "./ConnectPicker";
import { EmptyState } from "./EmptyState";
import { type FlowEdge, type FlowNode, groupNodeId, groupOfNode } from "./flow";
import { LaneEdge, Markers } from "./LaneEdge";
import { NoticeBar } from "./NoticeBar";
import { FIT, fitFor } from "./Toolbar";
import { useFlowEdges } from "./useFlowEdges";
import { useFlowNodes } from "./useFlowNodes";
import type { Mode } from "./useMode";
import { WalkPanel } from "./WalkPanel";
import { WayLayer } from "./WayLayer";

// "group" is a built-in type of React Flow with looks of its own: ours has another name.
const NODE_TYPES = { component: ComponentCard, region: GroupRegion };
const EDGE_TYPES = { lane: LaneEdge };
const MULTI = ["Shift", "Control", "Meta"];
const SNAP: [number, number] = [GRID, GRID];
const PRO = { hideAttribution: false };
const CORNER = { x: 40, y: 30, zoom: 1 };

/** The drawing itself. React Flow shows and hit-tests; the store decides what is true. */
export function Canvas({ mode, dark }: { mode: Mode; dark: boolean }) {
  const { store } = useBench();
  const nodes = useFlowNodes();
  const edges = useFlowEdges();
  const area = useRef<HTMLDivElement>(null);
  const first = useRef({ viewport: store.viewport, nodes: nodes.length });
  useCanvasAsks(area);
  const hands = useHands(area);
  const fit = useMemo(() => fitFor(mode), [mode]);

  return (
    <div className="canvas" ref={area} tabIndex={0} role="application" aria-label="Drawing. Press question mark for the keys." data-testid="canvas">
      <Markers />
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} colorMode={dark ? "dark" : "light"}
        {...hands}
        connectionMode={ConnectionMode.Loose} connectionRadius={40} connectionLineType={ConnectionLineType.SmoothStep}
        snapToGrid snapGrid={SNAP} selectionMode={SelectionMode.Partial} multiSelectionKeyCode={MULTI} selectionKeyCode="Shift"
        deleteKeyCode={null} disableKeyboardA11y edgesFocusable={false} elevateNodesOnSelect={false} elevateEdgesOnSelect zoomOnDoubleClick={false}
        nodeDragThreshold={3} minZoom={0.15} maxZoom={2} fitView={!first.current.viewport && first.current.nodes > 0} fitViewOptions={fit}
        defaultViewport={first.current.viewport ?? CORNER} onlyRenderVisibleElements={nodes.length > 200}
        proOptions={PRO} attributionPosition="bottom-left"
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.6} color="var(--grid-dot)" bgColor="var(--surface-canvas)" />
        <WayLayer mode={mode} />
      </ReactFlow>
      <WalkPanel mode={mode} />
      <EmptyState />
      <ConnectPicker />
      <NoticeBar />
    </div>
  );
}

/** Tap-to-tap connecting: after "Connect", the next part tapped is the target. */
function tapConnect(store: Bench["store"], act: Bench["act"], nodeId: string): void {
  const { connecting, design } = store.state;
  if (connecting?.by === "tap" && design.components[nodeId]) act.connect(connecting.from, nodeId);
}

/** What hands do on the canvas. Each stays the same function: React Flow asks everything anew for each that does not. */
function useHands(area: React.RefObject<HTMLDivElement | null>) {
  const { store, act } = useBench();
  const { onNodes, onEdges } = useChanges();
  return useMemo(() => ({
    onNodesChange: onNodes,
    onEdgesChange: onEdges,
    onConnect: (made: FlowConnection) => { act.connect(made.source, made.target); act.focusCanvas(); },
    onNodeDragStop: (_event: unknown, node: FlowNode, dragged: FlowNode[]) => finishDrag(store, act, groupOfNode(node.id) ? 0 : dragged.length),
    onSelectionDragStop: (_event: unknown, dragged: FlowNode[]) => finishDrag(store, act, dragged.length === 1 && !groupOfNode(dragged[0]!.id) ? 1 : 0),
    onNodeClick: (_event: unknown, node: FlowNode) => tapConnect(store, act, node.id),
    onNodeDoubleClick: () => act.edit(),
    onPaneClick: () => {
      store.select({});
      if (store.state.connecting) store.set({ connecting: null });
      area.current?.focus({ preventScroll: true });
    },
    onMoveEnd: (_event: unknown, viewport: Viewport) => { store.viewport = viewport; },
  }), [store, act, area, onNodes, onEdges]);
}

/** A drag that moved something is one commit; a part alone may change its group. */
function finishDrag(store: Bench["store"], act: Bench["act"], parts: number): void {
  const { dragging } = store.state;
  if (!dragging) return;
  const moved = Object.entries(dragging).some(([id, [x, y]]) => {
    const was = store.state.design.layout?.positions[id];
    return !was || was[0] !== snap(x) || was[1] !== snap(y);
  });
  if (moved) act.drop(dragging, parts === 1);
  store.set({ dragging: null });
}

/** Moves and selections from React Flow, told to the store. */
function useChanges() {
  const { store } = useBench();
  const onNodes = useCallback((changes: NodeChange<FlowNode>[]) => {
    const { design, selection } = store.state;
    const dragging: Record<string, Position> = { ...(store.state.dragging ?? {}) };
    const components = new Set(selection.components);
    const groups = new Set(selection.groups);
    let moved = false;
    for (const change of changes) {
      if (change.type === "position" && change.position && change.dragging) {
        moved = true;
        const group = groupOfNode(change.id);
        if (group === null) dragging[change.id] = [change.position.x, change.position.y];
        else moveGroup(design, group, change.position, dragging);
      } else if (change.type === "select") {
        const group = groupOfNode(change.id);
        const set = group === null ? components : groups;
        if (change.selected) set.add(group ?? change.id); else set.delete(group ?? change.id);
      }
    }
    if (moved) store.set({ dragging });
    if (changes.some((change) => change.type === "select")) store.select({ ...store.state.selection, components: [...components], groups: [...groups] });
  }, [store]);
  const onEdges = useCallback((changes: EdgeChange<FlowEdge>[]) => {
    const connections = new Set(store.state.selection.connections);
    let changed = false;
    for (const change of changes) {
      if (change.type !== "select") continue;
      changed = true;
      if (change.selected) connections.add(change.id); else connections.delete(change.id);
    }
    if (changed) store.select({ ...store.state.selection, connections: [...connections] });
  }, [store]);
  return { onNodes, onEdges };
}

/** A dragged group takes its members along. */
function moveGroup(design: Parameters<typeof membersOf>[0], group: string, to: { x: number; y: number }, dragging: Record<string, Position>): void {
  const box = groupBoxes(design).get(group);
  const positions = design.layout?.positions ?? {};
  if (!box) return;
  const [dx, dy] = [snap(to.x - box.x), snap(to.y - box.y)];
  const members = membersOf(design, group);
  for (const id of members.length ? members : [group]) {
    const from = positions[id];
    if (from) dragging[id] = [from[0] + dx, from[1] + dy];
  }
}

function bringIntoView(flow: ReactFlowInstance, area: HTMLElement | null, what: string | string[]): void {
  const box = area?.getBoundingClientRect();
  const nodes = [what].flat().flatMap((id) => flow.getNode(id) ?? flow.getNode(groupNodeId(id)) ?? []);
  if (!box || !nodes.length) return;
  const { zoom } = flow.getViewport();
  const hidden = nodes.filter((node) => {
    const corner = flow.flowToScreenPosition(node.position);
    return corner.x < box.left || corner.y < box.top
      || corner.x + (node.width ?? 150) * zoom > box.right || corner.y + (node.height ?? 60) * zoom > box.bottom;
  });
  const [node] = hidden;
  if (node && Array.isArray(what)) void flow.fitView(FIT);
  else if (node) void flow.setCenter(node.position.x + (node.width ?? 150) / 2, node.position.y + (node.height ?? 60) / 2, { zoom, duration: 0 });
}

/** Things other regions ask of the canvas: fit, take the focus, bring an element into view. */
function useCanvasAsks(area: React.RefObject<HTMLDivElement | null>): void {
  const { store } = useBench();
  const flow = useReactFlow();
  const asks = useWorkbench((s) => s.asks);
  const last = useRef(asks);
  useEffect(() => {
    const before = last.current;
    last.current = asks;
    if (asks.fit !== before.fit) setTimeout(() => void flow.fitView(FIT), 40);
    if (asks.canvas !== before.canvas) area.current?.focus({ preventScroll: true });
    if (asks.revealCount !== before.revealCount) setTimeout(() => bringIntoView(flow, area.current, asks.reveal), 30);
  }, [asks, flow, store, area]);
}
