"""The words that announce a photo credit in some forty languages, and the words beside a picture that are none.

Nothing here looks at a page: these are sets to look a word up in, in lower case.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.replace("\n", "|").split("|") if word.strip())


# A word that says "picture": before a colon (or "by", or alone at the start of a line) a credit follows.
PHOTO = _words("""
photo|photos|photograph|photographs|photographer|photographers|photography|picture|pictures|pic|pics|image|images
img|illustration|illustrations|graphic|graphics|collage|composite|screenshot|screengrab|screen grab|file photo
file image|file picture|photo credit|photo credits|image credit|image credits|picture credit|photo source
image source|pic credit|credit photo|credit image|photo courtesy|image courtesy|photos courtesy|photo illustration
photo by|photos by|image by|images by|picture by|pictures by|video|videos|still|art|artwork|drawing|map|cartoon
animation|featured image|header image|lead image|cover image|cover photo|top image|main image|main photo
feature image|main image credit|header image credit|featured image credit|lead image credit|cover image credit|top image credit
thumbnail|banner image|photo collage|header photo|feature photo|photo/credit|photo copyright|foto
fotos|bild|bilder|fotograf|fotografin|fotografen|fotografie|bildquelle|bildquellen|bildnachweis|bildnachweise
bildrechte|fotoquelle|fotocredit|fotohinweis|fotonachweis|archivfoto|archivfotos|archivbild|archivbilder|symbolbild
symbolfoto|symbolfotos|titelbild|titelfoto|aufmacherbild|aufmacherfoto|beitragsbild|grafik|grafiken|montage
fotomontage|bildmontage|bildcredit|bildcredits|bildautor|bildunterschrift|rechte|aufnahme|aufnahmen|karikatur
zeichnung|illustrationen|themenbild|headerbild|vorschaubild|artikelbild|pressefoto|privatfoto|karte|bildmaterial
fotorechte|videoquelle|quelle bild|quelle foto|foto und copyright|beeld|afbeelding|afbeeldingen|fotograaf|fotografe
fotobron|fotocrediet|illustratie|fotobijschrift|beeldbron|archieffoto|crédit|crédits|crédit photo|crédits photo
crédit photos|crédits photos|crédit image|crédit illustration|photographie|photographies|photographe
photo d'illustration|photo d’illustration|image d'illustration|image d’illustration|photo archives|photo d'archives
photo d’archives|infographie|dessin|visuel|fotografía|fotografías|fotografia|fotografias|fotógrafo|fotógrafa
fotógrafos|imagen|imágenes|ilustración|infografía|crédito|créditos|crédito foto|crédito de la foto|crédito de foto
crédito imagen|foto cortesía|imagen cortesía|fotoilustración|foto de archivo|imagen de archivo|fotoarte|gráfico
imagem|imagens|ilustração|montagem|arte|crédito da foto|créditos da foto|créditos das fotos|reprodução|divulgação
foto: reprodução|immagine|immagini|credito|crediti|credit foto|credits foto|crediti foto|foto credit|fotografo
illustrazione|foto di|foto d'archivio|imatge|imatges|il·lustració|arxiu|autoria|argazkia|argazkiak|irudia
fotografía de|sursa foto|sursă foto|foto sursa|foto sursă|imagine|imagini|fotografii|fot|fot.|zdjęcie|zdjęcia|zdj
zdj.|grafika|ilustracja|źródło zdjęcia|autor zdjęcia|źródło foto|autor fotografii|rys|rys.|mat. prasowe|snímek
snímka|snímky|ilustrační foto|ilustračné foto|ilustrační fotografie|fotogaléria|repro|zdroj foto|foto zdroj
autor fotografie|kresba|fotó|fotók|kép|képek|illusztráció|borítókép|nyitókép|képernyőkép|a kép forrása|fotó forrása
kép forrása|címlapkép|fényképezte|kuva|kuvat|kuvaaja|valokuva|valokuvat|lehtikuva|kuvituskuva|kuvituskuvat
kuvalähde|kuvakaappaus|grafiikka|piirros|arkistokuva|fotografi|bilden|bildkälla|arkivbild|genrebild|pressbild
skärmdump|arkivfoto|bildbyrå|billede|billeder|bilde|illustrasjonsfoto|illustrasjon|skjermdump|genrefoto
skærmbillede|faksimile|fotomontasje|tegning|foto/montage|skjermbilde|mynd|myndir|ljósmynd|ljósmyndir|ljósmyndari
samsett mynd|skjáskot|pilt|fotod|pildid|kuvatõmmis|attēls|attēli|foto autors|ekrānšāviņš|nuotr|nuotr.|nuotrauka
nuotraukos|nuotraukų autorius|asociatyvi nuotr|fotografija|fotografije|fotografiju|slika|slike|ilustracija|snimio
snimila|snimka|arhiva|naslovna fotografija|izvor fotografije|foto arhiva|printscreen|фото|фотография|фотографии
фотограф|снимок|снимки|снимка|снимката|иллюстрация|коллаж|скриншот|изображение|картинка|кадр|графика|инфографика
автор фото|источник фото|фото автора|архивное фото|источник изображения|фотографія|світлина|світлини|знімок
зображення|ілюстрація|колаж|скріншот|ілюстративне фото|джерело фото|фота|здымак|калаж|ілюстрацыя|фотографија
фотографије|слика|слике|илустрација|фото архива|извор фото|илюстрация|източник снимка|снимка: архив|снимки: архив
сурет|фотосурет|сүрөт|φωτογραφία|φωτογραφίες|φωτο|φωτό|φώτο|φωτ|φωτ.|εικόνα|εικόνες|εικονογράφηση|φωτογράφος
πηγή φωτογραφίας|πηγή εικόνας|fotoğraf|fotoğraflar|görsel|görseller|fotoğrafçı|kapak fotoğrafı|arşiv
fotoğraf kaynağı|görsel kaynağı|temsili görsel|şəkil|fotolar|surat|rasm|suwrat|foto nga|fotografia nga|ilustrim
fotoja|գրաֆիկա|լուսանկարը|լուսանկար|ֆոտո|ფოტო|ფოტოები|ფოტოს ავტორი|ilustrazzjoni|ritratt|grianghraf|llun|dealbh
skeudenn|צילום|צילומים|תמונה|תמונות|צלם|צלמת|קרדיט|קרדיט צילום|איור|באדיבות|צילום מסך|צילום ארכיון|צילום אילוסטרציה
תמונת שער|אילוסטרציה|עיבוד תמונה|صورة|الصورة|صور|تصوير|مصدر الصورة|مصدر الصور|المصور|بعدسة|عدسة|رسم|كاريكاتير|الصور
حقوق الصورة|عکس|عکاس|تصویر|منبع عکس|عکس از|تصاویر|عكس|فوٹو|تصویر کا ذریعہ|کارتون|وێنە|انځور|سۈرەت|फोटो|तस्वीर
तस्वीरें|चित्र|छवि|छायाचित्र|फोटो साभार|तस्वीर साभार|फोटो क्रेडिट|फोटो सौजन्य|प्रतीकात्मक तस्वीर|तस्बिर|साभार|फोटोः
ছবি|ছবির উৎস|আলোকচিত্র|ছবি সৌজন্য|ফটো|ফাইল ছবি|ছবি সংগৃহীত|படம்|புகைப்படம்|படங்கள்|ఫోటో|ఫొటో|చిత్రం|ಫೋಟೋ|ಚಿತ್ರ
ഫോട്ടോ|ചിത്രം|ഫോട്ടൊ|ફોટો|તસવીર|ਫੋਟੋ|ਤਸਵੀਰ|ଫଟୋ|ඡායාරූපය|ඡායාරූප|图|图片|图片来源|图源|摄影|照片|图片说明|题图|头图
封面图|配图|图片提供|来源图片|图自|图据|视频截图|漫画|制图|圖|圖片|圖片來源|圖源|攝影|攝|摄|照片來源|相片|資料圖片
圖片提供|圖文|資料照|翻攝|翻攝自|圖／|图／|示意圖|配圖|網上圖片|資料照片|供图|供圖|写真|写真提供|画像|画像提供|撮影
提供|提供写真|写真撮影|写真・図版|図版|イラスト|写真＝|写真：|資料写真|画像出典|画像引用|撮影・|フォト|カメラマン
作図|グラフィック|사진|사진제공|사진 제공|사진출처|사진 출처|사진자료|자료사진|촬영|이미지|그래픽|일러스트|삽화
사진기자|이미지 출처|캡처|영상|합성|포토|사진촬영|사진캡처|ảnh|hình|hình ảnh|ảnh minh họa|ảnh chụp|đồ họa|nguồn ảnh
ภาพ|รูป|ขอบคุณภาพ|เครดิตภาพ|ที่มาภาพ|ภาพจาก|ภาพประกอบ|ภาพถ่าย|ຮູບ|រូបភាព|រូបថត|ဓာတ်ပုံ|gambar|ilustrasi|sumber foto
kredit foto|fotografer|dok|dok.|dokumentasi|foto dok|tangkapan layar|larawan|kuha|kuha ni|litrato|mula sa
kredit gambar|picha|picha kwa hisani|isithombe|izithombe|umfanekiso|imifanekiso|ifoto|isifoto|senepe|setshwantsho
sawir|hoto|aworan|foto wa|mufananidzo|ifotho|kiçhapo|ፎቶ|ምስል|suuraa
""")
# The words above that announce also without a colon: "Foto Jane Doe", "Beeld ANP", "fot. Jan Kowalski".
CORE = _words("""
photo|photos|photograph|photographs|picture|pictures|image|images|pic|illustration|file photo|foto|fotos|fot|fot.
bild|bilder|beeld|crédit|crédits|photographie|photo credit|image credit|photo courtesy|fotografía|fotografia|imagen
imagem|zdj|zdj.|zdjęcie|rys.|snímek|fotó|kép|kuva|kuvat|nuotr|nuotr.|fotoğraf|mynd|pilt|ljósmynd|billede|bilde
снимка|фото|фотография|снимок|світлина|φωτο|φωτό|φωτογραφία|צילום|تصوير|عکس|फोटो|ছবি|ảnh|ภาพ|gambar|picha|isithombe
umfanekiso|ifoto|写真|写真提供|사진|摄影|攝影|图|圖|图片|供图|图片来源|foto di|foto de|photo by|ფოტო|լուսանկարը
argazkia|slika|fotografija
""")
# Those that are labels of other things when they stand alone: "Video: ...", "Graphics: ...".
LABELS = _words("""
video|videos|graphic|graphics|grafik|grafiken|map|karte|art|arte|still|cartoon|animation|drawing|dibujo|rys
infographie|infografía|gráfico|grafika|grafiikka|gráficos|table|rechte|aufnahme|aufnahmen|montage|imagine|karikatur
illustrationen|dessin|visuel|dok|dok.|dokumentasi|surat|rasm|提供|撮影|영상|합성|캡처|촬영|그래픽|이미지|проект
графика|инфографика|кадр|slike|tegning|piirros|piirrokset|kresba|repro|screenshot
""")
# A word that only says "source", "credit" or "by": a credit follows it where a picture's caption is certain.
SOURCE = _words("""
source|sources|credit|credits|courtesy|courtesy of|copyright|via|by|supplied by|provided by|handout|©|rights
contributed|quelle|quellen|autor|von|copyright by|copyright-hinweis|lizenz|© by|bron|auteur|source photo|fuente
autora|fonte|fonti|autore|font|autor/a|sursa|sursă|źródło|zdroj|foto/zdroj|forrás|lähde|källa|kilde|heimild|allikas
avots|šaltinis|izvor|vir|burimi|джерело|источник|автор|източник|извор|крыніца|дереккөз|πηγή|kaynak|mənbə|manba
աղբյուր|წყარო|מקור|באדיבות|المصدر|مصدر|منبع|ذریعہ|سورس|स्रोत|सौजन्य|সূত্র|সৌজন্য|ஆதாரம்|మూలం|来源|來源|出典|出处
資料|资料|引用|供稿|출처|제공|자료|nguồn|ที่มา|แหล่งที่มา|เครดิต|sumber|kredit|pinagmulan|chanzo|umthombo|bronne
jurutvaren|iturria|fuente de la imagen|ffynhonnell
""")
# Words between the announcing word and the name: "Photo by", "Foto von", "Crédit photo ©".
LINKING = _words("""
by|of|from|via|courtesy of|courtesy|credit|credits|source|copyright|with|© by|von|vom|der|des|van|door|par|de|del
du|d'|di|da|do|dos|das|per|por|nga|na|av|af|od|mult.|credit to|provided by|supplied by|taken by|kredit|creditline
nachweis|rechte|quelle|:|-|–|—|/|=|©|ⓒ|(c)|from:|от|از|من|של|ni|oleh|kwa|bởi|của|โดย
""")
# What a place beside a picture says instead of a name.
GENERIC = _words("""
supplied|handout|privat|private|contributed|submitted|file|file photo|archive|archives|archiv|courtesy
courtesy photo|getty|stock|stock image|pool|provided|screengrab|screenshot|supplied image|submitted photo
contributed photo|photo supplied|provided photo|handout photo|image supplied|undated handout|facebook|instagram
twitter|youtube|tiktok|x|telegram|linkedin|google maps|google street view|google earth|archivo|captura de pantalla
captura|capture d'écran|capture d’écran|captura de tela|cedida|cortesía|cortesia|arquivo|divulgação|reprodução
arquivo pessoal|redes sociales|redes sociais|archivio|privé|d.r.|dr|archief|eigen foto|eigenes bild|eigene aufnahme
montage|fotomontage|zvg|pd|pressefoto|presse|pressebild|werksfoto|hersteller|arkiv|privat foto|arkivfoto|archívum
illusztráció|archiwum|archiwum prywatne|materiały prasowe|mat. prasowe|archiv autora|arhiva|privatna arhiva|архив
личный архив|соцсети|соцмережі|открытые источники|з відкритих джерел|pixabay.com|arşiv
""")
# Controls and notices that stand beside pictures, to be cut off either end.
CONTROLS = re.compile(
    r"(?:^|[\s|(\[])(?:vis mer|bild (?:vergrößern|in lightbox öffnen|öffnen)|vergrößern|"
    r"enlarge(?: (?:this )?(?:image|photo|icon))?|"
    r"(?:toggle|hide|show) caption|view (?:image|photo|gallery|full-?screen)(?: credits?| in fullscreen)?|"
    r"open image in (?:modal|gallery)|"
    r"click to (?:enlarge|expand|zoom)|tap to (?:enlarge|expand)|purchase licensing rights(?:, opens new tab)?|"
    r"license photo|"
    r"opens new tab|full ?screen|agrandir(?: l.image)?|ampliar|ingrandisci|zvětšit|öffnen|schließen|slide \d+ of \d+|"
    r"image \d+ (?:of|/) \d+|bild \d+ (?:von|/|av) \d+|\d+ ?/ ?\d+|powiększ|suurenna|visa mer|les mer|read more|"
    r"download|share this image|"
    r"拡大|[【\[]?(?:写真を)?拡大(?:写真|する|画像)?[】\]]?|원본보기|사진 크게보기|이미지 크게 보기|크게보기|"
    r"увеличить|збільшити|lihat foto|"
    r"detailansicht öffnen|zobrazit vše|autoplay|weitere videos|mostrar más|ver galería|bildergalerie|"
    r"poser cette question|vollbild|lightbox|copy link|image gallery)[\s|)\]]*$",
    re.IGNORECASE,
)
# Notices of agencies to their customers, in capitals: from there on nothing is for the reader.
NOTICE = re.compile(
    r"[\s\-–(.]{1,4}(?:(?:ATTENTION|ATTN)[: -]{1,3}EDITORS?|EDITORS?['’]? NOTE|NO RESALES|NO ARCHIVES?|"
    r"EDITORIAL USE ONLY|FOR EDITORIAL USE"
    r"|MANDATORY CREDIT|NO COMMERCIAL (?:OR|USE)|NO MARKETING|NO ADVERTISING|TEMPLATE OUT|BEST QUALITY AVAILABLE)\b.*$",
    re.DOTALL,
)
RIGHTS = re.compile(
    r"[\s.,;|–-]*\(?(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
    r"todos os direitos reservados|tutti i diritti riservati|(?:all )?rights reserved|wszelkie prawa zastrzeżone|"
    r"все права защищены|kaikki oikeudet pidätetään|無断転載(?:を)?禁[じず止][るます]*|무단 ?(?:전재|복제).{0,30}|"
    r"禁止转载)\)?[\s.]*$",
    re.IGNORECASE,
)
# Bracketed words at a caption's end that describe, not credit.
REMARKS = _words("""
left|right|centre|center|l|r|m|c|l.|r.|m.|top|bottom|above|below|pictured|file|file photo|file image|undated
archive|illustrative|illustrative image|representational image|inset|front|back|foreground|second left|links|rechts
mitte|mi.|li.|re.|li|re|oben|unten|archivbild|archivfoto|symbolbild|symbolfoto|archiv|hinten|vorne|vorn|v.l.
v.l.n.r.|v. l. n. r.|2.v.l.|2.v.r.|bildmitte|themenbild|beispielbild|illustration|illustrativ|bildmontage|à gauche
à droite|au centre|archives|gauche|droite|izquierda|derecha|centro|i|d|archivo|imagen de archivo|foto de archivo
imagen referencial|esquerda|direita|sinistra|destra|al centro|a sinistra|a destra|archivio|repertorio
foto di repertorio|t.v.|t.h.|til venstre|til høyre|til højre|arkivbild|arkivfoto|arkiv|genrebild|vänster|höger|t.v
t.h|arkivbilde|illustrasjonsfoto|vas.|oik.|arkistokuva|kuvituskuva|ilustrační foto|ilustrační snímek|archivní foto
vlevo|vpravo|ilustračné foto|po lewej|po prawej|zdjęcie ilustracyjne|zdjęcie poglądowe|illusztráció
képünk illusztráció|слева|справа|в центре|архивное фото|ліворуч|праворуч|архів|ілюстративне фото|архив
иллюстративное фото|αριστερά|δεξιά|φωτογραφία αρχείου|αρχείου|左|右|中央|中|資料写真|資料|イメージ|写真はイメージ
左から|右から|后排|前排|资料图|資料圖|示意圖|资料照片|왼쪽|오른쪽|가운데|자료사진|기사와 무관|يسار|يمين|أرشيفية
أرشيف|ארכיון|אילוסטרציה|temsili|arşiv|ilustrasi|ảnh minh họa|ภาพประกอบ|us|usa|eu|uk|nato|who|imf|cdu|csu|spd|fdp
afd|die linke|grüne|bündnis 90/die grünen|övp|spö|fpö|neos|svp|pp|psoe|vox|ps|rn|lfi|pis|ko|man|woman|cc|ai|ki|dem
gop|parteilos
""")
