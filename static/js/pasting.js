// What is pasted from Word or LibreOffice keeps its paragraphs, lists and tables, as plain text. The plain text that
// these programs offer puts paragraphs on neighbouring lines and may lose numbers; without this it is what is pasted.
const FROM_A_WORD_PROCESSOR = /<meta[^>]+(?:Microsoft Word|Word\.Document|LibreOffice|OpenOffice)|\bclass="?Mso/i;
const BLOCKS = new Set("P DIV H1 H2 H3 H4 H5 H6 BLOCKQUOTE PRE DT DD LI CENTER ADDRESS SECTION ARTICLE".split(" "));
const NO_TEXT = new Set("STYLE SCRIPT TITLE HEAD META LINK XML DEL TEMPLATE".split(" "));
const LEFT_OUT = /mso-hide:\s*all|mso-element:\s*comment|display:\s*none/i; // hidden text and comments are not text
const BULLET = /^[^\p{L}\p{N}]{1,2}$|^[oØüvqnlu]$/u; // symbols of Word's bullet fonts are letters in other fonts
const LARGEST = 2_000_000; // characters of HTML: beyond, the plain text is pasted as it is

const styleOf = (element) => element.getAttribute("data-style") ?? "";

/** The HTML with its styles under another name: the site's policy would complain of each of them. */
function withoutStyles(html) {
  const renamed = (tag) => tag.replace(/\sstyle\s*=/i, " data-style=");
  return html.replace(/<style\b[^]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, renamed);
}

function roman(number) {
  const signs = [[1000, "m"], [900, "cm"], [500, "d"], [400, "cd"], [100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]];
  let text = "";
  for (const [value, sign] of signs) for (; number >= value; number -= value) text += sign;
  return text;
}

function numbered(number, type) {
  const kind = type.toLowerCase();
  let text = String(number);
  if (kind === "i") text = roman(number);
  if (kind === "a" && number <= 26) text = String.fromCharCode(96 + number);
  return `${type !== kind ? text.toUpperCase() : text}. `;
}

/** Gathers lines: neighbouring items of a list, and rows of a table, stand together; paragraphs stand apart. */
class Lines {
  lines = [];
  text = "";
  label = "";
  depth = -1; // of a list; -1 outside of all

  add(text) {
    this.text += this.text === "" || /\s$/.test(this.text) ? text.replace(/^ /, "") : text;
  }

  end(kind = this.depth < 0 ? "paragraph" : "item") {
    const text = this.text.replace(/[ \t\n\xa0]+$/, "").replace(/^[ \n]+/, "");
    this.text = "";
    if (!/[^\s\xa0]/.test(text)) return;
    const indent = "  ".repeat(Math.max(0, this.depth));
    const label = this.label || (kind === "item" && this.lines.length ? "  " : "");
    this.lines.push([kind, kind === "item" ? indent + label + text : text]);
    this.label = "";
  }

  toString() {
    return this.lines.map(([kind, text], at) => {
      if (!at) return text;
      return (kind !== "paragraph" && this.lines[at - 1][0] === kind ? "\n" : "\n\n") + text;
    }).join("");
  }
}

function children(node, lines) {
  for (const child of node.childNodes) walk(child, lines);
}

function table(element, lines) {
  lines.end();
  for (const row of element.rows) {
    const cells = Array.from(row.cells, (cell) => {
      const inside = new Lines();
      children(cell, inside);
      inside.end();
      return inside.toString().replace(/\s+/g, " ");
    });
    lines.text = cells.join("\t");
    lines.end("row");
  }
}

function list(element, lines) {
  lines.end();
  const outer = lines.depth;
  lines.depth += 1;
  let number = Number(element.getAttribute("start") ?? 1);
  for (const child of element.childNodes) {
    if (child.nodeName === "LI") {
      number = child.value || number;
      lines.label = element.nodeName === "OL" ? numbered(number, element.getAttribute("type") ?? "1") : "• ";
      number += 1;
      children(child, lines);
      lines.end();
      lines.label = "";
    } else walk(child, lines);
  }
  lines.depth = outer;
}

/** A paragraph that Word shows as an item of a list: it carries its number or bullet as text. */
function item(element, level, lines) {
  const mark = Array.from(element.querySelectorAll("[data-style]")).find((one) => /mso-list:\s*ignore/i.test(styleOf(one)));
  const said = (mark?.textContent ?? "").replace(/[\s\xa0]+/g, " ").trim();
  mark?.remove();
  lines.depth = level - 1;
  lines.label = said === "" ? "" : BULLET.test(said) ? "• " : `${said} `;
  children(element, lines);
  lines.end();
  lines.depth = -1;
}

function walk(node, lines) {
  if (node.nodeType === Node.TEXT_NODE) return lines.add(node.data.replace(/[ \t\r\n]+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || NO_TEXT.has(node.nodeName)) return;
  const style = styleOf(node);
  if (LEFT_OUT.test(style)) return;
  const tabs = /mso-tab-count:\s*(\d+)/.exec(style);
  const level = /mso-list:\s*\S+\s+level(\d)/.exec(style);
  if (tabs) lines.text += "\t".repeat(Number(tabs[1]));
  else if (/mso-spacerun:\s*yes/.test(style)) lines.text += node.textContent.replace(/[\s\xa0]/g, " ");
  else if (node.nodeName === "BR") lines.text = `${lines.text.trimEnd()}\n`;
  else if (node.nodeName === "TABLE") table(node, lines);
  else if (node.nodeName === "UL" || node.nodeName === "OL") list(node, lines);
  else if (level) {
    lines.end();
    item(node, Number(level[1]), lines);
  } else if (BLOCKS.has(node.nodeName)) {
    lines.end();
    children(node, lines);
    lines.end();
  } else children(node, lines);
}

/** The HTML that a word processor puts on the clipboard, as plain text; "" for HTML from elsewhere. */
export function plainText(html) {
  if (html.length > LARGEST || !FROM_A_WORD_PROCESSOR.test(html)) return "";
  const lines = new Lines();
  children(new DOMParser().parseFromString(withoutStyles(html), "text/html").body, lines);
  lines.end();
  return lines.toString();
}

/** Pastes into a field what comes from a word processor as plain text; it can be undone like any other paste. */
export function takePastes(field) {
  field.addEventListener("paste", (event) => {
    const text = plainText(event.clipboardData?.getData("text/html") ?? "");
    if (!text) return;
    event.preventDefault();
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  });
}
