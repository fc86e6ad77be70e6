import type { Edge, Node } from "@xyflow/react";
import type { Connection } from "../contract";
import type { Point } from "../routing/geometry";
import type { Placed } from "../routing/labels";

/** What React Flow gets: names only. Cards read their content from the store, so a node object changes only when it moves. */
export type FlowNode = Node<{ id: string; ghost?: boolean }>;
export type FlowEdge = Edge<{ connection: Connection; points: Point[]; label: Placed | null; text: string; preview?: string }>;

export const GROUP_PREFIX = "group:";
export const groupNodeId = (id: string): string => GROUP_PREFIX + id;
export const groupOfNode = (nodeId: string): string | null => (nodeId.startsWith(GROUP_PREFIX) ? nodeId.slice(GROUP_PREFIX.length) : null);
