/** Messages are dialogs by their role, and lie over nothing that somebody works with. */
const OVER = ":is([role=dialog], [role=alertdialog], [role=menu], [role=listbox]):not([data-messages] *)";

/** Whether something lies over the page that has the keys, and what is typed, for itself. */
export function isPageCovered(): boolean {
  return document.querySelector(OVER) !== null;
}
