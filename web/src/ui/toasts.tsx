import {
  createContext,
  type PropsWithChildren,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Tone } from "../text/words.ts";
import { adding, type Toast } from "./toast-list.ts";

interface Toasts {
  /**
   * Says something for a while; bad news stays until it is put away. `undo` offers a way back while it is there. Gives what puts it
   * away before.
   */
  say: (text: string, tone?: Tone, undo?: () => void) => () => void;
}

const SHOWN_MS = 6_000;
const UNDO_MS = 10_000;

const ToastContext = createContext<Toasts>({ say: () => () => undefined });
export const useToasts = (): Toasts => useContext(ToastContext);

export const ToastProvider = ({ children }: PropsWithChildren) => {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const last = useRef(0);
  const drop = useCallback((id: number) => setToasts((now) => now.filter((one) => one.id !== id)), []);
  const say = useCallback<Toasts["say"]>(
    (text, tone = "good", undo) => {
      const id = ++last.current;
      setToasts((now) => adding(now, { id, text, tone, ...(undo ? { undo } : {}) }));
      if (tone !== "bad") setTimeout(() => drop(id), undo ? UNDO_MS : SHOWN_MS);
      return () => drop(id);
    },
    [drop],
  );
  const value = useMemo(() => ({ say }), [say]);
  return (
    <ToastContext.Provider value={value}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, text, tone, undo }) => (
          <div key={id} className={`say ${tone} toast`}>
            <span>{text}</span>
            <span className="toast-actions">
              {undo ? (
                <button
                  onClick={() => {
                    drop(id);
                    undo();
                  }}
                >
                  Undo
                </button>
              ) : null}
              <button aria-label="Put away" className="quiet" onClick={() => drop(id)}>
                ✕
              </button>
            </span>
          </div>
        ))}
      </div>
    </ToastContext.Provider>
  );
};
