// Filters by time and certainty: which relations may be so in a year, and how sure their sources are.

/** The years in which anything is said to begin or end, the latest first. */
function yearsInFile() {
  const said = [...relations.values()].flatMap(tie => [tie.first_year, tie.last_year]).filter(Boolean);
  if (!said.length) return [];
  const [from, to] = [Math.min(...said), Math.max(...said)];
  return Array.from({ length: to - from + 1 }, (_, i) => to - i);
}

/** What has no date may be so in any year, as with `--at`. */
const mayBeSo = (relation, year) =>
  !year || ((relation.first_year ?? year) <= year && (relation.last_year ?? year) >= year);

const isSure = (relation, least) => bestConfidence(relation) >= CONFIDENCES.indexOf(least);

const passesFilters = relation =>
  !state.hiddenTypes.has(relation.type) &&
  mayBeSo(relation, state.year) &&
  isSure(relation, state.confidence);

/** What is filtered, in a few letters for the button that opens the filters. */
function filtersInShort() {
  const all = typesInOrder.length;
  const types = state.hiddenTypes.size ? `${all - state.hiddenTypes.size}/${all}` : '';
  const sure = state.confidence === 'low' ? '' : `≥ ${word(state.confidence)}`;
  return joined([types, state.year ? String(state.year) : '', sure], ' · ');
}

function filterRows() {
  const years = yearsInFile();
  const pick = (id, title, options, chosen, change) =>
    el(
      'label',
      { class: 'pick' },
      el('span', null, word(title)),
      el(
        'select',
        { 'data-type': id, change: event => change(event.target.value) },
        options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)),
      ),
    );
  return [
    years.length
      ? pick(
          'year',
          'as_of_year',
          [['', word('any_year')], ...years.map(year => [String(year), String(year)])],
          state.year ? String(state.year) : '',
          value => setFilter({ year: Number(value) || null }),
        )
      : null,
    pick(
      'confidence',
      'least_confidence',
      CONFIDENCES.map(level => [level, word(level)]),
      state.confidence,
      value => setFilter({ confidence: value }),
    ),
  ].filter(Boolean);
}

function setFilter(changed) {
  Object.assign(state, changed);
  showPanel();
  update();
  announce(count('relation', shown.relations.length));
}
