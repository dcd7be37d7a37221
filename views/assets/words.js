// What the page says, in the language of the moment; the document brings its own wording in both.
const DATA = JSON.parse(find('#document').textContent);
const WORDS = DATA.wording;

let language = DATA.meta.lang;
const otherLanguage = () => (language === 'en' ? 'es' : 'en');

/** A bilingual text in the language of the moment, or in the other where it is missing. */
const say = text => (text ? text[language] || text[otherLanguage()] || '' : '');

/** One of the page's own words, its {braces} filled. */
function word(key, fillings = {}) {
  return say(WORDS.words[key]).replace(/\{(\w+)\}/g, (whole, name) => fillings[name] ?? whole);
}

const LOCALES = { en: 'en', es: 'es-PE' };
const inDigits = number => number.toLocaleString(LOCALES[language]);

/** The word that goes with a number: "relation" with 1, "relations" with any other. */
const counted = (key, number) => WORDS.counted[key][language][number === 1 ? 0 : 1];
const count = (key, number) => `${inDigits(number)} ${counted(key, number)}`;

const capital = text => text.replace(/^\p{Ll}/u, first => first.toUpperCase());
const joined = (parts, between = ', ') => parts.filter(Boolean).join(between);

/** How people call a language, in the language of the moment; its code where the browser does not know. */
function languageName(code) {
  try {
    return new Intl.DisplayNames([LOCALES[language]], { type: 'language' }).of(code);
  } catch {
    return code;
  }
}
