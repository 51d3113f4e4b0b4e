"""Spanish: names, places, topics and sentence patterns for made-up news.

Nothing here is about a real person, place or event. Topics and institutions are feminine, so that "de" and "a" do not
melt with an article.
"""

from __future__ import annotations

from archiver.newsroom.language import Language, lines, listed, topics

_TOPICS = topics("""
    Política | Consulta del Puerto | la consulta del puerto | las urnas; las papeletas por correo; las actas; las mesas de barrio
    Política | Ley de Alquileres | la ley de alquileres | las listas de espera; las casas vacías; las cooperativas; las ayudas
    Política | Frontera del Río | la frontera del río | las aduanas; las zonas de pesca; las patrullas; las barcazas
    Economía | Huelga de Estibadores | la huelga de estibadores | las grúas; las jornadas de noche; las pensiones; las escalas canceladas
    Economía | Cosecha de Olivo | la cosecha de olivo | las almazaras; las cuadrillas; las primas del seguro; las balsas de riego
    Economía | Venta del Astillero | la venta del astillero | las gradas; las cartas de pedido; las escuelas taller; las naves viejas
    Ciencia | Red de Sismógrafos | la red de sismógrafos | las sondas; las lecturas nocturnas; las fallas; las antenas
    Ciencia | Cuenta de Garzas | la cuenta de garzas | las marismas; las anillas; las fichas; las torres de aviso
    Salud | Fusión de Clínicas | la fusión de clínicas | las urgencias; las camas; las ambulancias; las guardias
    Salud | Campaña de Vacunas | la campaña de vacunas | las neveras; las unidades móviles; las escuelas rurales; las citas
    Cultura | Temporada de Ópera | la temporada de ópera | las entradas; las butacas; las voces jóvenes; las coproducciones
    Cultura | Filmoteca Nueva | la filmoteca nueva | las bobinas; las salas de lectura; las donaciones; las copias únicas
    Deportes | Reforma del Estadio | la reforma del estadio | las gradas del oeste; las torres de luz; las abonadas; las pistas
    Deportes | Regata de la Bahía | la regata de la bahía | las traineras; las corrientes; las actas de los jueces; las boyas
""", ("short", "topic"))

SPANISH = Language(
    code="es",
    given=listed("""Lucía; Álvaro; Inés; Gonzalo; Nuria; Mateo; Begoña; Sebastián; Ximena; Íñigo; Rocío; Tomás; Adela; Emilio;
        Paloma; Rubén; Candela; Joaquín; Maite; Hernán"""),
    family=listed("""Arrizabalaga; Bermúdez; Cifuentes; Doménech; Escribano; Fuentes; Garrido; Hinojosa; Ibáñez; Jaramillo;
        Lozano; Mondragón; Núñez; Olivares; Peñalver; Quiroga; Robledo; Santisteban; Urrutia; Zaldívar"""),
    places=listed("""Puerto Alegría; Villarroya del Mar; Santa Olalla; Peñaclara; Ribera Alta; Monteagudo; Las Salinas; Valdeolmos;
        Torre Blanca; Aguamansa; Cabo Lindo; San Telmo; Fuentearmegil; Bahía Honda; Campoviejo; La Encina; Molinos del Rey;
        Navalmar; Robledal; Sotogrande del Río; Tresfuentes; Vega Nueva; Yesares; Zarzamora"""),
    roles=listed("alcaldesa; ministro; consejera; concejal; gobernadora; diputado; presidenta"),
    bodies=listed("""la asamblea municipal; la autoridad portuaria; la junta regional; la comisión de obras;
        la consejería de hacienda; la audiencia comarcal"""),
    affiliations=listed("""la Universidad de Peñaclara; la Fundación Marea; la Escuela de Ingenieros de San Telmo;
        la Red de Estudios Locales; la Cámara de Cuentas"""),
    groups=listed("""la asociación de vecinos; la cofradía de pescadores; la unión de comerciantes; la liga de inquilinos;
        la cooperativa agraria"""),
    topics=_TOPICS,
    titles=lines("""
        {short}: {place} se juega {money} antes de {month}
        {place} aplaza {topic} tras {n} horas de debate
        {official} defiende {topic} ante {n} vecinos de {place}
        La factura de {topic} sube un {pct} % en {place}
        {short} divide a {place} a las puertas de la votación
        Qué cambia en {place} con {topic} desde {later}
        «No podemos esperar más»: {place} exige respuestas sobre {topic}
        Un informe halla {n} fallos y enfría {topic} en {place}
    """),
    leads=lines("""
        Tras {n} horas de debate, {body} de {place} dejó para {month} la decisión sobre {topic}, que todos esperaban para este {day}.
        {official} anunció este {day} que {place} gastará {money} en {small} años para sacar adelante {topic}.
        Unas {big} personas recorrieron {place} el {day} para pedir que {body} explique quién pagará {topic}.
        Un informe conocido el {day} enumera {n} problemas en {place} y vuelve a abrir la discusión sobre {topic}.
        En {place} no se habla de otra cosa desde {month}: {topic} ha entrado en su última semana y nadie se atreve a apostar.
    """),
    sentences=lines("""
        «No es solo dinero, se trata de {detail}», resumió {expert}, de {affiliation}.
        {critic}, que habla en nombre de {group}, llamó a la propuesta «un puente con una sola orilla» y pidió {n} cambios.
        Según {affiliation}, la parte de hogares afectados pasó del {pct} % al {pct2} % desde {year}.
        {official} aseguró que los trabajos empezarán en {month} si {body} acepta las condiciones.
        Los primeros cálculos, a los que ha tenido acceso este diario, hablan de {money}, y {place} pondría un tercio.
        Un plan parecido fracasó en {place2} en {year}, cuando se supo en qué estado se encontraban {detail}.
        {expert} sigue el asunto desde hace {small} años y sostiene que las cuentas solo salen si se olvidan {detail}.
        En una carta de {n} páginas, {group} advierte de que {place} y {place2} pagarían dos veces por lo mismo.
        Los comercios próximos a la estación de {place} dicen haber vendido un {pct} % menos desde {month}.
        La oposición reclama una revisión independiente que incluya {detail} y termine antes de {later}.
        Para las {big} personas que viven entre {place} y {place2}, la pregunta es muy práctica.
        Los técnicos que revisaron {detail} en {month} anotaron {n} defectos, {small} de ellos graves.
        «Mi abuela escuchó aquí en {year} los mismos discursos», recordó {critic}, que tiene una tienda en {place}.
        Hasta {month} se reunieron {big} firmas en {place}, más de las que pide la ley.
        El acuerdo tiene {n} cláusulas, y la más discutida es la que menciona {detail}.
        El dinero saldría de un fondo de {money} creado en {year} y casi sin tocar desde entonces.
        Nadie sabe quién cuidará de {detail} cuando pasen los primeros {small} años, admite {official}.
        «Hemos tenido paciencia {small} inviernos», dijo {critic}, «y la paciencia no arregla {detail}».
        El plan promete {n} empleos en {place}, aunque {group} duda de que la mitad llegue a {later}.
        Las estimaciones no coinciden: {affiliation} habla de {money} y {group}, de {money2}.
        Al ser preguntado por {detail}, {official} miró sus papeles y prometió contestar por escrito antes de {month}.
        La segunda lectura será el {day}, con {small} horas reservadas a las preguntas de los vecinos de {place}.
        La vecina {place2} ya ha dicho que participará si {detail} entran en el reparto.
        En {year} un tribunal ordenó que {body} detallara de dónde saldrían los fondos.
        La lluvia de {month} hizo lo demás: {small} días de caminos cortados en {place} y poca paciencia.
        De las {n} personas consultadas en {place}, solo {small} habían leído la propuesta entera.
        Las aseguradoras han subido un {pct} % las pólizas que dependen de {detail}.
        {critic} lleva desde {year} un diario de cada reunión; va por el cuaderno {small}.
        Si {body} dice que no, {place} perderá {money} del fondo regional.
    """),
    captions=lines("""
        Vecinos de {place} esperan noticias sobre {topic}.
        {official}, a su llegada a la reunión del {day} en {place}.
        Imagen de {detail} cerca de {place}, en {month}.
    """),
    comments=lines("""
        Vivo en {place} desde hace {n} años y nadie nos ha preguntado nunca.
        ¿Y quién paga los {money}? Los de siempre.
        Buen artículo, pero en {place2} ya pasó en {year}.
        Mi tío trabajó allí {small} años y dice que cuesta la mitad.
    """),
    months=listed("""enero; febrero; marzo; abril; mayo; junio; julio; agosto; septiembre; octubre; noviembre; diciembre"""),
    days=listed("lunes; martes; miércoles; jueves; viernes; sábado; domingo"),
    labels={
        "home": "Portada", "latest": "Lo último", "about": "Quiénes somos", "contact": "Contacto", "search": "Buscar",
        "related": "Más noticias", "most_read": "Lo más leído", "comments": "Comentarios", "reply": "Responder",
        "share": "Comparte esta noticia", "newsletter": "Recibe cada mañana nuestro resumen en tu correo",
        "cookies": "Utilizamos cookies propias y de terceros para mejorar nuestros servicios. Puedes cambiar la "
                   "configuración cuando quieras.",
        "accept": "Aceptar", "refuse": "Rechazar", "footer": "Todos los derechos reservados. Prohibida la reproducción "
        "sin permiso.", "top": "Subir", "by": "Por", "and": "y", "photo": "Foto", "next": "Página siguiente",
        "previous": "Página anterior", "more": "Seguir leyendo", "advert": "Publicidad", "updated": "Actualizado",
        "published": "Publicado", "tags": "Temas", "correction": "Fe de errores", "money": "{n} millones de pesos",
        "continued": "suscríbete para leer el resto",
    },
    standing={
        "support": "Lees esta nota porque otros lectores la pagan. Si nuestro trabajo te sirve, [ayúdanos a "
                   "mantenerlo abierto] desde veinte pesos al mes.",
        "letter": "Cada tarde a las seis la redacción reúne en una carta las cinco historias del día. [Pide la "
                  "tuya.]",
        "follow": "Más de nuestra redacción en [Telegram], en [Mastodon] y en la radio a las siete y media.",
        "funded": "Este trabajo contó con una beca del Fondo Linterna, que no intervino en lo que cuenta.",
        "signed": "La guardia nocturna",
    },
    thousands=".",
)
