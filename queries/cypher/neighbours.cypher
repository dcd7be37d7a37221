// en: What is an organisation, mine, place … tied to, and how?
// es: ¿Con qué está relacionado un actor, una mina, un lugar…, y cómo?
// param of: entity
// column relation: relation | Relation | Relación
// column other: entity | With | Con
// column kind: kind | Kind | Clase
// column role: role | Role | Rol
// column start: date | From | Desde
// column end: date | Until | Hasta
// column sources: number | Sources | Fuentes
MATCH (a:Entity {id: $of})-[r]-(b:Entity)
WHERE NOT type(r) IN ['PART_OF', 'BORDERS']
WITH a, b, CASE WHEN startNode(r).id = a.id THEN type(r) ELSE '<' + type(r) END AS relation, r
RETURN relation, b {.id, .name_en, .name_es} AS other,
       head([l IN labels(b) WHERE l <> 'Entity']) AS kind,
       type(r) + '.' + r.role AS role, r.start AS start, r.end AS end, count(DISTINCT r.source) AS sources,
       b.sort AS sort
ORDER BY relation, sort, role, start
