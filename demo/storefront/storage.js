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

/** Only for this visit of this tab. */
export const keptForVisit = (key) => attempt(() => sessionStorage.getItem(key));
export const keepForVisit = (key, value) => attempt(() => sessionStorage.setItem(key, value));
