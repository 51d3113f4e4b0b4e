"""Who supplies pictures: agencies, stock libraries and platforms, and how a credit falls into person and agency.

Nothing here reads a page.
"""

from __future__ import annotations

import re

from archiver.extract.credits.words import GENERIC

# In lower case. Short ones (afp, ap, pa) count as whole words only.
NAMES: frozenset[str] = frozenset(
    word.strip()
    for word in """
reuters|rtr|afp|agence france-presse|agence france presse|ap|ap photo|ap images|associated press|
the associated press|dpa|dpa images|dpa-zentralbild|dpa-tmn|dpa-infografik|zb|upi|epa|epa-efe|efe|efe/epa|ansa|
lapresse|adnkronos|anp|belga|apa|apa-images|apa-picturedesk|picturedesk|picturedesk.com|keystone|keystone-sda|
keystone/sda|sda|ats|tass|тасс|itar-tass|ria novosti|риа новости|interfax|интерфакс|xinhua|新华社|新華社|cnsphoto|
中新社|中新网|kyodo|kyodo news|共同|共同通信|共同通信社|時事|時事通信|時事通信社|jiji|jiji press|yonhap|연합뉴스|
연합|뉴시스|뉴스1|news1|pti|ani|ians|bernama|antara|antara foto|vna|ttxvn|central news agency|中央社|nurphoto|
pti photo|pap|pap/epa|ctk|čtk|tasr|mti|mti/mtva|agerpres|mediafax|inquam|inquam photos|bta|бта|tanjug|танјуг|srna|
fonet|ntb|ntb scanpix|scanpix|scanpix/ritzau|ritzau scanpix|ritzau|ritzau/scanpix|tt|tt nyhetsbyrån|tt-nyhetsbyrån|
lehtikuva|stt-lehtikuva|bildbyrån|leta|leta/afp|bns|elta|ukrinform|укринформ|укрінформ|унiан|униан|уніан|unian|
belta|белта|kazinform|azertac|apa.az|aa|anadolu|anadolu agency|anadolu ajansı|anadolu images|dha|iha|ihlas|
depo photos|wafa|tasnim|kuna|sipa|sipa usa|sipa press|abaca|abacapress|abaca press|hans lucas|maxppp|photopqr|
bestimage|starface|icon sport|iconsport|dppi|gamma-rapho|magnum|magnum photos|agence vu|myop|divergence|
tendance floue|laif|ostkreuz|agentur focus|epd|epd-bild|kna|kna-bild|ddp|dapd|ddp images|picture alliance|
picture-alliance|picture alliance/dpa|pa|pa wire|pa images|pa media|pa archive|press association|
press association images|alamy|alamy stock photo|alamy live news|alamy stock|shutterstock|shutterstock.com|
shutterstock/|getty|getty images|getty images europe|gettyimages|getty images/istockphoto|istock|istockphoto|
istock.com|istock/getty images|adobe stock|adobestock|stock.adobe.com|fotolia|fotolia.com|depositphotos|123rf|
dreamstime|bigstock|unsplash|pexels|pixabay|flickr|flickr.com|wikimedia|wikimedia commons|wikipedia|wikicommons|
creative commons|cc by|cc by-sa|cc0|public domain|gemeinfrei|freepik|envato|vecteezy|pond5|picxy|imago|imago images|
imago sport|imago stock&people|imago/|imago-images|imago-images-bilder|witters|eibner|jan huebner|
pressefoto baumann|sven simon|firo sportphoto|nordphoto|lat images|motorsport images|sutton images|xpb|xpb images|
gepa|gepa pictures|eq images|freshfocus|zuma|zuma press|zuma wire|zuma press wire|zumapress|zumapress.com|newscom|
redux|redux pictures|eyevine|camera press|rex|rex features|rex/shutterstock|shutterstock/rex|wenn|splash|
splash news|splashnews|backgrid|mega agency|the mega agency|cover images|coverimages|bang showbiz|wireimage|
filmmagic|corbis|bettmann|bettmann archive|hulton archive|popperfoto|everett|everett collection|photofest|bridgeman|
bridgeman images|akg|akg-images|ullstein|ullstein bild|bpk|interfoto|mary evans|bloomberg|
bloomberg via getty images|bloomberg news|the canadian press|canadian press|aap|aap image|aapimage|gallo|
gallo images|gallo images/|africa news agency|african news agency|gcis|esa|nasa|nasa/|noaa|usgs|eso|cern|nato|
un photo|unicef|unhcr|imf|european union|european parliament|european commission|white house|the white house|
state department|pentagon|us navy|u.s. navy|us army|u.s. army|u.s. air force|dod|dvids|idf|idf spokesperson|gpo|
isro|kcna|kns|handout|pool|pool photo|pool via reuters|maxar|maxar technologies|maxar technologies via ap|
planet labs|planet labs pbc|copernicus|sentinel hub|google|google maps|google earth|google street view|
openstreetmap|osm|datawrapper|statista|midjourney|dall-e|dall·e|chatgpt|openai|facebook|instagram|twitter|tiktok|
youtube|telegram|snapchat|linkedin|reddit|truth social|bluesky|europa press|europapress|aca press|agencia uno|aton|
atón|agencia efe|telam|télam|noticias argentinas|cuartoscuro|notimex|xinhua/|agência brasil|agência estado|
estadão conteúdo|estadao conteudo|folhapress|futura press|agência lusa|lusa|global imagens|agif|andina|colprensa|
ntx|jam media|mexsport|imago7|straffon images|ipa-agency|fotogramma|imagoeconomica|contrasto|fotoagentur|ap/dpa|
afp/dpa|keystone/epa|citypress|tt/|agencja wyborcza.pl|agencja gazeta|agencja wyborcza|east news|newspix.pl|
pressfocus|cyfrasport|400mm.pl|profimedia|profimedia.cz|isifa|eurokinissi|intimenews|ana-mpa|απε-μπε|αμπε|απε|
ap photo/|motionteam|flash90|צילום מסך|רויטרס|פלאש 90|פלאש90|לע"מ|דובר צה"ל|דובר צה״ל|דוברות המשטרה|רשתות חברתיות|
gettyimages israel|אי.פי|איי.פי|אי.פי.אי|רויטרז|رويترز|أ ف ب|أ.ف.ب|فرانس برس|أسوشيتد برس|أ ب|الأناضول|د ب أ|
وكالة الأناضول|غيتي|غيتي إيميجز|وكالات|أرشيفية|إيسنا|إرنا|ایسنا|ایرنا|فارس|تسنیم|مهر|خبرگزاری|رویترز|اے ایف پی|
اے پی|रॉयटर्स|रायटर|रॉयटर|पीटीआई|एएनआई|एएफपी|एपी|गेटी इमेजेज|गेटी|रॉयटर्स/|রয়টার্স|এএফপি|এপি|বাসস|ইউএনবি|সংগৃহীত|
ফেসবুক|பிடிஐ|రాయిటర్స్|ロイター|ロイター通信|ａｐ|ａｆｐ|ａｆｐ＝時事|afp時事|afp＝時事|epa時事|ゲッティ|
ゲッティイメージズ|getty images/ゲッティ|代表|代表撮影|新華社=共同|朝鮮通信|朝鮮通信＝共同|ラヂオプレス|アフロ|aflo|
pixta|photoac|로이터|로이터=연합뉴스|ap=연합뉴스|ap뉴시스|afp=연합뉴스|epa=연합뉴스|게티이미지|게티이미지뱅크|
게티이미지코리아|조선중앙통신|노동신문|대통령실|대통령실사진기자단|공동취재단|국회사진기자단|사진공동취재단|
셔터스톡|รอยเตอร์|เอเอฟพี|เอพี|reuters/|afp/|hollandse hoogte|nationale beeldbank|regio8|anp/hh|bsr agency|
pro shots|proshots|orange pictures|photo news|photonews|isopix|belgaimage|belga image|id/ photo agency|imagebroker|
westend61|mauritius images|mauritius|blickwinkel|f1online|stock4b|plainpicture|imageworks|colourbox|mostphotos|
johnér|ibl|ibl bildbyrå|all over press|aop|pentaphoto|lafoto|sportphoto|actionpress|action press|action images|
action images via reuters|action plus|prolive|mb media|focus images|propics|sportimage|inpho|inpho photography|
sportsfile|photocall ireland|rollingnews.ie|rolling news|collins photo|pacemaker|presseye|press eye|swns|
south west news service|kennedy news|caters|triangle news|bav media|solent news|jam press|newsflash|viralpress|
media drum|story trender|mercury press|iwm|courtesy photo|epa images|middle east images|zumawire|starmax|star max|
nippon news|photoshot|uppa|retna|dana press|mirrorpix|news licensing|news group newspapers|trunk archive|
art partner
""".replace("\n", "").split("|")
    if word.strip()
)

# Words that make a name an organisation's: "Metropolitan Police", "Hessische Staatskanzlei".
_ORGANISATION = re.compile(
    r"\b(?:agency|agence|agentur|agencia|agência|agenzia|agencja|images?|photos?|press|presse|news|media|medien|"
    r"pictures|productions?|studios?|films?"
    r"|entertainment|television|tv|radio|times|post|shimbun|daily|standard|herald|tribune|journal|gazette|chronicle|"
    r"zeitung|zeitschrift|tagblatt|blatt|verlag|magazin|magazine"
    r"|university|universität|université|universidad|universidade|università|institut[eo]?|college|school|schule|"
    r"museum|archives?|archiv|library"
    r"|bibliothek|police|polizei|policía|polizia|polícia|politie|fire department|feuerwehr|bomberos|army|navy|"
    r"armed forces|bundeswehr|ministry|ministerium|ministère"
    r"|ministerio|ministero|ministério|government|gobierno|governo|gouvernement|regierung|council|city of|stadt|"
    r"gemeinde|ayuntamiento|department|office|bureau|court"
    r"|parliament|bundestag|senate|embassy|foundation|stiftung|fondation|fundación|association|verband|verein|"
    r"federation|union|club|fc|sv|tsv|ev|e\.v"
    r"|inc|ltd|llc|gmbh|ag|corp|corporation|company|group|gruppe|holding|s\.?p\.?a|s\.?a|plc|co|hospital|klinikum|"
    r"church|netflix|disney|warner|sony|"
    r"universal|paramount|amazon|apple|google|microsoft|meta|tesla|toyota|bmw|vw|volkswagen|mercedes|porsche|audi|"
    r"party|partei|partido)\b"
    r"|\.(?:com|org|net|de|at|ch|fr|es|it|co\.uk|ru|ua|pl|cz|nl|se|no|dk|fi|info|tv)\b|通信|新聞|新闻|テレビ|放送|"
    r"社$|庁|省$|提供|뉴스|신문|일보|방송|경찰|캠프|위원회|대학|시청|"
    r"министер|полиц|агентств|пресс|служба|фонд|университет|прес-|поліці|агенц|служб|ДСНС|МВД|МЧС|ΕΛ\.ΑΣ|وكالة|"
    r"وزارة|شرطة|تلفزيون|جامعة",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*(?:/|\||;|·|•|\bvia\b|\bfor\b|\bfür\b|\bpour\b|\bpara\b|\bper\b|\bdla\b|\bдля\b|\s[-–—]\s|,\s|，|、|＝|=|"
    r"\()\s*",
    re.IGNORECASE,
)
_EDGE = " .,:;·|/()[]{}<>=＝-–—\"'“”„«»"


def known(name: str) -> bool:
    """Whether the name is that of an agency, library or platform."""
    low = name.strip(_EDGE).lower()
    return low in NAMES or low.replace("-", " ") in NAMES


def organisation(name: str) -> bool:
    """Whether the name is an agency's or, by its words or capitals, another organisation's."""
    bare = name.strip(_EDGE)
    return (
        known(bare)
        or bare.lower() in GENERIC
        or bool(_ORGANISATION.search(bare))
        or (bare.isupper() and bare.isascii() and len(bare) <= 5 and " " not in bare)
    )


# These count also beside other words: "Photo AFP", "Reuters file", "Jane Doe Getty".
_PLAIN = frozenset(
    "reuters afp ap dpa epa efe ansa tass upi getty shutterstock alamy imago keystone yonhap kyodo xinhua scanpix "
    "lehtikuva"
    " unsplash pexels pixabay flickr wikimedia wikipedia istock istockphoto bloomberg afp/getty agencies".split()
)


def mentions(text: str) -> bool:
    """Whether a part of the text, between slashes, bars, commas or brackets, is a known agency."""
    if any(
        known(part) and (len(part) > 4 or part != part.lower() or part.upper() == part or part in _PLAIN)
        for part in parts(text)
    ):
        return True
    words = text.split()
    return (
        len(words) <= 8
        and any(_plain(word) for word in (words[:1] + words[-1:]))
        or (1 < len(words) <= 8 and (known(" ".join(words[:2])) or known(" ".join(words[-2:]))))
    )


def _plain(word: str) -> bool:
    bare = word.strip(_EDGE)
    return bare.lower() in _PLAIN and (bare[:1].isupper() or bare in ("dpa", "imago", "epa"))


def parts(credit: str) -> list[str]:
    """The names of a credit, in order: 'Jane Doe/AFP via Getty Images' -> Jane Doe, AFP, Getty Images."""
    return [part for piece in _PARTS.split(credit) if (part := piece.strip(_EDGE))]


def split(credit: str) -> tuple[str | None, str | None]:
    """The person and the agency of a credit, as written; None for what it does not name."""
    names = parts(credit)
    persons = [name for name in names if _person(name)]
    agency = [name for name in names if name not in persons and not _noise(name)]
    return (", ".join(dict.fromkeys(persons)) or None, _agency_as_written(credit, agency) if agency else None)


def _agency_as_written(credit: str, names: list[str]) -> str:
    """Neighbouring agencies keep the words between them ('AFP via Getty Images'), others are joined by a slash."""
    start, end = credit.find(names[0]), credit.rfind(names[-1]) + len(names[-1])
    between = credit[start:end].strip(_EDGE)
    return between if len(parts(between)) == len(names) else "/".join(dict.fromkeys(names))


def _noise(name: str) -> bool:
    return name.lower() in (
        "file",
        "archiv",
        "archive",
        "archives",
        "handout",
        "pool",
        "stringer",
        "str",
        "x",
        "uncredited",
        "symbolbild",
    )


def _person(name: str) -> bool:
    if organisation(name) or _noise(name) or any(c.isdigit() for c in name):
        return False
    words = name.split()
    if len(words) == 1:
        return bool(re.fullmatch(r"[\u3040-\u30ff\u4e00-\u9fff]{2,7}|[가-힣]{2,4}", name))
    return len(words) <= 5 and all(w[:1].isupper() or not w[:1].isascii() or w.lower() in _PARTICLES for w in words)


_PARTICLES = frozenset(
    "de da do dos das di del della van von der den ter ten la le el al bin ibn y e und and & zu af av i".split()
)
