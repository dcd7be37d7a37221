// Chooses a place for every label so that none covers another: the important first, then by giving way.
const REPAIR_ROUNDS = 4;

/** Places for labels; each item {mark, tier, weight, places} gets `pick`, one of its places, or null. */
function arrangeLabels(items) {
  const inTheWay = (box, self) =>
    items.filter(item => item !== self && item.pick && overlap(box, item.pick.box));
  const firstFree = item => item.places.find(place => !inTheWay(place.box, item).length) ?? null;
  for (const item of items) item.pick = null;
  for (const item of items) item.pick = firstFree(item);
  for (let round = 0; round < REPAIR_ROUNDS; round++) {
    for (const item of items) {
      const free = firstFree(item);
      if (free && (!item.pick || free.cost < item.pick.cost)) item.pick = free;
      else if (!item.pick) makeRoom(item, inTheWay);
    }
  }
  return items;
}

/** Moves up to two labels out of the way, or drops them where they matter less. */
function makeRoom(item, inTheWay) {
  for (const place of item.places) {
    const moves = inTheWay(place.box, item).map(other => {
      const elsewhere = other.places.find(
        option =>
          !overlap(option.box, place.box) && inTheWay(option.box, other).every(third => third === item),
      );
      return { other, elsewhere: elsewhere ?? null };
    });
    const lost = moves.reduce((sum, move) => sum + (move.elsewhere ? 0 : move.other.weight), 0);
    if (moves.length > 2 || lost >= item.weight * 0.6) continue;
    // Two that give way must not give way to the same spot.
    if (
      moves.length === 2 &&
      moves.every(move => move.elsewhere) &&
      overlap(moves[0].elsewhere.box, moves[1].elsewhere.box)
    )
      continue;
    for (const move of moves) move.other.pick = move.elsewhere;
    item.pick = place;
    return;
  }
}

/** Which of the nodes carry a strong label: those with most ties, places only where very many meet. */
function strongOnes(marks) {
  const candidates = marks
    .map(mark => mark.node)
    .filter(node => node.relations.length > 3 && (!isPlace(node) || node.relations.length >= 7))
    .sort(byTies);
  return new Set(candidates.slice(0, isBig ? 22 : 9));
}

/** Where the wording of lit ties stands: at the middle, or where it crosses least; null where nowhere. */
function placeWording(ties, { size, taken, room, main }) {
  const placed = [];
  for (const tie of [...ties].sort((a, b) => b.arc.length - a.arc.length)) {
    const others = ties.filter(other => other !== tie).map(other => pieces(other.arc, 6));
    const text = cut(say(tie.relation.label));
    const many = tie.relation.claims.length > 1 ? String(tie.relation.claims.length) : '';
    const width = textWidth(text, size, { italic: true }) + 6 + (many ? size * 0.95 : 0);
    const spot = wordingSpot(tie, width, size, { others, taken: [...taken, ...placed], room, main });
    if (spot) placed.push({ ...spot, tie, text, many, size });
  }
  return placed;
}

function wordingSpot(tie, width, size, { others, taken, room, main }) {
  // Nearer to the other end, so that the wording of many ties does not crowd around the node they share.
  const lean = tie.relation.from === main ? -0.25 : 0.25;
  let best = null;
  let least = Infinity;
  for (const part of [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8]) {
    for (const aside of tie.relation.bend ? [0, 0.34, -0.34] : [0]) {
      const point = along(tie.arc, part);
      const x = point.x + aside * width;
      const box = { ...boxAround(x, point.y, width / 2, size * 0.6), x, y: point.y };
      const outside =
        box.x0 < room.x0 + 2 || box.x1 > room.x1 - 2 || box.y0 < room.y0 + 2 || box.y1 > room.y1;
      if (outside || taken.some(obstacle => overlap(box, obstacle))) continue;
      const crossed = others.flat().filter(piece => lengthInside(box, ...piece) > 3).length;
      const cost = Math.abs(part - 0.5) * 2 + (part - 0.5) * lean * 2 + Math.abs(aside) + crossed * 0.8;
      if (cost < least) [best, least] = [box, cost];
    }
  }
  return best;
}
