// The page of a courtesy translation: it is saved by its button; leaving with it unsaved asks first.
import { askFirst } from "./leaving.js";

const field = document.getElementById("id_text");
if (field) askFirst(field);
