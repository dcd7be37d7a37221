// The frame around the picture: title, tools, line key, release note, tooltip, in the language of the moment.
const AUDIENCE = DATA.meta.audience;

function showChrome() {
  root.lang = language;
  const title = say(DATA.meta.title);
  find('#title').textContent = title;
  document.title = `${title} (TLP:${AUDIENCE})`;
  for (const control of findAll('[data-title]')) {
    control.setAttribute('aria-label', word(control.dataset.title));
    if (control.matches('button')) control.title = word(control.dataset.title);
  }
  query().placeholder = word('search');
  query().setAttribute('aria-label', word('search'));
  find('#drawing').setAttribute('aria-label', `${title}. ${word('network')}`);
  showCounts();
  showSteps();
  showExtent();
  showSwitches();
  showKey();
  showLines();
  showMade();
  showCaption();
}

function showCounts() {
  const cited = sourcesOf([...shown.nodes, ...shown.relations].flatMap(({ claims }) => claims)).size;
  const text = joined([
    count('entity', shown.nodes.length),
    count('relation', shown.relations.length),
    count('source', cited),
  ]);
  find('#counts').textContent = text;
  const empty = find('#empty');
  empty.hidden = shown.nodes.length > 0;
  empty.textContent = word(nodes.size ? 'nothing_shown' : 'nothing_there');
}

function showSteps() {
  const box = find('#steps');
  box.hidden = !state.root || furthest < 1;
  if (box.hidden) return;
  const [fewer, more] = findAll('button', box);
  fewer.disabled = state.steps <= 1;
  more.disabled = state.steps >= furthest;
  const around = word('around', { name: say(state.root.short) });
  box.setAttribute('aria-label', around);
  const output = find('output', box);
  output.title = around;
  output.replaceChildren(
    String(state.steps),
    el('span', { class: 'word' }, ` ${counted('step', state.steps)}`),
  );
}

/** What makes a picture of everything show all of it, or less again; where the steps are elsewhere. */
function showExtent() {
  const button = find('#extent');
  button.hidden = !!state.root || !leavesOut;
  button.textContent = word(state.everything ? 'fewer' : 'everything', { number: inDigits(nodes.size) });
}

function showSwitches() {
  for (const button of findAll('#languages button'))
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  const theme = `${word('theme')}: ${word(`theme_${root.dataset.theme}`)}`;
  const table = word(state.table ? 'picture' : 'table');
  for (const [id, text] of [
    ['#theme', theme],
    ['#table-button', table],
  ]) {
    find(id).title = text;
    find(id).setAttribute('aria-label', text);
  }
  find('#table-button').setAttribute('aria-pressed', String(!!state.table));
}

/** The kinds of lines that occur in this file, so that nothing is explained that cannot be seen. */
function lineKinds() {
  const ties = [...relations.values()];
  const kinds = [
    ['plain', ties.length],
    ['several', ties.some(tie => tie.claims.length > 1)],
    ['dashed', ties.some(tie => tie.dashed)],
    ['faded', ties.some(tie => tie.faded)],
    ['ended', ties.some(tie => tie.ended)],
  ];
  return kinds.filter(([, used]) => used).map(([kind]) => kind);
}

function showLines() {
  const lines = find('#lines');
  lines.replaceChildren(
    ...lineKinds().map(kind => el('li', null, lineSample(kind), word(`line_${kind}`))),
  );
  lines.hidden = !!state.table;
  find('#zoom').hidden = !!state.table;
}

function lineSample(kind) {
  const box = svg('svg', { width: 30, height: 14, viewBox: '0 0 30 14', 'aria-hidden': 'true' });
  const width = { ended: 0.63, faded: 1.3 }[kind] ?? 1.15;
  const line = (d, more = {}) =>
    svg('path', { d, fill: 'none', stroke: 'var(--tie)', 'stroke-width': width, ...more });
  if (kind === 'faded') box.append(line('M0 7H10'), line('M10 7H20', { opacity: 0.25 }), line('M20 7H30'));
  else box.append(line('M0 7H30', kind === 'dashed' ? { 'stroke-dasharray': '5 4' } : {}));
  if (kind === 'several') {
    const number = svg('text', {
      x: 15,
      y: 11,
      'text-anchor': 'middle',
      'font-size': 11,
      'font-weight': 650,
      fill: 'var(--ink-2)',
    });
    number.textContent = '2';
    box.append(svg('circle', { cx: 15, cy: 7, r: 7, fill: 'var(--paper)' }), number);
  }
  return box;
}

/** For whom it was made; what was withheld only where the maker chose to say so. */
function showMade() {
  const { date, at, known, withheld } = DATA.meta;
  const meaning = say(WORDS.markings[AUDIENCE]);
  const held = withheld.map(say).join('; ');
  const asOf = at ? `. ${word('as_of', { date: say(at) })}` : '';
  const asKnown = known ? `. ${word('as_known', { date: say(known) })}` : '';
  find('#made').replaceChildren(
    el('span', { class: 'wide' }, el('b', null, `${word('made_for')} TLP:${AUDIENCE}`), ` (${meaning}), `),
    el('span', { class: 'wide' }, say(date)),
    el('span', { class: 'narrow', 'data-short': shortDate(DATA.meta.day) }),
    el('span', { class: 'wide' }, `${asOf}${asKnown}${held ? `. ${word('withheld')}: ${held}` : ''}.`),
  );
  find('#note-button').textContent = word('release_note');
  const rows = [
    ['audience', `TLP:${AUDIENCE}, ${meaning}`],
    ['date', say(date)],
    ['shown_as_of', say(at)],
    ['shown_as_known', say(known)],
    ['withheld', held],
  ];
  find('#note-body').replaceChildren(
    el('h2', null, word('release_note')),
    el(
      'dl',
      null,
      rows.filter(([, text]) => text).map(([key, text]) => [el('dt', null, word(key)), el('dd', null, text)]),
    ),
  );
  find('#note').setAttribute('aria-label', word('release_note'));
}

/** A day where there is little room: "26 Nov 2026". */
const shortDate = day =>
  new Date(`${day}T12:00`).toLocaleDateString(language === 'es' ? 'es-PE' : 'en-GB', { dateStyle: 'medium' });

function openNote(open) {
  find('#note').hidden = !open;
  find('#note-button').setAttribute('aria-expanded', String(open));
  if (open) find('#note-close').focus();
  else find('#note-button').focus();
}

/** Title and key as they stand on the picture while presenting. */
function showCaption() {
  const size = Math.round(18 * between(0.78, innerWidth / 1400, 2));
  const used = chipList().filter(chip => shown.nodes.some(node => chip.groups.includes(node.group)));
  find('#caption').replaceChildren(
    el('strong', null, say(DATA.meta.title)),
    el(
      'div',
      { class: 'key' },
      used.map(chip => el('span', null, glyph(chip.groups[0], size), chip.label)),
    ),
  );
}

/** The tools move into a row of their own where the header has no room for them. */
function placeTools() {
  const row = find('#narrow-tools');
  const narrow = isNarrow();
  if (narrow === row.contains(find('#search'))) return;
  if (narrow)
    row.append(find('#search'), find('#steps'), find('#extent'), find('#languages'), find('#theme'), find('#table-button'));
  else {
    find('header').insertBefore(find('#search'), find('#tools'));
    find('#tools').prepend(find('#steps'), find('#extent'), find('#languages'), find('#theme'), find('#table-button'));
  }
}

function hideTip() {
  find('#tip').hidden = true;
}

/** What a tie says, beside the pointer, where it covers neither end nor the wording. */
function showTip(relation, x, y) {
  const tip = find('#tip');
  const claims = relation.claims.length;
  const when = joined([
    say(relation.date) || word('undated'),
    lowConfidence(relation) ? word('confidence_low') : '',
    relation.ended ? word('ended') : '',
  ]);
  tip.replaceChildren(
    el(
      'p',
      null,
      el('b', null, say(relation.from.short)),
      ' ',
      el('i', null, say(relation.sentence)),
      ' ',
      el('b', null, say(relation.to.short)),
    ),
    el('p', { class: 'when' }, when),
    el(
      'p',
      { class: 'by' },
      joined([count('claim', claims), count('source', sourcesOf(relation.claims).size)]),
    ),
  );
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const spot = tipSpot(relation, x, y, width / 2, height / 2);
  tip.style.left = `${spot.x0}px`;
  tip.style.top = `${spot.y0}px`;
}

function tipSpot(relation, x, y, halfWidth, halfHeight) {
  const scene = drawing.scene();
  const ends = [relation.from, relation.to];
  const kept = [
    ...[...scene.marks.values()]
      .filter(mark => ends.includes(mark.node))
      .map(mark => boxAround(mark.x, mark.y, mark.radius)),
    ...[...scene.labels, ...scene.extra].filter(box => ends.includes(box.mark.node)),
    ...scene.wording,
  ];
  const { width, height } = scene.screen;
  let best = boxAround(
    between(halfWidth + 8, x, width - halfWidth - 8),
    Math.max(halfHeight + 8, y - halfHeight - 20),
    halfWidth,
    halfHeight,
  );
  let least = Infinity;
  for (const off of [18, 40, 70, 110]) {
    for (let turn = 0.5; turn < 16; turn++) {
      const [ux, uy] = [Math.cos((turn * Math.PI) / 8), Math.sin((turn * Math.PI) / 8)];
      const box = boxAround(x + ux * (off + halfWidth), y + uy * (off + halfHeight), halfWidth, halfHeight);
      const outside = box.x0 < 6 || box.y0 < 6 || box.x1 > width - 6 || box.y1 > height - 6;
      if (outside || overlap(box, boxAround(x, y, 4))) continue;
      const cost = kept.filter(other => overlap(box, other)).length * 2 + off / 100;
      if (cost < least) [best, least] = [box, cost];
    }
  }
  return best;
}
