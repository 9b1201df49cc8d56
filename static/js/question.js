// The answer field: counts its words, grows with its text, and warns before unsaved text is left behind.
import { countWords } from "./words.js";

const field = document.getElementById("id_text");
const shown = document.getElementById("words");

if (field && shown) {
  const stored = field.value;
  let leaving = false;
  let waiting;

  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    field.rows = Math.max(20, field.value.split("\n").length + Math.ceil(field.value.length / 70));
  };
  const count = () => {
    const words = countWords(field.value);
    shown.textContent = `${words} ${words === 1 ? shown.dataset.one : shown.dataset.many}`;
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { count(); grow(); }, 300);
  });
  field.form.addEventListener("submit", () => { leaving = true; });
  document.getElementById("id_language").addEventListener("change", (event) => { field.lang = event.target.value; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && field.value !== stored) event.preventDefault();
  });
  grow();
}
