// en: Who belongs to a working group or initiative, by pillar?
// es: ¿Quiénes integran un grupo de trabajo o una iniciativa, por pilar?
// param group: entity(Organisation|Initiative)
// column pillar: choice(MEMBER_OF.pillar) | Pillar | Pilar
// column member: entity | Organisation | Organización
// column relation: relation | Is | Es
// column role: role | Role | Rol
// column start: date | From | Desde
// column end: date | Until | Hasta
// column sources: number | Sources | Fuentes
MATCH (g:Entity {id: $group})<-[r:MEMBER_OF|OBSERVES|COORDINATES]-(o:Organisation)
RETURN coalesce(r.pillar, '') AS pillar, o {.id, .name_en, .name_es} AS member, type(r) AS relation,
       type(r) + '.' + r.role AS role, r.start AS start, r.end AS end,
       count(DISTINCT r.source) AS sources, o.sort AS sort
ORDER BY pillar, relation, sort, role, start
