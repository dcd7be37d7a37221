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
      : [el('li', { class: 'none' }, word('nothing_found', { number: inDigits(nodes.size) }))]),
  );
  list.hidden = !words.length;
  query().setAttribute('aria-expanded', String(!list.hidden));
  markHit(hits.length ? 0 : -1);
}

/** Nodes that have all the words somewhere in their names; the nearest to a name of theirs come first. */
function found(words) {
  const whole = words.join(' ');
  return [...nodes.values()]
    .filter(node => words.every(wanted => node.key.includes(wanted)))
    .map(node => ({ node, rank: nearness(node.key.split(' | '), whole) }))
    .sort((a, b) => a.rank - b.rank || byTies(a.node, b.node))
    .slice(0, MOST_HITS)
    .map(({ node }) => node);
}

/** How near what is sought is to one of some names: the name itself, its beginning, a word of it, a part. */
function nearness(names, sought) {
  if (names.includes(sought)) return 0;
  if (names.some(name => name.startsWith(sought))) return 1;
  return names.some(name => name.includes(` ${sought}`)) ? 2 : 3;
}

/** The other name by which a node was found, where its own does not show why. */
function foundBy(node, wanted) {
  if (foundAt(say(node.name), wanted)) return '';
  const others = [say(node.short), ...node.aliases, node.name[otherLanguage()]];
  return others.find(name => name && foundAt(name, wanted)) ?? '';
}

function hitEntry(node, i, wanted) {
  const outside = !node.relations.length
    ? word('no_recorded_tie')
    : isShown(node)
      ? ''
      : word('not_in_picture');
  const what = say(node.type) || say(node.kind_label);
  const facts = joined([foundBy(node, wanted), what, say(node.place), outside], ' · ');
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
