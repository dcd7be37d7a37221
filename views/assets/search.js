// Finding by any name in either language, accents aside: "nahuin" finds Ñahuiñlla.
const MOST_HITS = 9;
let hits = [];
let marked = -1;

const query = () => find('#query');

function search() {
  const words = fold(query().value).split(' ').filter(Boolean);
  hits = words.length ? found(words) : [];
  const list = find('#hits');
  list.replaceChildren(
    ...(hits.length
      ? hits.map((node, i) => hitEntry(node, i, words[0]))
      : [el('li', { class: 'none' }, word('nothing_found'))]),
  );
  list.hidden = !words.length;
  query().setAttribute('aria-expanded', String(!list.hidden));
  markHit(hits.length ? 0 : -1);
}

/** Nodes that have all the words somewhere in their names; those whose name begins so come first. */
function found(words) {
  const begins = text => fold(text).startsWith(words[0]);
  const rank = node => (begins(say(node.short)) ? 0 : begins(say(node.name)) ? 1 : 2);
  return [...nodes.values()]
    .filter(node => words.every(wanted => node.key.includes(wanted)))
    .sort((a, b) => rank(a) - rank(b) || byTies(a, b))
    .slice(0, MOST_HITS);
}

function hitEntry(node, i, wanted) {
  const outside = !node.relations.length
    ? word('no_recorded_tie')
    : isShown(node)
      ? ''
      : word('not_in_picture');
  const facts = joined([say(node.type) || say(node.kind_label), say(node.place), outside], ' · ');
  // Before the input loses the focus and the list goes.
  const picked = event => {
    event.preventDefault();
    pickHit(i);
  };
  return el(
    'li',
    { role: 'option', id: `hit-${i}`, 'aria-selected': 'false', mousedown: picked },
    glyph(node.group, 16),
    el('span', null, highlighted(say(node.name), wanted)),
    el('small', null, facts),
  );
}

function highlighted(text, wanted) {
  const at = foundAt(text, wanted);
  return at ? [text.slice(0, at[0]), el('mark', null, text.slice(...at)), text.slice(at[1])] : [text];
}

function markHit(i) {
  marked = i;
  findAll('#hits [role=option]').forEach((entry, k) => entry.setAttribute('aria-selected', String(k === i)));
  const entry = document.getElementById(`hit-${i}`);
  entry?.scrollIntoView({ block: 'nearest' });
  if (entry) query().setAttribute('aria-activedescendant', entry.id);
  else query().removeAttribute('aria-activedescendant');
}

function pickHit(i) {
  const node = hits[i];
  if (!node) return;
  closeSearch();
  choose(node);
}

function closeSearch() {
  query().value = '';
  search();
  query().blur();
}

function searchKeys(event) {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    if (hits.length) markHit((marked + step + hits.length) % hits.length);
  } else if (event.key === 'Enter') {
    event.preventDefault();
    pickHit(marked);
  } else if (event.key === 'Escape') {
    event.stopPropagation();
    closeSearch();
    find('#drawing').focus({ preventScroll: true });
  }
}
