"""The words a byline is made of, in more than 25 languages: "by", roles that are no authors, what no name contains.

Nothing here decides; single outlets are never named, only the news agencies that all outlets quote.
"""

from __future__ import annotations

import re

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")       # letters of Chinese, Japanese and Korean
BY_SURE = (
    # English
    "by", "written by", "words by", "story by", "posted by", "reported by", "report by", "text by", "review by",
    "interview by", "opinion by", "opinion: by", "analysis by", "article by", "reporting by", "contributed by",
    "submitted by", "published by", "created by", "guest post by", "essay by", "column by", "commentary by", "post by",
    "author", "authors", "author(s)", "article author", "written", "posted by:", "byline", "post author",
    # German
    "von", "text von", "texte von", "autor", "autorin", "autoren", "autor:in", "autor*in", "autorinnen", "verfasst von",
    "geschrieben von", "kommentar von", "gastbeitrag von", "bericht von", "interview von", "veröffentlicht von",
    "analyse von", "essay von", "kolumne von", "erstellt von", "artikel von", "beitrag von", "rezension von", "protokoll von",
    "glosse von", "reportage von", "verfasser", "redaktion:", "aufgezeichnet von", "interview:", "gepostet von", "eingestellt von",
    # French
    "par", "publié par", "écrit par", "propos recueillis par", "recueilli par", "auteur", "auteurs", "autrice", "rédigé par",
    "posté par", "texte de", "texte par", "article rédigé par",
    # Spanish, Portuguese, Catalan, Galician
    "por", "escribe", "escriben", "escreve", "scrive", "schreibt", "escrito por", "publicado por", "autora", "autores", "texto de", "texto por", "redactado por", "reportagem de",
    "postado por", "escrit per", "redactor", "redactora", "periodista",
    # Italian
    "a cura di", "scritto da", "pubblicato da", "testo di", "testi di", "autore", "autori", "articolo di", "intervista di",
    "dal nostro inviato", "dalla nostra inviata", "dal nostro corrispondente",
    # Dutch, Afrikaans
    "door", "geschreven door", "tekst door", "deur", "geplaatst door", "verslaggever",
    # Scandinavian, Finnish, Icelandic, Estonian
    "av", "af", "skriven av", "skrevet av", "skrevet af", "text av", "tekst av", "tekst af", "publicerad av", "forfatter",
    "författare", "journalist", "skribent", "kirjoittanut", "kirjoittaja", "toimittaja", "höfundur", "eftir", "kirjutas",
    # Slavic, Latin script
    "przez", "autorka", "autorzy", "opracował", "opracowała", "oprac.", "opracowanie", "napisał", "napisała", "napsal",
    "napsala", "napísal", "napísala", "autoři", "piše", "pišu", "avtor", "avtorica", "napisao", "napisala", "pripravil",
    # Hungarian, Romanian, Turkish, Albanian, Baltic
    "szerző", "szerzők", "írta", "scris de", "publicat de", "articol de", "yazan", "yazar", "haberi yazan", "nga",
    "autors", "autorė", "autorius", "parašė", "teksta autors",
    # Cyrillic
    "автор", "авторы", "автори", "текст", "автор:", "аутор", "пише", "пишет", "від", "от", "авторка", "текст:",
    "автор статьи", "автор текста", "авторът", "од",
    # Greek
    "από", "συντάκτης", "συντάκτρια", "γράφει", "γράφει ο", "γράφει η", "γράφουν", "του", "της", "κείμενο",
    # Arabic, Persian, Urdu, Hebrew
    "بقلم", "كتب", "كتبت", "كتبه", "كتبته", "إعداد", "الكاتب", "تحرير وكتابة", "نویسنده", "نوشته", "تحریر", "مصنف",
    "מאת", "כתב", "כתבה",
    # South Asian
    "द्वारा", "लेखक", "लेखिका", "রচনা", "লেখক", "লিখেছেন", "எழுதியவர்", "రచయిత", "লেখা",
    # South-East Asian, African
    "bởi", "tác giả", "oleh", "penulis", "ditulis oleh", "reporter", "isinulat ni", "imeandikwa na", "mwandishi", "โดย",
    "ผู้เขียน", "na mwandishi wetu", "ngu", "daga", "gan",
    # Georgian, Armenian
    "ავტორი", "հեղինակ",
    # East Asian
    "作者", "撰文", "文／", "文/", "文｜", "文：", "文:", "文＝", "文=", "文|", "取材・文", "執筆", "著者", "筆者", "记者", "記者", "本报记者", "本報記者",
    "本刊记者", "特约记者", "글", "작성자", "글쓴이", "撰稿", "采写", "ライター", "投稿者", "執筆者", "文・写真", "取材",
)
"""A line that begins with one of these and goes on with a name is a byline."""

BY_WEAK = ("di", "de", "da", "do", "d'", "per", "le", "od", "na", "ni", "van", "text", "texte", "texto", "testo", "tekst",
           "teksti", "from", "words", "story", "reporting", "writer", "correspondent", "as told to", "στον", "haber", "از",
           "writing", "report", "posted", "published", "by", "contributor", "contributors", "mit", "redaktion", "theo", "vom", "en")
"""As above, but only where the place speaks for it too: these are everyday words."""

BY_INSIDE = ("written by", "posted by", "published by", "by", "von", "par", "por", "door", "av", "af", "przez", "автор",
             "autor", "autorin", "author", "oleh", "από", "a cura di", "scritto da", "di", "escrito por", "publicado por",
             "publié par", "מאת", "بقلم", "作者", "记者", "記者")
"""Words that part a byline from the date or kicker that stands before it in the same line."""

BY_AFTER = ("기자", "記者", "特派員", "记者", "द्वारा", "tarafından", "írása", "írta", "yazdı", "編集委員", "論説委員", "선임기자", "특파원", "인턴기자")
"""Words that stand behind the name."""

ROLES_NOT_AUTHOR = (
    "photo", "photos", "photograph", "photographs", "photography", "photographer", "photographers", "photographed", "image",
    "images", "picture", "pictures", "pic", "pics", "illustration", "illustrations", "illustrated", "illustrator",
    "graphic", "graphics", "art", "artwork", "video", "videos", "audio", "podcast", "edited", "editing", "editor", "editors",
    "translated", "translation", "translator", "translators", "fact-checked", "fact checked", "factchecked", "reviewed",
    "medically reviewed", "expert reviewed", "updated", "produced", "production", "producer", "design", "designed",
    "copy edited", "additional reporting", "curated", "narrated", "compiled", "presented", "sponsored", "powered",
    "recommended", "checked", "verified", "last updated", "last edited", "data", "development", "developed", "cover",
    "foto", "fotos", "fotografie", "fotografien", "fotograf", "fotografin", "bild", "bilder", "grafik", "grafiken",
    "illustrationen", "titelbild", "titelfoto", "übersetzung", "übersetzt", "aus dem englischen", "aus dem amerikanischen",
    "redaktionelle bearbeitung", "bearbeitet", "kamera", "schnitt", "symbolbild", "mitarbeit", "redigatur", "geprüft", "quelle",
    "photographie", "photographies", "photographe", "traduction", "traduit", "dessin", "dessins", "infographie", "édité",
    "fotografía", "fotografías", "fotografia", "fotografias", "imagen", "imágenes", "traducción", "traducido", "ilustración",
    "ilustraciones", "imagem", "imagens", "tradução", "traduzido", "ilustração", "edição", "edición", "editado", "gráficos",
    "immagine", "immagini", "traduzione", "tradotto", "illustrazione", "illustrazioni", "disegni", "grafica",
    "beeld", "fotografie:", "vertaling", "vertaald", "illustratie", "foto's", "bewerking", "redigering", "översättning",
    "oversatt", "oversat", "oversættelse", "kuva", "kuvat", "käännös", "valokuva", "ljósmynd", "ljósmyndir", "mynd", "myndir",
    "zdjęcie", "zdjęcia", "tłumaczenie", "tłumaczył", "fot.", "fot", "překlad", "přeložil", "preklad", "fotky", "foto:",
    "fordította", "fotó", "fotók", "fotografii", "traducere", "traducerea", "fotoğraf", "fotoğraflar", "çeviri", "çeviren", "editör",
    "фото", "фотограф", "перевод", "переклад", "редактор", "иллюстрация", "иллюстрации", "снимка", "снимки", "видео", "відео",
    "φωτογραφία", "φωτογραφίες", "φωτο", "μετάφραση", "επιμέλεια", "تصوير", "صور", "صورة", "ترجمة", "تحرير", "مراجعة", "צילום",
    "צילומים", "תרגום", "עריכה", "עורך", "عکس", "ترجمه", "ویرایش", "مترجم", "फोटो", "अनुवाद", "ছবি", "অনুবাদ",
    "foto oleh", "terjemahan", "penerjemah", "ảnh", "dịch", "biên dịch", "ภาพ", "แปล", "picha", "摄影", "攝影", "翻译", "翻譯", "编辑",
    "編輯", "責任編輯", "责任编辑", "校对", "图", "图片", "圖", "圖片", "写真", "撮影", "翻訳", "翻訳者", "訳", "編集", "監修", "イラスト", "構成", "사진", "번역",
    "편집", "그림", "영상", "来源", "來源", "出典", "提供", "동영상", "출처", "source", "sources", "via", "leído", "gelesen", "lu", "letto", "voiced", "interviewed", "researched", "research", "proofread", "approved", "co-edited", "adapted", "uploaded", "moderated", "fuente", "fonte", "källa", "kilde",
    "lähde", "źródło", "zdroj", "forrás", "sursă", "kaynak", "источник", "джерело", "πηγή", "المصدر", "מקור", "credit", "credits",
)
"""What is said before a name that is not the author's."""

ROLE_TAIL = frozenset(
    "staff writer writers reporter reporters editor editors correspondent correspondents columnist contributor contributors"
    " contributing senior junior chief political national international foreign sports business health science technology"
    " tech education investigative managing deputy associate assistant executive special digital multimedia general"
    " journalist author bureau freelance guest opinion editorial producer anchor critic analyst fellow intern blogger"
    " redakteur redakteurin redaktor redaktorin reporterin korrespondent korrespondentin chefredakteur chefredakteurin"
    " chefredaktor ressortleiter ressortleiterin volontär volontärin autor autorin journalistin freier freie politik wirtschaft"
    " journaliste rédacteur rédactrice correspondant correspondante envoyé envoyée spécial spéciale chef redactor redactora"
    " periodista corresponsal enviado enviada especial colaborador colaboradora repórter colunista correspondente jornalista"
    " redattore redattrice giornalista inviato corrispondente verslaggever redacteur journalista kommentator skribent"
    " dziennikarz dziennikarka redaktor korespondent novinář novinářka redaktorka muhabir muhabiri yazarı корреспондент"
    " журналист журналистка кореспондент журналіст журналістка обозреватель reporter-in-chief editor-in-chief founder"
    " co-founder ceo director president professor lecturer researcher manager specialist consultant coach strategist"
    " marketing content copywriter head lead vice engineer scientist expert dietitian nutritionist physician attorney"
    " photographer videographer webmaster administrator moderator publisher host newsroom features lifestyle culture"
    " entertainment politics local crime courts environment energy finance financial economics economy markets media"
    " investigations white house washington capitol congressional government affairs enterprise travel food music film tv"
    " affiliate principal parliamentary reviewer expert founding partner owner creator member tester researcher student advisor"
    " rechtsanwalt rechtsanwältin columnists qa experte expertin volunteer guest experten gründer gründerin geschäftsführer"
    " strategy communications relations officer ambassador trainer instructor educator therapist attorney nurse"
    " gast gastautor gastautorin gastbeitrag pressesprecher pressesprecherin sprecher ressort leiter leiterin chefin"
    " wirtschaftsredakteur sportredakteur politikredakteur online-redakteur wissenschaftsredakteur".split())
"""Words of which a job title behind a name is made."""

NOT_A_NAME = frozenset(
 "about above accept account add ads advertisement advertising ago all also am pm and any app apps archive archives article"
    " articles ask back be been before being best blog blogs book books breaking browse but buy can careers cart categories"
    " category click close comment comments community contact content continue cookie cookies copyright countries country"
    " create daily date deals default did discover discussion donate download edit edition email e-mail english error events"
    " exclusive explore facebook faq favorites featured feed file filed find follow following font for forum free from full"
    " gallery games get go google guide has have he help her here hide his home homepage horoscope hour hours how https http if"
    " image images in index info instagram interview into is it its join just latest learn less like likes linkedin links list"
    " listen live load loading location log login logout mail main market me menu min mins minute minutes mobile month more"
    " most my newsletter newsletters next night no not notifications of off offers on online open opinion opinions or order"
    " our out page pages paid partner password pay permission photo photos picture pictures pinterest play please podcast"
    " podcasts policy popular post posted posts press previous print privacy profile publish published quiz rate rating read"
    " reading recent recommended reddit register related rights reply report reports reprint rss save search section see"
    " select send series services settings share shares shop show sign site sitemap skip sponsored sports standard start"
    " stories story subscribe subscribed subscriber subscribers subscription support survey tags telegram terms than"
    " that the their them there these they this threads time times tip tips to today top topic topics total transcript"
    " translate trending tweet twitter type under unknown unsubscribe up update updated upload us use user username video"
    " videos view views visit vote was watch we weather website week welcome were what whatsapp when where which who why "
    " with within without won word words world would year years yesterday you your youtube said says say new hot"
    " nachrichten nachrichtenagentur actualités agence kategorien kategorie abgelegt eingetragen gespeichert erstellt herausgeber"
    " gesponserte gesponsert sponsorisé patrocinado sponsorizzato gesponsord inhalte contenu contenido contenuto last modified reviewed viewed at via gmt utc est edt pst pdt cst cdt cet cest mez mesz bst ist jst aest p.m a.m o'clock profil profile reblogged rebloggt"
    " schlagwörter tagged uncategorized allgemein publiziert um by bio verfasst geschrieben autor author authors written"
    " monday tuesday wednesday thursday friday saturday sunday january february march july september"
    " october november december feb apr aug sep sept oct nov dec mon tue tues wed thu thur thurs fri "
    " montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz oktober dezember"
    " anzeige artikel abonnieren aktuell aktualisiert alle als am anmelden auch auf aus bei beim bild bilder datum der die das"
    " den dem des ein eine einem einen einer diese dieser dieses drucken für hat ich im ist kommentar kommentare lesen"
    " lesezeit mehr merken minuten mit nach nicht noch nur oder quelle sie sich sind startseite stand teilen thema themen uhr"
    " und uns unsere veröffentlicht vom von vor weiter weitere werbung wie wird wir zu zum zur über folgen schließen newsletter"
    " abo abonnenten artikels beitrag empfehlen facebook-seite impressum kontakt mitglied zuletzt"
    " abonnez abonnés accueil actualité actualités article aux avec ce ces cette commentaire commentaires dans du elle est et"
    " imprimer lecture lire mis jour partager plus pour publicité publié sur temps une vous connexion inscription réservé"
    " actualizado actualidad artículo comentarios compartir con cuando el ella en es esta este está fecha guardar hace horas"
    " inicio leer los las más noticias no para pero por que se según síguenos ser sin sobre su suscríbete también tiempo últimas"
    " un una y ya notícias mais leia compartilhe comentários publicidade atualizado em não uma com os as ao"
    " aggiornato condividi commenti del della il leggi notizie pubblicato sono tempo lettura abbonati"
    " lees delen reacties deel artikel het een is niet voor bij ook nieuws geplaatst gepubliceerd"
    " les del dela publisert oppdatert publicerad uppdaterad kommentarer läs läst annons og och är inte för til"
    " czytaj udostępnij komentarze dodaj aktualizacja dzisiaj wczoraj jest nie"
    " редакция новости подписаться поделиться комментарии сегодня вчера читать читайте также что это как для при или на не"
    " опубликовано обновлено новини читати підписатися".split())
"""Words no name contains: a piece of text with one of them is not taken for a person."""

SURNAMES = frozenset("page best read story march freitag sonntag montag samstag sunday monday friday day days week weeks"
                     " price free hall love play first marks start full noon hot"
                     " thema stand uhr quelle fall mars avril août".split())
"""Those of them that are family names as well: let through at the end of a name, where it is said to be one."""

ORG_WORDS = frozenset(
    "staff team redaktion redaktionen redaktionsteam editorial editors newsroom desk agency agencies agentur agenturen press"
    " news newspaper institute institut center centre company corp corporation inc llc ltd gmbh ag university universität"
    " college foundation association society committee council ministry department office group network media magazine"
    " journal times tribune gazette herald chronicle reports services service wire wires bureau redazione rédaction redacción"
    " redação redactie redakcja redakce redakcia redaksi redaktionen szerkesztőség redaktørene redacció agências agence"
    " agencia agencias agenzia agenzie toimitus redakteure radio tv television blog kollektiv collective consulting verlag"
    " publishing publications studio studios admin administrator webmaster redakcija uredništvo редакция редакція редакцията"
    " агентство correspondents contributors submissions newswire online web digital bank clinic hospital school academy"
    " partners solutions software systems technologies labs dental legal insurance law realty marketing coalition alliance"
    " initiative project union party church club federation organization organisation writers reporters partner digitale"
    " أسرة التحرير وكالات هيئة تحریریه 編集部 新聞 新聞社 通信社 通信 新闻网 网 網 日报 日報 社論 뉴스 편집부 취재팀 समाचार डेस्क ब्यूरो".split())

AGENCIES = frozenset(
    "dpa|afp|reuters|ap|associated press|the associated press|sid|tass|efe|ansa|apa|upi|pa|pa media|press association|dpa/afp"
    "|agence france-presse|agence france presse|kna|epd|dapd|ddp|ots|news aktuell|keystone-sda|sda|ats|anp|belga|ntb|tt|ritzau"
    "|stt|bns|leta|elta|pap|ctk|čtk|tasr|mti|hina|tanjug|sta|agerpres|mediafax|bta|aa|anadolu ajansı|anadolu agency|dha"
    "|iha|xinhua|kyodo|kyodo news|jiji|jiji press|yonhap|pti|ians|ani|uni|bernama|antara|aap|nzpa|cp|the canadian press"
    "|canadian press|europa press|lusa|interfax|ria novosti|ria nowosti|ukrinform|unian|telam|notimex|prensa latina|adnkronos"
    "|agi|lapresse|bloomberg|bloomberg news|dow jones|ap news|getty images|imago|cna|sapa|ana-mpa|аня|тасс"
    "|риа новости|интерфакс|укринформ|укрінформ|新华社|新華社|共同通信|時事通信|共同通信社|時事通信社|ロイター|연합뉴스|뉴시스|뉴스1|中新社|中央社"
    "|رويترز|أ ف ب|فرانس برس|وكالات|د ب أ|mcclatchy|tribune news service|scripps national|pr newswire|prnewswire|business wire"
    "|globe newswire|globenewswire|cns|sda/afp|afp/dpa|nap|rnd|spot on news".split("|"))
"""News agencies, in lower case."""

PARTICLES = frozenset(
    "von van de der den del della dello dei degli da das do dos di du des la le les lo el al zu zum zur vom ten ter te af av bin"
    " ibn bint abu ben bar st st. of y e i und san santa vander vande 't op in ap mac mc o' d' l' dal dalla e-".split())
"""Lower-case words inside a name."""

PARTICLES_UPPER = frozenset("de da do dos di du del della la le les los el al van von der den ten ter bin ibn ben mac mc san santa st"
                            " y e vander abu dal".split())
"""Those that are written with a capital too."""

TITLES = frozenset("dr dr. prof prof. professor sir dame lady lord rev rev. fr fr. mr mr. mrs mrs. ms ms. hon hon. sen sen. rep"
                   " rep. gen gen. col col. capt capt. lt lt. maj maj. sgt sgt. pd dipl.-ing. mag. ing. mgr. mudr. phdr. judge"
                   " rabbi pastor bishop imam sheikh д-р prof.dr.".split())
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv md m.d. phd ph.d. j.d. esq esq. dds dvm rn mba cpa cfp mph rd rdn ms msc ma m.a."
                     " bsc mw mp facs do d.o. psyd ed.d. edd lcsw lmft pharmd dpt cscs cfa ccc rdn. md. cbe obe np".split())

MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep"
    " sept oct nov dec januar jänner februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août"
    " septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro gennaio febbraio aprile maggio"
    " giugno luglio settembre ottobre dicembre januari februari maart mei augustus stycznia lutego marca kwietnia maja czerwca"
    " lipca sierpnia września października listopada grudnia ledna února března dubna května června července srpna září října"
    " listopadu prosince января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого"
    " березня квітня травня червня липня серпня вересня жовтня листопада грудня ocak şubat nisan mayıs haziran temmuz ağustos"
    " eylül ekim kasım aralık monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun montag"
    " dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes"
    " miércoles jueves viernes sábado domingo").split()
