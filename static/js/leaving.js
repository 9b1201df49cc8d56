// Leaving a page with a text that is not saved asks first.
export function askFirst(field) {
  const stored = field.dataset.unsaved ? "" : field.value;
  let leaving = false;
  field.form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && field.value !== stored) event.preventDefault();
  });
}
