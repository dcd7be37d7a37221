// The path between two: through whom one is tied to another, shortest first, never through a place.
/** The nodes of a shortest path, both ends with it; null if there is none. Who declined is not tied by it. */
function pathBetween(from, to) {
  const cameFrom = new Map([[from, null]]);
  for (const node of cameFrom.keys()) {
    if (node === to) return wayTo(node, cameFrom);
    if (isPlace(node) && node !== from) continue;
    for (const relation of node.relations.filter(tie => !tie.negative)) {
      const next = otherEnd(relation, node);
      if (!cameFrom.has(next)) cameFrom.set(next, node);
    }
  }
  return null;
}

function wayTo(node, cameFrom) {
  const way = [];
  for (let here = node; here; here = cameFrom.get(here)) way.unshift(here);
  return way;
}

/** The steps of a path: both ends and the relations between them. */
function stepsOf(way) {
  return way.slice(1).map((to, i) => {
    const from = way[i];
    const between = from.relations.filter(tie => !tie.negative && otherEnd(tie, from) === to);
    return { from, to, relations: between };
  });
}

function litByPath({ way }) {
  const ties = stepsOf(way).flatMap(step => step.relations);
  return {
    nodes: new Set(way),
    relations: new Set(ties.filter(tie => shown.relations.includes(tie))),
    main: null,
    firm: true,
  };
}

/** Asks for the other end: whoever is chosen next is it. */
function seekPath(from) {
  state.seeking = from;
  showPanel();
  query().focus();
  announce(word('path_other_end', { name: say(from.short) }));
}

function stopSeeking() {
  const was = !!state.seeking;
  state.seeking = null;
  if (was) showPanel();
  return was;
}

function showPath(from, to) {
  state.seeking = null;
  const way = pathBetween(from, to) ?? [];
  for (const node of way.length ? way : [from, to]) bringIn(node);
  Object.assign(state, { node: null, relation: null, path: { from, to, way }, keyboard: false });
  showPanel();
  update();
  announce(way.length ? `${pathTitle(state.path)}. ${count('step', way.length - 1)}.` : word('no_path'));
  find('#card h2').focus({ preventScroll: true });
}

const pathTitle = ({ from, to }) => `${say(from.short)} – ${say(to.short)}`;

function pathCard(path, cited) {
  const { from, to, way } = path;
  const end = node => el('button', { type: 'button', click: () => choose(node) }, say(node.short));
  return [
    el(
      'div',
      { class: 'top' },
      el('p', { class: 'kindline' }, word('path')),
      el('h2', { class: 'says', tabindex: -1 }, end(from), ' – ', end(to)),
    ),
    el('p', { class: 'lead' }, way.length ? capital(count('step', way.length - 1)) : word('no_path')),
    ...stepsOf(way).map(step => pathStep(step, cited)),
  ];
}

function pathStep({ relations: ties }, cited) {
  return el(
    'section',
    { class: 'group' },
    ties.map(tie => [
      el('h3', null, el('button', { type: 'button', click: () => chooseRelation(tie) }, asSentence(tie))),
      el(
        'ol',
        { class: 'claims' },
        tie.claims.map(claim => claimEntry(claim, cited)),
      ),
    ]),
  );
}
