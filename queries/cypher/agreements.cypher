// en: Which agreements did a company sign, or are about a mine, and who else signed?
// es: ¿Qué acuerdos firmó una empresa, o tratan de una mina, y quién más firmó?
// param of: entity(Mine|Organisation)
// column agreement: entity | Agreement | Acuerdo
// column type: choice(Agreement.type) | Type | Tipo
// column start: date | Date | Fecha
// column party: entity | Signed by | Firmado por
// column role: role | As | Como
MATCH (a:Agreement)
WHERE EXISTS { MATCH (a)-[:CONCERNS]->(:Mine {id: $of}) }
   OR EXISTS { MATCH (:Organisation {id: $of})-[:SIGNED]->(a) }
OPTIONAL MATCH (p:Organisation)-[s:SIGNED]->(a)
RETURN DISTINCT a {.id, .name_en, .name_es} AS agreement, a.type AS type, a.start AS start,
       p {.id, .name_en, .name_es} AS party, 'SIGNED.' + s.role AS role, a.sort AS a_sort, p.sort AS p_sort
ORDER BY start DESC, a_sort, p_sort, role
