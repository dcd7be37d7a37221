// Starts the page: puts icons on the buttons, wires the controls, reads the address, draws.
function insets() {
  if (state.presenting) {
    const share = between(0.78, innerWidth / 1400, 2);
    const key = find('.caption .key').offsetHeight;
    return { left: 50 * share, right: 60 * share, top: 84 * share, bottom: key + 46 * share };
  }
  return isNarrow()
    ? { left: 30, right: 34, top: 26, bottom: 30 }
    : { left: 44, right: 56, top: 26, bottom: 60 };
}

/** The nodes that fill the stage: all of them, but for what a picture begins with or shows of a place in it. */
function spread() {
  if (isOpening()) return [...firstShown];
  const everyone = [...nodes.values()];
  return state.root && state.root !== focalNode() ? everyone.filter(withinSteps) : everyone;
}

/** What the drawing has to keep clear and fit into. */
function surroundings() {
  const panel = find('#panel');
  const docked = !panel.hidden && !isNarrow() && !state.presenting;
  return {
    root: state.root,
    chosen: state.node,
    keyboard: state.keyboard,
    presenting: state.presenting,
    narrow: isNarrow(),
    spread: spread(),
    near: new Set([...stepsAway].filter(([, steps]) => steps === 1).map(([node]) => node)),
    insets: insets(),
    obstacles: cornersTaken(),
    sheet: isNarrow() && !panel.hidden && !state.presenting ? panel.getBoundingClientRect().height : 0,
    spare: docked ? panel.offsetWidth : 0,
  };
}

/** Boxes of the controls that lie on the picture. */
function cornersTaken() {
  const stage = find('#stage').getBoundingClientRect();
  const controls = state.presenting
    ? ['.caption strong', '.caption .key', 'header .plate']
    : ['#lines', '#zoom'];
  return controls
    .map(selector => find(selector).getBoundingClientRect())
    .filter(box => box.width > 0 && box.height > 0)
    .map(box => ({
      x0: box.left - stage.left - 6,
      x1: box.right - stage.left + 6,
      y0: box.top - stage.top - 4,
      y1: box.bottom - stage.top + 6,
    }));
}

function putIcons() {
  const put = (selector, name, size) => find(selector).prepend(icon(name, size));
  put('#search', 'search', 14);
  put('#theme', 'theme');
  put('#table-button', 'table');
  put('#save', 'save');
  put('#present', 'present');
  put('#steps button:first-child', 'minus', 14);
  put('#steps button:last-child', 'plus', 14);
  put('#zoom button:nth-child(1)', 'minus', 14);
  put('#zoom button:nth-child(2)', 'plus', 14);
  put('#zoom button:nth-child(3)', 'fit', 14);
  put('#panel-close', 'close');
  put('#note-close', 'close');
}

function wireControls() {
  const onClick = (selector, handler) => find(selector).addEventListener('click', handler);
  onClick('#steps button:first-child', () => setSteps(state.steps - 1));
  onClick('#steps button:last-child', () => setSteps(state.steps + 1));
  onClick('#extent', () => setEverything(!state.everything));
  for (const button of findAll('#languages button'))
    button.addEventListener('click', () => setLanguage(button.dataset.language));
  onClick('#theme', () => {
    state.themeChosen = true;
    setTheme(THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length]);
  });
  onClick('#table-button', () => setTable(state.table ? null : 'entities'));
  onClick('#save', () => openSaving(find('#saving').hidden));
  onClick('#saving button:first-child', saveAsPng);
  onClick('#saving button:last-child', saveAsSvg);
  onClick('#present', () => setPresenting(true));
  onClick('#types-button', () => openTypes(find('#types').hidden));
  onClick('#zoom button:nth-child(1)', () => drawing.zoom(1 / 1.3));
  onClick('#zoom button:nth-child(2)', () => drawing.zoom(1.3));
  onClick('#zoom button:nth-child(3)', () => drawing.fit());
  onClick('#panel-close', () => choose(null));
  onClick('#note-button', () => openNote(find('#note').hidden));
  onClick('#note-close', () => openNote(false));
  onClick('#grip', () => {
    const panel = find('#panel');
    panel.style.setProperty('--sheet', panel.style.getPropertyValue('--sheet') === '86%' ? '52%' : '86%');
  });
  query().addEventListener('input', search);
  query().addEventListener('keydown', searchKeys);
  query().addEventListener('blur', () => {
    find('#hits').hidden = true;
  });
  document.addEventListener('keydown', onKey);
  document.addEventListener('pointerdown', event => {
    if (!find('#types').contains(event.target) && !find('#types-button').contains(event.target))
      openTypes(false);
    if (!find('#saving').contains(event.target) && !find('#save').contains(event.target)) openSaving(false);
  });
}

function wireDrawing() {
  let under = null;
  drawing.on('pick', picked => {
    hideTip();
    find('#drawing').focus({ preventScroll: true });
    if (picked?.node) choose(picked.node);
    else if (picked?.relation) chooseRelation(picked.relation);
    else if (state.node || state.relation || state.path) choose(null);
  });
  drawing.on('hover', (picked, x, y) => {
    const thing = picked?.node ?? picked?.relation ?? null;
    find('#drawing').classList.toggle('pointing', !!thing);
    const free = !state.node && !state.relation && !state.path;
    if (thing !== under && free) drawing.dim(thing ? litBy(picked, false) : null);
    under = thing;
    if (picked?.relation) showTip(picked.relation, x, y);
    else hideTip();
  });
}

function wireSurroundings() {
  let waiting = 0;
  new ResizeObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      placeTools();
      if (drawing.resize()) update({ animate: false });
    });
  }).observe(find('#stage'));
  for (const [what, theme] of [
    ['color-scheme: dark', 'dark'],
    ['contrast: more', 'contrast'],
  ]) {
    matchMedia(`(prefers-${what})`).addEventListener('change', event => {
      if (!state.themeChosen) setTheme(event.matches ? theme : 'light');
    });
  }
  addEventListener('beforeprint', beforePrint);
  addEventListener('afterprint', afterPrint);
}

function start() {
  readAddress();
  placeTools();
  putIcons();
  measureShown();
  showChrome();
  showPanel();
  drawing = new Drawing(find('#drawing'), surroundings);
  wireControls();
  wireDrawing();
  find('#stage').classList.toggle('tabled', !!state.table);
  find('#table').hidden = !state.table;
  find('#drawing').inert = !!state.table;
  update({ animate: false });
  wireSurroundings();
}

start();
// For whoever drives the page from outside: a story, a test.
window.macrosur = Object.freeze({ drawing, choose: id => choose(nodes.get(id) ?? null) });
