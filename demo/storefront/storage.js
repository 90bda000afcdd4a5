// Storage that may be full or forbidden: then the next page has forgotten.

const attempt = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};

export const kept = (key) => attempt(() => localStorage.getItem(key));
export const keep = (key, value) => attempt(() => (value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value)));

/** Calls `action` when another tab changed what is kept. */
export const whenKeptElsewhere = (key, action) =>
  addEventListener('storage', (event) => {
    if (event.key === key || event.key === null) action();
  });
