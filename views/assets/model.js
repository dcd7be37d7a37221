// The document, indexed: who is tied to whom, how often, and in how many steps from where.
const PLACE_SHAPES = { 'square-small': 1, square: 2, 'square-large': 3 };
const BIG_PICTURE = 120;
// Everything in a province is one step from everything else in it: that tells nothing.
const NOT_COUNTED_THROUGH = new Set(['Province', 'Region']);

const groups = new Map(DATA.groups.map(group => [group.id, group]));
const sources = new Map(DATA.sources.map(source => [source.id, source]));
const nodes = new Map(DATA.nodes.map(given => [given.id, indexed(given)]));
const relations = new Map(DATA.relations.map(given => [given.id, tied(given)]));
const isBig = nodes.size > BIG_PICTURE;

function indexed(given) {
  const group = groups.get(given.group);
  const names = [given.name, given.short].flatMap(name => [name.en, name.es]);
  return {
    ...given,
    group,
    level: PLACE_SHAPES[group.shape] ?? 0,
    relations: [],
    key: [...names, ...given.aliases].map(name => fold(name ?? '')).join(' | '),
  };
}

function tied(given) {
  const relation = { ...given, from: nodes.get(given.from), to: nodes.get(given.to), bend: 0 };
  for (const node of new Set([relation.from, relation.to])) node.relations.push(relation);
  return relation;
}

/** Relations of one pair are drawn as arcs: each gets its place among them, 0 for a lone one. */
function bendApart() {
  const pairs = new Map();
  for (const relation of relations.values()) {
    const pair = [relation.from.id, relation.to.id].sort().join(' ');
    pairs.set(pair, [...(pairs.get(pair) ?? []), relation]);
  }
  for (const together of pairs.values()) {
    together.forEach((relation, i) => {
      const side = relation.from.id < relation.to.id ? 1 : -1;
      relation.bend = (i - (together.length - 1) / 2) * side;
    });
  }
}
bendApart();

const otherEnd = (relation, node) => (relation.from === node ? relation.to : relation.from);
const isPlace = node => node.level > 0;
const typesInOrder = [...new Set([...relations.values()].map(relation => relation.type))];
const newest = relation => relation.first_year ?? relation.last_year ?? -Infinity;
const lowConfidence = relation => relation.claims.every(claim => claim.confidence === 'low');
const allClaims = node => [...node.claims, ...node.relations.flatMap(relation => relation.claims)];
const sourcesOf = claims => new Set(claims.map(claim => claim.source));

/** How many steps every node is from the root; nodes it does not reach are missing. */
function stepsFrom(root) {
  const steps = new Map([[root, 0]]);
  for (const node of steps.keys()) {
    if (NOT_COUNTED_THROUGH.has(node.kind) && node !== root) continue;
    for (const relation of node.relations) {
      const next = otherEnd(relation, node);
      if (!steps.has(next)) steps.set(next, steps.get(node) + 1);
    }
  }
  return steps;
}

const byTies = (a, b) =>
  b.relations.length - a.relations.length || a.id.localeCompare(b.id, 'en', { numeric: true });
