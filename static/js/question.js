// The question page: counts the words of the answer, lets its field grow, saves it while it is being written.
import { watch } from "./autosave.js";
import { askFirst } from "./leaving.js";
import { takePastes } from "./pasting.js";
import { attend } from "./presence.js";
import { countWords } from "./words.js";

const GROWS_UP_TO = 60_000; // characters: beyond, a field of its full height makes every keystroke slow

const form = document.getElementById("answer");
const place = document.querySelector("[data-here]");
let writer = null;

if (form) {
  const field = form.elements.text;
  const shown = document.getElementById("words");
  let waiting;

  const measure = () => {
    const words = countWords(field.value);
    shown.textContent = `${words} ${words === 1 ? shown.dataset.one : shown.dataset.many}`;
    const long = field.value.length > GROWS_UP_TO;
    field.classList.toggle("long", long);
    if (!long && !CSS.supports("field-sizing", "content")) {
      field.rows = Math.max(20, field.value.split("\n").length + Math.ceil(field.value.length / 70));
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(measure, 300);
  });
  form.elements.language.addEventListener("change", (event) => {
    field.lang = event.target.value;
  });
  writer = watch(form, {
    status: document.getElementById("saved"),
    heard: document.getElementById("heard"),
    changed: measure,
    numbered: (number) => {
      const versions = document.getElementById("newest");
      versions.textContent = Math.max(number, Number(versions.textContent));
    },
  });
  measure();
}

if (place) {
  const say = document.getElementById("sayings")?.dataset;
  attend(place.dataset.here, Number(place.dataset.version ?? 0), {
    shown: document.getElementById("others"),
    writer,
    lost:
      writer &&
      (() => {
        writer.note(say.lost, "", "", "bad");
        writer.flush(); // what is not saved yet goes to the delegation now, and the page says so
      }),
    newer: () => {
      if (!document.getElementById("heard").hasChildNodes()) writer.note(say.newer, say.newerLink, location.pathname);
    },
  });
}

for (const field of document.querySelectorAll("textarea")) takePastes(field);

// Replies to clarifications and notes are saved by their button; leaving with one unsaved asks first.
for (const reply of document.querySelectorAll("textarea[name=reply], textarea[name=note]")) askFirst(reply);

// A sentence that refers to an annex goes where the cursor is, as if it had been typed, and is saved like that.
for (const button of form ? document.querySelectorAll("[data-say]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = form.elements.text;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    field.focus();
    field.setRangeText(gap + button.dataset.say, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
