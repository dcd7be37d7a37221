// The table in place of the picture: the same entities and relations as rows that can be read and sorted.
const order = { entities: { column: 'name', down: false }, relations: { column: 'from', down: false } };
const CONFIDENCES = ['low', 'medium', 'high'];

const nodeButton = node =>
  el(
    'div',
    { class: 'with-glyph' },
    glyph(node.group, 16),
    el('button', { type: 'button', click: () => choose(node) }, say(node.name)),
  );
const textOf = value => ({ sorted: value, shown: value });

const TABLES = {
  entities: {
    rows: () => shown.nodes,
    columns: {
      name: { title: 'column_name', cell: node => ({ sorted: say(node.name), shown: nodeButton(node) }) },
      kind: { title: 'column_kind', cell: node => textOf(say(node.kind_label)) },
      type: { title: 'column_type', cell: node => textOf(say(node.type)) },
      place: { title: 'column_place', cell: node => textOf(say(node.place)) },
      relations: { title: 'column_relations', class: 'num', cell: node => number(node.relations.length) },
      claims: { title: 'column_claims', class: 'num', cell: node => number(allClaims(node).length) },
    },
  },
  relations: {
    rows: () => shown.relations,
    columns: {
      from: {
        title: 'column_from',
        cell: relation => ({ sorted: say(relation.from.name), shown: nodeButton(relation.from) }),
      },
      label: {
        title: 'column_relation',
        cell: relation => ({ sorted: say(relation.label), shown: relationButton(relation) }),
      },
      to: {
        title: 'column_to',
        cell: relation => ({ sorted: say(relation.to.name), shown: nodeButton(relation.to) }),
      },
      when: {
        title: 'column_when',
        cell: relation => ({ sorted: newest(relation), shown: whenOf(relation) }),
      },
      confidence: {
        title: 'column_confidence',
        cell: relation => ({
          sorted: bestConfidence(relation),
          shown: word(CONFIDENCES[bestConfidence(relation)]),
        }),
      },
      claims: { title: 'column_claims', class: 'num', cell: relation => number(relation.claims.length) },
      sources: {
        title: 'column_sources',
        class: 'long',
        cell: relation => textOf([...sourcesOf(relation.claims)].map(id => sources.get(id).title).join('; ')),
      },
    },
  },
};

const number = value => ({ sorted: value, shown: inDigits(value) });
const whenOf = relation =>
  joined([say(relation.date) || word('undated'), relation.ended ? word('ended') : '']);
const bestConfidence = relation =>
  Math.max(...relation.claims.map(claim => CONFIDENCES.indexOf(claim.confidence)));
const relationButton = relation =>
  el('button', { type: 'button', click: () => chooseRelation(relation) }, say(relation.label));

function showTable() {
  const box = find('#table');
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset : {};
  box.setAttribute('aria-label', word(state.table));
  box.replaceChildren(tableBar(), tableOf(state.table));
  const again = focused.column
    ? `[data-column="${focused.column}"]`
    : focused.table
      ? `[data-table="${focused.table}"]`
      : null;
  if (again) find(again, box)?.focus();
}

function tableBar() {
  const tab = which =>
    el(
      'button',
      {
        type: 'button',
        'data-table': which,
        'aria-pressed': String(state.table === which),
        click: () => setTable(which),
      },
      word(which),
    );
  return el(
    'div',
    { class: 'bar' },
    el('div', { class: 'seg', role: 'group' }, tab('entities'), tab('relations')),
  );
}

function tableOf(which) {
  const { rows, columns } = TABLES[which];
  const { column, down } = order[which];
  // Names are Spanish in either language: ñ comes after n.
  const compare = new Intl.Collator('es', { numeric: true }).compare;
  const sorted = rows()
    .map(row => Object.entries(columns).map(([id, { cell }]) => [id, cell(row)]))
    .map(cells => ({ cells, key: Object.fromEntries(cells)[column].sorted }))
    .sort(
      (a, b) => (typeof a.key === 'number' ? a.key - b.key || 0 : compare(a.key, b.key)) * (down ? -1 : 1),
    );
  return el(
    'table',
    null,
    el('caption', { class: 'unseen' }, word(which)),
    el(
      'thead',
      null,
      el(
        'tr',
        null,
        Object.entries(columns).map(([id, given]) => heading(which, id, given)),
      ),
    ),
    el(
      'tbody',
      null,
      sorted.map(({ cells }) =>
        el(
          'tr',
          null,
          cells.map(([id, { shown: value }], i) =>
            el(i ? 'td' : 'th', { class: columns[id].class, scope: i ? null : 'row' }, value),
          ),
        ),
      ),
    ),
  );
}

function heading(which, id, { title, class: own }) {
  const { column, down } = order[which];
  const sort = column === id ? (down ? 'descending' : 'ascending') : 'none';
  const sortBy = () => {
    order[which] = { column: id, down: column === id && !down };
    showTable();
  };
  return el(
    'th',
    { scope: 'col', 'aria-sort': sort, class: own },
    el('button', { type: 'button', 'data-column': id, click: sortBy }, word(title)),
  );
}
