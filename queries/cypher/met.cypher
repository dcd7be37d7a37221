// en: Who met whom at which events, and when? Everyone, or those whom one or two organisations met.
// es: ¿Quién se encontró con quién, en qué eventos y cuándo? Todos, o con quienes se encontraron una o dos organizaciones.
// param organisation: entity(Organisation) =
// param other: entity(Organisation) =
// column one: entity | Organisation | Organización
// column one_role: role | Its role | Su rol
// column two: entity | Met | Se encontró con
// column two_role: role | Role of the other | Rol de la otra
// column event: entity | At | En
// column start: date | From | Desde
// column end: date | Until | Hasta
MATCH (a:Organisation)-[p:PARTICIPATED_IN]->(e:Event)<-[q:PARTICIPATED_IN]-(b:Organisation)
WHERE a.sort < b.sort
  AND ($organisation = '' OR a.id = $organisation OR b.id = $organisation)
  AND ($other = '' OR a.id = $other OR b.id = $other)
RETURN DISTINCT a {.id, .name_en, .name_es} AS one, 'PARTICIPATED_IN.' + p.role AS one_role,
       b {.id, .name_en, .name_es} AS two, 'PARTICIPATED_IN.' + q.role AS two_role,
       e {.id, .name_en, .name_es} AS event, e.start AS start, e.end AS end,
       a.sort AS a_sort, b.sort AS b_sort, e.sort AS e_sort
ORDER BY start DESC, e_sort, a_sort, b_sort, one_role, two_role
