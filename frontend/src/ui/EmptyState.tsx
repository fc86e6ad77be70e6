import { useBench, useWorkbench } from "../state/hook";
import { Glyph, Icon } from "./Icon";
import { useAdd } from "./Palette";
import { Button } from "./kit";

/** The empty canvas offers one first step and says that nothing is graded yet. */
export function EmptyState() {
  const { store } = useBench();
  const empty = useWorkbench((s) => Object.keys(s.design.components).length === 0);
  const system = useWorkbench((s) => s.design.design.kind === "system");
  const types = useWorkbench((s) => s.data.catalogue.types);
  const add = useAdd();
  if (!empty) return null;
  const first = (system ? ["client", "mobile_client", "web_client"] : ["actor_role", "actor", "class"]).find((type) => types[type])
    ?? Object.keys(types).find((type) => types[type]!.role === "actor") ?? Object.keys(types)[0];
  if (!first) return null;
  return (
    <div className="empty" data-testid="empty">
      <Icon name="square-dashed-mouse-pointer" size={28} />
      <div>
        <h2>Start with who asks</h2>
        <p>Drag a {types[first]!.label} here, or press <kbd>/</kbd> and type. Nothing is graded until a request goes somewhere.</p>
        <p className="empty-keys">
          <Button data-testid="empty-add" onClick={() => add(first)}><Glyph body={types[first]!.icon} size={15} />Add {types[first]!.label}</Button>
          <Button kind="quiet" onClick={() => store.look("yaml")}>Paste YAML</Button>
        </p>
      </div>
    </div>
  );
}
