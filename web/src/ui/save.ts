/** Gives the reader a file. Through memory, because the API may want a bearer that a plain link does not carry. */
export function saveAs(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then; some take it a moment after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
