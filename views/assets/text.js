// Measures and breaks the text that is drawn on the canvas.
const SANS = getComputedStyle(document.documentElement).getPropertyValue('--sans');
const LINE_HEIGHT = 1.16;
const LONGEST_LABEL = 44;

const ruler = document.createElement('canvas').getContext('2d');
const widths = new Map();

const font = (size, { weight = 400, italic = false } = {}) =>
  `${italic ? 'italic ' : ''}${weight} ${size}px ${SANS}`;

function textWidth(text, size, style = {}) {
  const key = `${size} ${style.weight ?? 400} ${style.italic ?? false} ${text}`;
  if (!widths.has(key)) {
    ruler.font = font(size, style);
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

const widest = (rows, size, style) => Math.max(...rows.map(row => textWidth(row, size, style)));

/** The text, cut between words where somebody wrote a sentence for a name. */
function cut(text, most = LONGEST_LABEL) {
  const characters = [...text];
  if (characters.length <= most) return text;
  const start = characters.slice(0, most).join('');
  const words = start.replace(/[\s,;:–-]+\S*$/u, '');
  // A single word that is too long has no other place to break.
  return `${words && words !== start ? words : characters.slice(0, most - 1).join('')}…`;
}

const labelText = node => cut(say(node.short) || say(node.name));

/** The text in `number` rows, as even as its words allow; fewer if it has not that many words. */
function inRows(text, number, size, style) {
  const words = text.split(' ');
  if (number < 2 || words.length < number)
    return words.length > 1 && number > 1 ? inRows(text, number - 1, size, style) : [text];
  let best = null;
  let least = Infinity;
  for (let first = 1; first <= words.length - number + 1; first++) {
    const rows = [
      words.slice(0, first).join(' '),
      ...inRows(words.slice(first).join(' '), number - 1, size, style),
    ];
    const width = widest(rows, size, style);
    if (width < least) [best, least] = [rows, width];
  }
  return best;
}

/** One row, or two where one would be wider than `most`. */
const broken = (text, size, style, most) =>
  textWidth(text, size, style) <= most ? [text] : inRows(text, 2, size, style);
