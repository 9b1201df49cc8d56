// Counts words by the rule that count_words in responses/text.py states in full: runs between white space that hold a
// letter or a digit; ideographs and kana one by one. tests/words.json holds both to it.
const IDEOGRAPHS = String.raw`\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}`;
const SPACE = String.raw`\t-\r \x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000`;
const IDEOGRAPH = new RegExp(`[${IDEOGRAPHS}]`, "gu");
const RUN = new RegExp(`[^${SPACE}${IDEOGRAPHS}]+`, "gu");
const SPEAKS = /[\p{L}\p{N}]/u;

export function countWords(text) {
  let count = text.match(IDEOGRAPH)?.length ?? 0;
  for (const [run] of text.matchAll(RUN)) if (SPEAKS.test(run)) count += 1;
  return count;
}
