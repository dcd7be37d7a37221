// The keyboard: search, walk from neighbour to neighbour, go back, show all, present, table.
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The node an arrow leads to: a neighbour in that direction, or else the nearest node there. */
function nextInDirection(from, [vx, vy]) {
  const places = drawing.positions();
  const here = places.get(from.id);
  const neighbours = new Set(
    shown.relations.filter(tie => tie.from === from || tie.to === from).map(tie => otherEnd(tie, from)),
  );
  const nearest = list => {
    let best = null;
    let least = Infinity;
    for (const node of list) {
      const there = places.get(node.id);
      if (node === from || !there) continue;
      const ahead = (there.x - here.x) * vx + (there.y - here.y) * vy;
      const aside = Math.abs((there.x - here.x) * vy - (there.y - here.y) * vx);
      if (ahead < 8 || aside > ahead * 1.6) continue;
      if (ahead + 1.6 * aside < least) [best, least] = [node, ahead + 1.6 * aside];
    }
    return best;
  };
  return nearest(neighbours) ?? nearest(shown.nodes);
}

function walk(direction) {
  const here = state.node && isShown(state.node) ? state.node : null;
  if (!here) {
    const start = state.root && isShown(state.root) ? state.root : [...shown.nodes].sort(byTies)[0];
    if (start) choose(start, { keyboard: true });
    return;
  }
  const next = nextInDirection(here, direction);
  if (!next) return;
  const tie = shown.relations.find(relation =>
    relation.from === here ? relation.to === next : relation.to === here && relation.from === next,
  );
  const via = tie ? asSentence(tie) : null;
  choose(next, { keyboard: true, via });
}

function escape() {
  if (!find('#note').hidden) openNote(false);
  else if (!find('#saving').hidden) {
    openSaving(false);
    find('#save').focus();
  } else if (!find('#types').hidden) {
    openTypes(false);
    find('#types-button').focus();
  } else {
    const inCard = find('#panel').contains(document.activeElement);
    goBack();
    if (inCard) find(state.table ? '#table button' : '#drawing').focus({ preventScroll: true });
  }
}

const PLAIN_KEYS = {
  '/': () => query().focus(),
  p: () => setPresenting(!state.presenting),
  t: () => setTable(state.table ? null : 'entities'),
  0: () => drawing.fit(),
  '+': () => drawing.zoom(1.3),
  '-': () => drawing.zoom(1 / 1.3),
  escape,
};

function onKey(event) {
  const typing = event.target.matches?.('input:not([type=checkbox]), select') && event.key !== 'Escape';
  if (typing || event.target === query() || event.ctrlKey || event.metaKey || event.altKey) return;
  const onPicture = [find('#drawing'), document.body].includes(document.activeElement);
  if (DIRECTIONS[event.key] && onPicture && !state.table) {
    event.preventDefault();
    walk(DIRECTIONS[event.key]);
  } else if (
    event.key === 'Enter' &&
    document.activeElement === find('#drawing') &&
    (state.node || state.relation)
  ) {
    event.preventDefault();
    find('#card h2').focus();
  } else if (PLAIN_KEYS[event.key.toLowerCase()]) {
    event.preventDefault();
    PLAIN_KEYS[event.key.toLowerCase()]();
  }
}
