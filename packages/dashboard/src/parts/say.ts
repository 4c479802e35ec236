// A short word on what has just happened, from anywhere.

/** For what has worked; what has not stays on the screen as a `Problem`. */
export function say(title: string, description?: string): void {
  // Nothing has happened yet when a page opens: how it is shown comes after the page.
  void import('./toast.tsx').then(({ toasts }) => {
    toasts.add({ title, ...(description === undefined ? {} : { description }) });
  });
}
