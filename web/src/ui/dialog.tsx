import { type PropsWithChildren, useEffect, useId, useRef } from "react";

/** A modal dialog of the browser's own: it keeps the focus inside, and Esc closes it. */
export const Dialog = ({
  title,
  onClose,
  wide = false,
  bare = false,
  children,
}: PropsWithChildren<{
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** What is inside says by itself what it is: the title is only for who listens. */
  bare?: boolean;
}>) => {
  const ref = useRef<HTMLDialogElement>(null);
  const pressedOn = useRef<EventTarget>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    // React's own autoFocus comes before the dialog is shown, and the dialog takes its first button.
    dialog?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      className={wide ? "wide" : ""}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        pressedOn.current = event.target;
      }}
      onClick={(event) => {
        // Not where words are selected from inside to outside.
        if (event.target === ref.current && pressedOn.current === ref.current) onClose();
      }}
    >
      <div className="dialog-body">
        <h2 id={id} className={bare ? "sr" : ""}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
};
