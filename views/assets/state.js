// What the user has chosen, and what follows from it. Every change goes through here, then to the drawing.
const NARROW = 760;
const THEMES = ['light', 'dark', 'contrast'];
const root = document.documentElement;

const state = {
  root: nodes.get(DATA.meta.focal) ?? null,
  steps: 0,
  everything: false,
  node: null,
  relation: null,
  path: null,
  seeking: null,
  hiddenGroups: new Set(),
  hiddenTypes: new Set(),
  year: null,
  confidence: 'low',
  table: null,
  presenting: false,
  keyboard: false,
  themeChosen: false,
};
// What a picture of everything begins with, and what was called into it since.
const firstShown = new Set(
  DATA.meta.opens_on.length ? DATA.meta.opens_on.map(id => nodes.get(id)) : nodes.values(),
);
const called = new Set();
const leavesOut = firstShown.size < nodes.size;
let stepsAway = new Map();
let furthest = 0;
let shown = { nodes: [], relations: [] };
let drawing = null;

/** Only what a picture of everything begins with is shown, and what was called into it. */
const isOpening = () => !state.root && !state.everything && leavesOut;
const isNarrow = () => innerWidth <= NARROW;
const focalNode = () => nodes.get(DATA.meta.focal) ?? null;

function measureSteps() {
  stepsAway = state.root ? stepsFrom(state.root) : new Map();
  furthest = Math.max(0, ...stepsAway.values());
  state.steps = between(Math.min(1, furthest), state.steps, furthest);
}

const withinSteps = node =>
  state.root
    ? (stepsAway.get(node) ?? Infinity) <= state.steps
    : state.everything || firstShown.has(node) || called.has(node);
const isShown = node => withinSteps(node) && !state.hiddenGroups.has(node.group.id);

function measureShown() {
  const visible = [...nodes.values()].filter(isShown);
  const has = new Set(visible);
  const ties = [...relations.values()].filter(
    relation => has.has(relation.from) && has.has(relation.to) && passesFilters(relation),
  );
  shown = { nodes: visible, relations: ties };
}

/** What is lit by a node or a relation: itself, its ties that are shown, and their ends. */
function litBy({ node, relation }, firm) {
  if (relation) {
    const visible = shown.relations.includes(relation);
    return {
      nodes: new Set([relation.from, relation.to]),
      relations: new Set(visible ? [relation] : []),
      main: null,
      firm,
    };
  }
  if (!node || !isShown(node)) return null;
  const ties = shown.relations.filter(tie => tie.from === node || tie.to === node);
  return {
    nodes: new Set([node, ...ties.flatMap(tie => [tie.from, tie.to])]),
    relations: new Set(ties),
    main: node,
    firm,
  };
}

function chosenLight() {
  if (state.path) return litByPath(state.path);
  return state.node || state.relation ? litBy(state, true) : null;
}

/** Brings drawing and page in line with the state; the camera frames the choice, or shows all. */
function update({ animate = true } = {}) {
  measureShown();
  drawing.setVisible(shown.nodes, shown.relations);
  const light = chosenLight();
  drawing.dim(light);
  const resized = drawing.resize();
  const visible = light ? [...light.nodes].filter(isShown) : [];
  if (visible.length) drawing.focus(visible, animate && !resized);
  else drawing.fit(animate && !resized);
  showChrome();
  if (state.table) showTable();
  keepAddress();
}

function choose(node, { keyboard = false, via = null } = {}) {
  if (state.seeking && node && node !== state.seeking) return showPath(state.seeking, node);
  state.seeking = null;
  if (node) bringIn(node);
  Object.assign(state, { node, relation: null, path: null, keyboard });
  showPanel();
  update();
  announce(node ? joined([via, spoken(node)], ' ') : '');
}

function spoken(node) {
  const kind = say(node.type) || say(node.kind_label);
  return `${say(node.name)}. ${kind}, ${count('relation', node.relations.length)}.`;
}

/** A relation as a sentence: "Guaman Poma is the secretariat of Cusco working group." */
const asSentence = ({ from, sentence, to }) => `${say(from.short)} ${say(sentence)} ${say(to.short)}.`;

function chooseRelation(relation) {
  for (const node of [relation.from, relation.to]) bringIn(node);
  state.hiddenTypes.delete(relation.type);
  if (!passesFilters(relation)) Object.assign(state, { year: null, confidence: 'low' });
  Object.assign(state, { node: null, relation, path: null, keyboard: false });
  showPanel();
  update();
  announce(`${asSentence(relation)} ${count('claim', relation.claims.length)}.`);
}

/** A choice outside the picture widens it: more steps, or the node and its ties; its group is shown again. */
function bringIn(node) {
  state.hiddenGroups.delete(node.group.id);
  if (withinSteps(node)) return;
  if (stepsAway.has(node)) state.steps = stepsAway.get(node);
  else {
    setRoot(null);
    for (const near of [node, ...node.relations.map(relation => otherEnd(relation, node))]) called.add(near);
  }
}

function setRoot(node) {
  state.root = node;
  state.steps = node ? 2 : 0;
  measureSteps();
}

function goBack() {
  if (stopSeeking()) return;
  if (state.node || state.relation || state.path) choose(null);
  else if (state.table) setTable(null);
  else if (state.presenting) setPresenting(false);
  else if (state.root !== focalNode() || state.everything || called.size) showFirstPicture();
}

function showFirstPicture() {
  called.clear();
  Object.assign(state, { root: focalNode(), everything: false });
  state.steps = DATA.meta.steps || Infinity;
  measureSteps();
  update();
}

function showSurroundings(node) {
  setRoot(node);
  showPanel();
  update();
}

/** All there is, or what a picture of everything begins with. */
function setEverything(on) {
  called.clear();
  state.everything = on;
  if (state.node && !isShown(state.node)) Object.assign(state, { node: null, relation: null });
  showPanel();
  update();
  announce(count('entity', shown.nodes.length));
}

function setSteps(steps) {
  state.steps = between(1, steps, furthest);
  update();
}

function toggle(hidden, key) {
  if (!hidden.delete(key)) hidden.add(key);
  showFiltered();
}

function setHiddenGroups(ids) {
  state.hiddenGroups = new Set(ids);
  showFiltered();
}

function showFiltered() {
  if (state.node && !isShown(state.node)) Object.assign(state, { node: null, relation: null });
  showPanel();
  update();
}

function setLanguage(next) {
  language = next;
  showPanel();
  drawing.restyle();
  update({ animate: false });
}

function setTheme(theme) {
  root.dataset.theme = theme;
  showPanel();
  showChrome();
  drawing.restyle();
  keepAddress();
}

function setPresenting(on) {
  state.presenting = on;
  root.classList.toggle('present', on);
  showChrome();
  update({ animate: false });
  if (!on) find('#drawing').focus({ preventScroll: true });
}

function setTable(which) {
  state.table = which;
  find('#stage').classList.toggle('tabled', !!which);
  find('#table').hidden = !which;
  find('#drawing').inert = !!which;
  update({ animate: false });
  if (which) find('#table button').focus();
}

function announce(text) {
  find('#live').textContent = text;
}

/** The state goes into the address after #, never the marking and never the audience. */
function keepAddress() {
  const kept = new URLSearchParams();
  if (state.root !== focalNode()) kept.set('about', state.root?.id ?? '');
  if (state.root) kept.set('steps', state.steps);
  if (state.everything) kept.set('everything', '');
  if (state.node) kept.set('entity', state.node.id);
  if (state.relation) kept.set('relation', state.relation.id);
  if (state.path) kept.set('path', `${state.path.from.id},${state.path.to.id}`);
  if (state.hiddenGroups.size) kept.set('without', [...state.hiddenGroups].join(','));
  if (state.hiddenTypes.size) kept.set('without-types', [...state.hiddenTypes].join(','));
  if (state.year) kept.set('year', state.year);
  if (state.confidence !== 'low') kept.set('confidence', state.confidence);
  if (state.table) kept.set('table', state.table);
  if (state.themeChosen) kept.set('theme', root.dataset.theme);
  kept.set('lang', language);
  history.replaceState(null, '', `#${kept}`);
}

function readAddress() {
  const kept = new URLSearchParams(location.hash.slice(1));
  const list = name => (kept.get(name) ?? '').split(',').filter(Boolean);
  if (['en', 'es'].includes(kept.get('lang'))) language = kept.get('lang');
  if (kept.has('about')) state.root = nodes.get(kept.get('about')) ?? null;
  state.steps = Number(kept.get('steps')) || (isNarrow() ? 2 : DATA.meta.steps || Infinity);
  state.everything = kept.has('everything');
  state.node = nodes.get(kept.get('entity')) ?? null;
  state.relation = state.node ? null : (relations.get(kept.get('relation')) ?? null);
  list('without')
    .filter(id => groups.has(id))
    .forEach(id => state.hiddenGroups.add(id));
  list('without-types')
    .filter(type => typesInOrder.includes(type))
    .forEach(type => state.hiddenTypes.add(type));
  state.year = Number(kept.get('year')) || null;
  if (CONFIDENCES.includes(kept.get('confidence'))) state.confidence = kept.get('confidence');
  state.table = ['entities', 'relations'].includes(kept.get('table')) ? kept.get('table') : null;
  state.themeChosen = THEMES.includes(kept.get('theme'));
  measureSteps();
  const [from, to] = list('path').map(id => nodes.get(id));
  if (from && to) {
    const path = { from, to, way: pathBetween(from, to) ?? [] };
    Object.assign(state, { node: null, relation: null, path });
  }
  for (const node of [state.node, state.relation?.from, state.relation?.to, ...(state.path?.way ?? [])])
    if (node) bringIn(node);
}
