"""Words that show a person in a text, and those that show a thing named after one: offices, ranks, names."""


def words_of(words: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(words.split())


# Words are compared folded: without case, accents and ñ.
COURTESIES = words_of("sr sra srta mr mrs ms miss senor senora senorita")
DEGREES = words_of(
    "dr dra ing lic prof arq abg abog econ mg mgtr doctor doctora ingeniero ingeniera licenciado "
    "licenciada profesor profesora professor arquitecto arquitecta"
)
DONS = words_of("don dona")
RANKS = words_of(
    "gral general crnl cnel coronel cmdte comandante mayor cap capitan tnte teniente sgto suboficial"
)
FORCES = words_of("pnp ep fap")
HONORIFICS = COURTESIES | DEGREES | DONS | RANKS
OFFICES = words_of(
    "presidente presidenta president vicepresidente vicepresidenta alcalde alcaldesa gobernador "
    "gobernadora governor gerente director directora secretario secretaria secretary regidor regidora "
    "congresista ministro ministra minister viceministro viceministra premier jefe jefa prefecto prefecta "
    "subprefecto subprefecta fiscal juez jueza coordinador coordinadora coordinator representante "
    "representative dirigente lider lideresa leader vocero vocera spokesperson embajador embajadora "
    "ambassador chair chairman chairwoman chairperson manager comisionado comisionada comunero comunera "
    "tesorero tesorera treasurer delegado delegada contacto contact responsable encargado encargada"
)
# What may stand between an office and the name of who holds it.
OFFICE_RANGE = (
    OFFICES
    | HONORIFICS
    | FORCES
    | words_of(
        "regional provincial distrital municipal comunal general ejecutivo ejecutiva executive legal "
        "nacional adjunto adjunta nombre name"
    )
)
# Words with a capital after an honorific that are no name: "Ing. Civil", "Sr. Presidente".
NOT_NAMES = OFFICE_RANGE | words_of(
    "civil minas ambiental residente quimico quimica geologo geologa metalurgista agronomo agronoma "
    "industrial electricista mecanico sanitario forestal sistemas administracion derecho educacion "
    "enfermeria trabajo social operacion funcionamiento honoris bosco cautivo justo jesus congo bank "
    "project mine mina proyecto copper excel word office mining gold silver resources minerals metals"
)
AGENTS = words_of(
    "representado representada represented firmado firmada signed presidido presidida chaired led cargo"
)
THINGS = words_of(
    "hospital clinica instituto institute institucion ie iep iest colegio escuela school universidad "
    "university centro center centre puesto posta fundacion foundation biblioteca museo plaza avenida av "
    "calle jr jiron street parque estadio coliseo auditorio aeropuerto premio puente mercado catedra "
    "laboratorio laboratory college pasaje psje urbanizacion urb asentamiento distrito district provincia "
    "province mina mine proyecto project minera unidad union cooperativa asociacion association federacion "
    "federation sindicato comunidad community empresa frente ronda base nuestra santuario hermandad "
    "capilla parroquia iglesia"
)
IN_NAMES_OF_THINGS = words_of(
    "de del la el los of the n no nacional regional distrital tecnico superior publico"
)

GIVEN = words_of(
    "adela adolfo adrian agustin aida alan alberto alejandra alejandro alex alexander alfonso alfredo "
    "alicia alvaro amanda ana andrea andres angel angela angelica anibal anna anthony antonia antonio "
    "armando arturo augusto aurelio beatriz benedicta benito bernardo bertha blanca braulio brenda carla "
    "carlos carmela carolina catalina cecilia celia cesar cirilo claudia claudio clemente cristian "
    "cristina cristobal daniel daniela dario david delia diana diego dina donato doris edgar edilberto "
    "edith edson eduardo edwin efrain elena eliana elias elizabeth elmer eloy elsa elvira emilia emilio "
    "enrique erick ernesto esteban esther eugenia eugenio eulogia eulogio eusebio eva evaristo fabian "
    "fausto feliciano felicitas felipe felix fermin fernando fidel filomena flavio florencio fortunato "
    "francisca francisco freddy fredy gabriel gabriela genaro gerardo gilberto giovanna gladys gonzalo "
    "graciela gregoria gregorio guido guillermina guillermo gustavo hector henry heriberto hermelinda "
    "hernan hilaria hilario hipolito honorato hugo humberto ignacio ines irene irma isaac isabel isidro "
    "ivan jaime james janet javier jhon joaquin joel john jorge jose josefina juan juana julia julian "
    "juliana julio justina karen karina katherine laura leonarda leonardo leoncio leonor lidia liliana "
    "lorenzo lucas lucia lucio lucy luis luisa manuel manuela marcelina marcelino marcelo marco marcos "
    "margarita maria mariana maribel mario marisol mark marta martha martin martina mary mateo mauricio "
    "maximo melchor melquiades michael miguel milagros modesto moises monica nancy natalia nelida nelly "
    "nelson nestor nicanor nicolas nicolasa nilda noemi norma octavio ofelia olga orlando oscar pablo "
    "pascual pascuala patricia patricio paul paula paulina paulino pedro percy peter porfirio primitivo "
    "rafael ramiro ramon raul rebeca rene ricardo rigoberto rita rober robert roberto rocio rodolfo "
    "rogelio roger rolando ronald rosa rosalia rosalio roxana ruben rufino ruth sabina sabino samuel "
    "sandra santusa sarah saturnina saturnino sebastian sergio severo silvia simeon simon sofia sonia "
    "susan susana teodora teodoro teofilo teresa thomas timoteo tomas valentin valeriano veronica vicente "
    "victor victoriano vilma virginia vladimir walter wilber wilbert wilfredo william wilmer wilson yeny "
    "yolanda yuri zenobio zenon zoila zulema"
)
ANDEAN_SURNAMES = words_of(
    "anco apaza arotaipe cahuana calcina ccahuana ccallo ccama ccopa ccori challco chambi checca choque "
    "chuquimia churata coaquira colque condori cusihuaman cutipa hancco huaman huamani huanca huarca "
    "huillca illanes inquilla japura larico layme lupaca machaca mamani mayta mollo pacco paucar puma "
    "pumacahua qquenta quispe roque sucari sucasaire sullca sutta tapara ticona turpo vilca vilcapaza yana "
    "yanqui yapo yucra yupanqui zapana"
)
