import { defaultKeymap, history, historyKeymap, indentWithTab, undo } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { YamlProblem } from "../contract";
import { useBench, useWorkbench } from "../state/hook";
import { Icon } from "./Icon";
import { Button } from "./kit";
import { Skeleton } from "./Requirements";

const PAUSE_MS = 400;
const NO_PROBLEMS: YamlProblem[] = [];

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.content], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
]);

/** The design as YAML; narrow windows wrap its lines and, having no keys for it, offer undo. What is typed is kept while it is invalid; valid text becomes one edit of the drawing. */
export function YamlView({ narrow = false }: { narrow?: boolean }) {
  const { store, root } = useBench();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const yamlData = useWorkbench((s) => s.data.yaml);
  const draft = useWorkbench((s) => s.yaml);
  const rev = useWorkbench((s) => s.rev);
  const problems = draft ? draft.problems : yamlData?.problems ?? NO_PROBLEMS;
  const given = yamlData?.text ?? null;

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const apply = (text: string) => {
      const request = store.ask({ action: "apply_yaml", text, rev: store.state.rev });
      store.set((s) => ({ yaml: { text, problems: s.yaml?.problems ?? [], request } }));
    };
    const typed = EditorView.updateListener.of((update) => {
      if (!update.docChanged || !update.transactions.some((t) => t.isUserEvent("input") || t.isUserEvent("delete") || t.isUserEvent("undo") || t.isUserEvent("redo") || t.isUserEvent("move"))) return;
      const text = update.state.doc.toString();
      store.set((s) => ({ yaml: { text, problems: s.yaml?.problems ?? [], request: null } }));
      clearTimeout(timer);
      timer = setTimeout(() => apply(text), PAUSE_MS);
    });
    const editor = new EditorView({
      root, parent: place.current!,
      state: EditorState.create({
        doc: store.state.yaml?.text ?? store.state.data.yaml?.text ?? "",
        extensions: [lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), narrow ? EditorView.lineWrapping : [], history(), drawSelection(), yaml(), indentUnit.of("  "),
          syntaxHighlighting(colours), lintGutter(), keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]), typed,
          EditorView.contentAttributes.of({ "aria-label": "The design as YAML", "data-testid": "yaml-editor" })],
      }),
    });
    view.current = editor;
    return () => {
      // Leaving within the pause must not lose the last words.
      if (store.state.yaml && store.state.yaml.request === null && timer !== undefined) { clearTimeout(timer); apply(store.state.yaml.text); }
      editor.destroy();
      view.current = null;
    };
  }, [store, root, narrow]);

  // Python's text replaces ours only when nothing of ours is unsettled and the cursor is elsewhere.
  useEffect(() => {
    const editor = view.current;
    if (!editor || given === null) return;
    const current = editor.state.doc.toString();
    const settled = !draft || (draft.request === null && draft.problems.length === 0 && !editor.hasFocus && yamlData !== null && yamlData.rev >= rev);
    if (!settled || current === given) return;
    editor.dispatch({ changes: { from: 0, to: current.length, insert: given } });
    if (draft) store.set({ yaml: null });
  }, [given, draft, yamlData, rev, store]);

  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, problems)));
  }, [problems, given]);

  return (
    <div className="yaml" data-testid="yaml">
      <div className="yaml-editor" ref={place} />
      {given === null && !draft && <Skeleton lines={6} />}
      <div className="yaml-foot" role="status">
        {problems.length > 0 ? <><span className="mark mark-failed"><Icon name="circle-x" size={15} /></span>
          <ul>{problems.slice(0, 4).map((p, i) => <li key={i}><button type="button" className="link" onClick={() => goTo(view.current, p)}>line {p.line}</button> {p.message}</li>)}
            {problems.length > 4 && <li>and {problems.length - 4} more</li>}</ul></>
          : <span className="note"><Icon name={draft ? (draft.request ? "circle-dashed" : "check") : "check"} size={14} />{draft?.request ? "Reading" : "Valid: the drawing follows"}</span>}
        {narrow && <Button icon="undo" iconSize={18} className="touch" aria-label="Undo" data-testid="yaml-undo" onPointerDown={keepFocus} onClick={() => { if (view.current) undo(view.current); }} />}
      </div>
    </div>
  );
}

/** The keyboard of a phone stays open, and the cursor where it is. */
const keepFocus = (event: React.PointerEvent) => event.preventDefault();

function diagnosticsOf(state: EditorState, problems: YamlProblem[]): Diagnostic[] {
  return problems.map((problem) => {
    const line = state.doc.line(Math.min(Math.max(1, problem.line), state.doc.lines));
    const from = Math.min(line.from + Math.max(0, problem.column - 1), line.to);
    return { from, to: Math.max(from, line.to), severity: "error" as const, message: problem.message };
  });
}

function goTo(view: EditorView | null, problem: YamlProblem): void {
  if (!view) return;
  const line = view.state.doc.line(Math.min(Math.max(1, problem.line), view.state.doc.lines));
  view.dispatch({ selection: { anchor: Math.min(line.from + Math.max(0, problem.column - 1), line.to) }, scrollIntoView: true });
  view.focus();
}
