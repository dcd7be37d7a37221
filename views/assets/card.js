// The card: everything the file knows of one entity or one relation, every claim with its source.
const FOLDED_FROM = 15;

/** Numbers sources in the order in which a card cites them. */
function citations() {
  const order = [];
  return {
    order,
    cite(id) {
      const again = order.includes(id);
      if (!again) order.push(id);
      return { number: order.indexOf(id) + 1, again };
    },
  };
}

function showPanel() {
  const open = !!(state.node || state.relation || state.path);
  const panel = find('#panel');
  panel.hidden = !open;
  if (!open) return;
  const box = find('#card');
  const cited = citations();
  const parts = state.path
    ? pathCard(state.path, cited)
    : state.node
      ? entityCard(state.node, cited)
      : relationCard(state.relation, cited);
  box.replaceChildren(...parts.filter(Boolean), sourceList(cited.order));
  box.scrollTop = 0;
}

function entityCard(node, cited) {
  const type = say(node.type);
  const kind = joined([
    say(node.kind_label),
    type.toLowerCase() === say(node.kind_label).toLowerCase() ? '' : type,
  ]);
  const other = node.aliases.filter(alias => fold(alias) !== fold(say(node.name)));
  const claims = node.relations.flatMap(relation => relation.claims);
  return [
    el(
      'div',
      { class: 'top' },
      el(
        'p',
        { class: 'kindline' },
        glyph(node.group, 18),
        el('span', null, joined([kind, say(node.place)], ' · ')),
      ),
      el('h2', { tabindex: -1 }, say(node.name)),
    ),
    say(node.summary) ? el('p', { class: 'lead' }, say(node.summary)) : null,
    other.length ? el('p', { class: 'also' }, `${word('also')}: ${other.join('; ')}`) : null,
    node.facts.length
      ? el(
          'dl',
          { class: 'facts' },
          node.facts.map(({ label, value }) => [el('dt', null, say(label)), el('dd', null, say(value))]),
        )
      : null,
    actions(node),
    tally(allClaims(node), node.relations.length),
    partShown(node),
    node.relations.length ? null : el('p', { class: 'also' }, word('no_relation')),
    ...relationGroups(node, cited, claims.length < FOLDED_FROM),
    node.claims.length ? statements(node, cited) : null,
  ];
}

function actions(node) {
  if (state.seeking === node)
    return el('p', { class: 'also seeking' }, word('path_other_end', { name: say(node.short) }));
  const away = state.root !== node && node.relations.length;
  const astray = state.root === node && node !== focalNode();
  const button = (what, name, pressed) =>
    el('button', { type: 'button', class: 'btn', click: pressed }, icon(name, 14), word(what));
  return el(
    'div',
    { class: 'acts' },
    away ? button('surroundings', 'target', () => showSurroundings(node)) : null,
    astray ? button('whole', 'fit', showFirstPicture) : null,
    node.relations.length ? button('path_to', 'tie', () => seekPath(node)) : null,
    el(
      'button',
      { type: 'button', class: 'btn quiet', click: copyLink },
      icon('link', 14),
      el('span', null, word('copy_link')),
    ),
  );
}

async function copyLink(event) {
  const label = event.currentTarget.lastChild;
  try {
    await navigator.clipboard.writeText(location.href);
    label.textContent = word('copied');
  } catch {
    label.textContent = location.href;
  }
}

function tally(claims, relationCount) {
  const part = (key, number) =>
    el('span', { class: 'num' }, el('b', null, inDigits(number)), ` ${counted(key, number)}`);
  return el(
    'div',
    { class: 'tally' },
    relationCount == null ? null : part('relation', relationCount),
    part('claim', claims.length),
    part('source', sourcesOf(claims).size),
  );
}

/** How many of the relations of a node are in the picture, where it does not show them all. */
function partShown(node) {
  const drawn = node.relations.filter(tie => isShown(otherEnd(tie, node)) && passesFilters(tie)).length;
  return drawn === node.relations.length
    ? null
    : el('p', { class: 'also' }, word('part_shown', { number: inDigits(drawn) }));
}

/** The relations of a node by type and side, in the schema's order, the newest first. */
function relationGroups(node, cited, open) {
  const lists = new Map();
  for (const relation of node.relations) {
    const forward = relation.from === node || !relation.directed;
    const key = `${String(typesInOrder.indexOf(relation.type)).padStart(3, '0')} ${forward ? 1 : 2}`;
    const heading = say(relation.from === node ? relation.heading_from : relation.heading_to);
    if (!lists.has(key)) lists.set(key, { heading, list: [] });
    lists.get(key).list.push(relation);
  }
  return [...lists]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { heading, list }]) =>
      el(
        'section',
        { class: 'group' },
        el('h3', null, heading, list.length > 1 ? el('span', { class: 'num' }, String(list.length)) : null),
        el(
          'ul',
          null,
          list
            .sort((a, b) => newest(b) - newest(a))
            .map(relation => relationEntry(relation, node, cited, open)),
        ),
      ),
    );
}

function relationEntry(relation, node, cited, open) {
  const other = otherEnd(relation, node);
  const claims = el(
    'ol',
    { class: 'claims' },
    relation.claims.map(claim => claimEntry(claim, cited, detailOf(relation))),
  );
  return el(
    'li',
    { class: 'rel' },
    el(
      'div',
      { class: 'to' },
      glyph(other.group, 16),
      el('div', null, el('button', { type: 'button', click: () => choose(other) }, say(other.name))),
      el('span', { class: 'meta' }, relationFacts(relation)),
    ),
    open
      ? claims
      : el('details', { class: 'more' }, el('summary', null, count('claim', relation.claims.length)), claims),
  );
}

/** What a relation states beside its ends, by the claim that tells most: a share, an amount. */
const detailOf = relation => relation.claims.map(claim => say(claim.detail)).find(Boolean) ?? '';

function relationFacts(relation) {
  return joined([
    say(relation.role),
    detailOf(relation),
    say(relation.date) || word('undated'),
    relation.ended ? word('ended') : '',
    lowConfidence(relation) ? word('confidence_low') : '',
  ]);
}

function relationCard(relation, cited) {
  const end = node =>
    el('button', { type: 'button', click: () => choose(node) }, say(node.short) || say(node.name));
  return [
    el(
      'div',
      { class: 'top' },
      el('p', { class: 'kindline' }, capital(counted('relation', 1))),
      el(
        'h2',
        { class: 'says', tabindex: -1 },
        end(relation.from),
        ' ',
        el('i', null, say(relation.sentence)),
        ' ',
        end(relation.to),
      ),
    ),
    el('p', { class: 'lead' }, capital(relationFacts(relation))),
    tally(relation.claims, null),
    el(
      'ol',
      { class: 'claims' },
      relation.claims.map(claim => claimEntry(claim, cited, detailOf(relation))),
    ),
  ];
}

function statements(node, cited) {
  const list = el(
    'ol',
    { class: 'claims' },
    node.claims.map(claim => claimEntry(claim, cited)),
  );
  return el(
    'section',
    { class: 'group' },
    el(
      'h3',
      null,
      word('said_of_it'),
      node.claims.length > 1 ? el('span', { class: 'num' }, String(node.claims.length)) : null,
    ),
    list,
  );
}

/**
 * One claim as a footnote: number, quotation or note, source, marking, place in it, date, confidence.
 * What stands above the claims already is not said again.
 */
function claimEntry(claim, cited, above = '') {
  const detail = say(claim.detail);
  const source = sources.get(claim.source);
  const { number, again } = cited.cite(claim.source);
  const confidence = claim.confidence === 'high' ? '' : word(`confidence_${claim.confidence}`);
  const facts = [
    say(claim.locator),
    say(claim.date) || word('undated'),
    confidence,
    claim.office ? word('office', { office: claim.office }) : '',
  ];
  return el(
    'li',
    { class: 'claim' },
    el(
      'a',
      {
        class: 'fn',
        href: `#source-${number}`,
        'aria-label': word('source_number', { number }),
        click: showSource,
      },
      String(number),
    ),
    claim.quote ? quotation(claim) : null,
    claim.note ? el('p', { class: 'said' }, `${word('note')}: ${say(claim.note)}`) : null,
    detail && detail !== above ? el('p', { class: 'said' }, detail) : null,
    el(
      'p',
      { class: again ? 'again' : null },
      el('cite', null, source.title),
      source.publisher && !again ? `, ${source.publisher}` : '',
    ),
    el('p', { class: 'at' }, marking(claim.tlp), ' ', joined(facts)),
  );
}

function quotation(claim) {
  const foreign = claim.quote_lang && claim.quote_lang !== language;
  return el(
    'blockquote',
    { lang: claim.quote_lang },
    word('quote_open') + claim.quote + word('quote_close'),
    foreign
      ? el(
          'span',
          { class: 'lang', lang: language },
          ` [${word('in_language', { language: languageName(claim.quote_lang) })}]`,
        )
      : null,
  );
}

const marking = label => el('span', { class: 'tlp', 'data-marking': label }, `TLP:${label}`);

/** Goes to a source without touching the address, where the state is kept. */
function showSource(event) {
  event.preventDefault();
  const entry = document.getElementById(event.currentTarget.getAttribute('href').slice(1));
  findAll('.srcs .shown').forEach(other => other.classList.remove('shown'));
  entry.classList.add('shown');
  entry.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' });
}

function sourceList(order) {
  return el(
    'section',
    { class: 'srcs' },
    el('h3', null, word('sources')),
    el(
      'ol',
      null,
      order.map((id, i) => sourceEntry(sources.get(id), i + 1)),
    ),
  );
}

function sourceEntry(source, number) {
  const address = webAddress(source.url);
  const link = address
    ? el('a', { href: address, rel: 'noreferrer', target: '_blank' }, source.title)
    : el('span', null, source.title);
  return el(
    'li',
    { id: `source-${number}` },
    el('span', { class: 'fn' }, String(number)),
    link,
    el('small', null, marking(source.tlp), ' ', joined([source.publisher, say(source.class), source.year])),
    source.url ? el('small', { class: 'address' }, source.url) : null,
  );
}

/** The address if following it only opens a web page; null for anything else. */
function webAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
