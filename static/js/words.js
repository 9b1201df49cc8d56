// Counts words by the rule of responses/text.py: runs between white space that hold a letter or a digit;
// ideographs and kana one by one.
const RUN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]|[^\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
const SPEAKS = /[\p{L}\p{N}]/u;

export function countWords(text) {
  let count = 0;
  for (const [run] of text.matchAll(RUN)) if (SPEAKS.test(run)) count += 1;
  return count;
}
