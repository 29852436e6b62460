// A sheet over the page: the browser keeps the keyboard in it, closes it on Escape, and gives the focus back to where it came from.

export function open(dialog) {
  const before = document.activeElement;
  // The sheet itself covers all of its ground, so a click on the dialog is one beside it.
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  dialog.showModal();
  return {
    close: () => dialog.close(),
    /** Taken from the page without being closed, as by the browser's way back. */
    leave: () => { if (!dialog.isConnected && document.activeElement === document.body) before?.focus(); },
  };
}
