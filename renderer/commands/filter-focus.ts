let field: HTMLInputElement | null = null;

/** Remembers the filter field, so that a key can reach it from everywhere. */
export function registerFilterField(element: HTMLInputElement | null): void {
  field = element;
}

/** Puts the keyboard into the filter field. */
export function focusFilter(): void {
  field?.focus();
  field?.select();
}
