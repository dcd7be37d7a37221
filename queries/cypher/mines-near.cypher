// en: Which mines lie in a district or in one that borders it, and who operates and owns them?
// es: ¿Qué minas hay en un distrito o en uno que limita con él, y quién las opera y de quién son?
// param district: entity(District)
// column mine: entity | Mine | Mina
// column how: relation | Is | Está
// column place: entity | District | Distrito
// column who: entity | Organisation | Organización
// column does: relation | Does | Hace
// column share: number | Share % | Participación %
MATCH (d:District {id: $district})
MATCH (m:Mine)-[r:LOCATED_IN|NEAR|INFLUENCES]->(p:District)
WHERE p.id = d.id OR EXISTS { MATCH (p)-[:BORDERS]-(d) }
OPTIONAL MATCH (o:Organisation)-[c:OPERATES|OWNS]->(m)
RETURN DISTINCT m {.id, .name_en, .name_es} AS mine, type(r) AS how, p {.id, .name_en, .name_es} AS place,
       o {.id, .name_en, .name_es} AS who, type(c) AS does, c.share AS share,
       CASE WHEN p.id = d.id THEN 0 ELSE 1 END AS far, m.sort AS m_sort, p.sort AS p_sort, o.sort AS o_sort
ORDER BY far, m_sort, p_sort, how, does, share DESC, o_sort
