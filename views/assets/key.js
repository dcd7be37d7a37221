// The key: what shape and colour mean, with counts; each chip shows or hides its kind, a list the relations.
function chipList() {
  const inReach = new Set([...nodes.values()].filter(withinSteps).map(node => node.group));
  const used = [...groups.values()].filter(group => inReach.has(group));
  const places = used.filter(group => PLACE_SHAPES[group.shape]);
  const chips = used
    .filter(group => !PLACE_SHAPES[group.shape])
    .map(group => ({ groups: [group], label: say(group.label), family: familyOf(group) }));
  if (places.length) {
    const label = places.length > 1 ? word('places') : say(places[0].label);
    const title = places.map(group => say(group.label)).join(', ');
    chips.push({ groups: places, label, title, family: 'place' });
  }
  return chips;
}

const familyOf = group => (outlineOf(group) === 'circle' ? 'organisation' : 'thing');

function showKey() {
  const box = find('#chips');
  const parts = [];
  let family = null;
  for (const chip of chipList()) {
    if (family && family !== chip.family) parts.push(el('span', { class: 'sep', 'aria-hidden': 'true' }));
    family = chip.family;
    parts.push(chipButton(chip));
  }
  const focused = document.activeElement?.dataset?.groups;
  box.replaceChildren(...parts);
  find('#key').setAttribute('aria-label', word('legend'));
  if (focused)
    findAll('button', box)
      .find(button => button.dataset.groups === focused)
      ?.focus();
  showTypesButton();
  fitKey();
}

/** Counts go first where the line is too short; what still spills is scrolled to. */
function fitKey() {
  const [key, box] = [find('#key'), find('#chips')];
  key.classList.remove('tight');
  box.classList.remove('spilling');
  const spills = () => box.scrollWidth > box.clientWidth;
  key.classList.toggle('tight', spills());
  box.classList.toggle('spilling', spills());
}

function chipButton(chip) {
  const ids = chip.groups.map(group => group.id);
  const on = ids.some(id => !state.hiddenGroups.has(id));
  const number = [...nodes.values()].filter(node => ids.includes(node.group.id) && withinSteps(node)).length;
  return el(
    'button',
    {
      type: 'button',
      class: 'chip',
      title: joined([chip.title, word('only_this_how')], '. '),
      'aria-pressed': String(on),
      'data-groups': ids.join(' '),
      click: event => (event.shiftKey ? toggleOthers(ids) : toggleGroups(ids, on)),
    },
    glyph(chip.groups[0], 16),
    el('span', null, chip.label),
    el('span', { class: 'num' }, inDigits(number)),
  );
}

function toggleGroups(ids, on) {
  const others = [...state.hiddenGroups].filter(id => !ids.includes(id));
  setHiddenGroups(on ? [...others, ...ids] : others);
}

/** Shows these alone; all again, where they are alone already. */
function toggleOthers(ids) {
  const others = [...groups.keys()].filter(id => !ids.includes(id));
  const alone = others.every(id => state.hiddenGroups.has(id)) && !ids.some(id => state.hiddenGroups.has(id));
  setHiddenGroups(alone ? [] : others);
}

function showTypesButton() {
  const button = find('#types-button');
  const filtered = filtersInShort();
  const some = filtered ? el('b', { class: 'num' }, filtered) : '';
  button.replaceChildren(icon('tie', 16), el('span', null, word('relation_types')), some, icon('down', 12));
  button.setAttribute('aria-label', joined([word('relation_types'), filtered], ' '));
  button.hidden = !typesInOrder.length;
  if (!find('#types').hidden) showTypes();
}

/** One box to tick for each type of relation, under the heading by which its subject knows it. */
function showTypes() {
  const box = find('#types');
  const focused = document.activeElement?.dataset?.type;
  const choice = (what, hidden) =>
    el(
      'button',
      {
        type: 'button',
        class: 'btn',
        click: () => {
          state.hiddenTypes = new Set(hidden);
          update();
        },
      },
      word(what),
    );
  box.replaceChildren(
    el('p', null, choice('all_of_them', []), choice('none_of_them', typesInOrder)),
    el('div', { class: 'picks' }, filterRows()),
    ...typesInOrder.map(typeRow),
  );
  box.setAttribute('aria-label', word('relation_types'));
  if (focused)
    findAll('input, select', box)
      .find(input => input.dataset.type === focused)
      ?.focus();
}

function typeRow(type) {
  const list = [...relations.values()].filter(relation => relation.type === type);
  const inReach = list.filter(({ from, to }) => withinSteps(from) && withinSteps(to));
  const input = el('input', {
    type: 'checkbox',
    'data-type': type,
    checked: !state.hiddenTypes.has(type),
    change: () => toggle(state.hiddenTypes, type),
  });
  return el(
    'label',
    null,
    input,
    el('span', null, say(list[0].heading_from)),
    el('span', { class: 'num' }, inDigits(inReach.length)),
  );
}

function openTypes(open) {
  find('#types').hidden = !open;
  find('#types-button').setAttribute('aria-expanded', String(open));
  if (open) showTypes();
}
