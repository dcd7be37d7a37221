// Folds names for finding: case, accents, ñ, apostrophes and punctuation do not count, as on the command line.
const LETTERS = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i', ß: 'ss' };
const INITIALS = /(?<![\p{L}\p{N}])(\p{L})\.(?=\p{L}(?![\p{L}\p{N}]))/gu;

function foldLetters(text) {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’‘ʼʻ`´]/g, '')
    .replace(/[øłđðþæœıß]/g, letter => LETTERS[letter]);
}

function fold(text) {
  return foldLetters(text.replace(INITIALS, '$1'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Where a folded word stands in a text as it is written: [start, end], or null. */
function foundAt(text, wanted) {
  let folded = '';
  const origin = [];
  let index = 0;
  for (const character of text) {
    for (const letter of foldLetters(character)) {
      folded += letter;
      origin.push(index);
    }
    index += character.length;
  }
  origin.push(index);
  const start = folded.indexOf(wanted);
  return start < 0 || !wanted ? null : [origin[start], origin[start + wanted.length]];
}
