"""Openings of lines that stand around stories (share bars, "read also", newsletters, ad labels), in 25+ languages.

Each is a piece of a regular expression over a case-folded line; what a match means is decided in `boilerplate`.
"""

READ_ALSO = (
    r"(also )?read( more|also| next| on| the full| here)?\s*:|(also )?read (also|more|next)\b|also read\b|see also\b"
    r"|see more\b"
    r"|related( (blog|news|press|recent|latest|media))?( (stor(y|ies)|posts?|articles?|news|topics?|content|coverage|links?|reading|videos?|items?))?\s*[:：]?$"
    r"|related( (stor(y|ies)|posts?|articles?|news|coverage|reading|video))?\s*[:：]"
    r"|more( (on|from|about) (this|the|our|us|[a-z&' ]{2,30})|\s+(news|stories|coverage|reading|top stories))?\s*[:：]?"
    r"$|(you (may|might) also (like|enjoy|be interested in))\b"
    r"|recommended( (for you|stories|reading|videos?|articles?))?\s*[:：]?$"
    r"|recommended (stories|reading|videos?|articles?)|most (read|popular|viewed|shared|commented)\b"
    r"|trending( now| stories)?\s*[:：]?$"
    r"|(top|latest|other|more|popular|featured) (stories|headlines|news|posts|articles|videos)( from.{0,30}| in .{0,30"
    r"})?\s*[:：]?$|don['’]?t miss( this)?\s*[:：!]?|editors?['’]?s?['’]? (picks?|choices?)\b|continue reading"
    r"|keep reading|find out more|learn more( (here|about))?\b"
    r"|watch( (now|more|also|live|below|the (full )?video.{0,30}))?\s*[:：]|explore( more)?\s*[:：]"
    r"|must[- ]reads?\s*[:：]?|up next\b|what to read next|(click|tap) here\b|in (this|related) (story|news)\s*[:：]"
    r"|further reading\b|previous(ly)?\s*[:：]|next\s*[:：]|(previous|next) (article|post|story)\b|popular( now)?$"
    r"|(read|view) (the )?(full|entire|original|complete) (story|article|post|report)\b|more\.\.\.$"
    r"|\(?story continues( below)?|article continues",
    r"(lesen|sehen|hören|schauen) sie (auch|mehr|dazu|hier|jetzt)\b|(lies|lest) (auch|mehr|dazu|hier)\b"
    r"|mehr (zum thema|dazu|zu diesem|lesen|infos?\b|nachrichten|aus )|zum thema\s*[:：]?$|auch interessant\b"
    r"|(passend|mehr) dazu\b|das könnte (sie|dich|euch)|weiterlesen\b"
    r"|weitere (artikel|themen|nachrichten|informationen|infos|meldungen)\b|zum weiterlesen"
    r"|(jetzt|hier) (lesen|weiterlesen)|lesetipp|mehr (themen|artikel)\b|meistgelesen|die meistgelesenen"
    r"|empfehlung der redaktion|unsere empfehlungen?|verwandte (artikel|themen)|hintergrund\s*:?$|dossier\s*:"
    r"|podcast\s*:|video\s*:|bildergalerie|fotostrecke\b|zum (podcast|video|artikel|dossier)\b"
    r"|alle (news|artikel|infos|informationen|nachrichten|folgen|entwicklungen) (zu|zum|zur|aus|im|rund)\b",
    r"(à )?(lire|voir|écouter|découvrir|regarder) (aussi|également|plus|la suite|ensuite)\b|à lire\s*[:：]?"
    r"|à (voir|découvrir)( aussi)?\s*[:：]?$|lire( l['’]article| notre| nos| la suite)?\s*[:：]|pour aller plus loin"
    r"|sur le même (sujet|thème)|nos (derniers )?articles|articles? liés?|les plus (lus|vus)|>> ?(à )?lire",
    r"(lee|leer|lea|leé|mira|mirá|vea|ver) (también|más|además|ahora)\b|(te|le) (puede|podría) interesar"
    r"|también (te|le) puede|puedes? ver\s*:|más (información|noticias|sobre|en )\b|noticias? relacionad[ao]s?"
    r"|(artículos?|contenidos?) relacionad[ao]s?|relacionad[ao]s?\s*[:：]?$|te recomendamos|lo más (leído|visto)"
    r"|sigue leyendo|seguir leyendo|en otras noticias",
    r"(leggi|vedi|guarda|ascolta) (anche|tutto|di più|qui)\b|per approfondire|approfondiment[oi]\b"
    r"|potrebbe(ro)? interessart[iv]|articoli correlati|ti potrebbe|i più letti|continua a leggere",
    r"(leia|veja|confira|saiba|assista|ouça) (também|mais|a seguir|ainda|abaixo)\b"
    r"|(notícias|matérias|artigos|conteúdos?) relacionad[ao]s|relacionad[ao]s?\s*:?$"
    r"|(você pode|pode) (gostar|se interessar)|mais (lidas|notícias|sobre)\b|continue lendo|continua(r)? (a ler|lendo)"
    r"|recomendad[ao]s?( para você)?\s*:?$",
    r"lees (ook|meer|verder|hier)\b|meer (over|nieuws|lezen|artikelen)\b|bekijk ook|gerelateerd|(ook|meest) gelezen"
    r"|luister ook",
    r"(les|læs|läs) (også|ogsaa|också|mer|mere|även|hele|videre)\b|(se|hør|lyt) også\b|relatert\b|relaterade? "
    r"|relaterede |mer om\b|mere om\b|mest læste|mest lest|mest läst",
    r"lue (myös|lisää)\b|katso myös|aiheesta lisää|loe (ka|lisaks|veel)|vaata ka|lasi (arī|vairāk)"
    r"|skaityk(ite)? (taip pat|daugiau)|taip pat skaitykite|susij[eę]",
    r"(czytaj|zobacz|sprawdź|przeczytaj|oglądaj) (też|także|więcej|również|całość|dalej)\b|zobacz\s*:|powiązane"
    r"|polecamy|najczęściej czytane|(číst|čtěte|přečtěte|čítajte|prečítajte)( si)? (více|také|dále|viac|aj|tiež|ďalej)"
    r"|související|súvisiace|nejčtenější|mohlo by vás",
    r"(pročitajte|pročitaj|čitajte|procitajte|opširnije|preberite|beri|berite) (i|još|više|tudi|več|jos)\b"
    r"|vezane vijesti|povezane|citește (și|mai)|citiţi şi|vezi și|articole similare|olvassa? (el|tovább|még)"
    r"|kapcsolódó|ajánljuk|lexo (edhe|më)|прочетете (още|и)|вижте (още|и)|още по темата",
    r"(читайте|читай|смотрите|слушайте) (также|ещё|еще|далее|по теме|больше)|по теме\s*[:：]?$|материалы по теме"
    r"|(читайте|дивіться) (також|ще|більше|далі)|за темою|больше (новостей|по теме)|подробнее\s*:?$"
    r"|(чытайце|глядзіце) (таксама|яшчэ)|другие новости|самое читаемое|рекомендуем",
    r"(ilgili|diğer) haber|bunları da|daha fazla|devamını oku|okumaya devam|ayrıca oku"
    r"|διαβάστε (επίσης|ακόμα|περισσότερα|και)|δείτε (επίσης|ακόμα)|διαβάστε\s*:|σχετικά (άρθρα|θέματα)",
    r"اقرأ (أيضا|أيضًا|المزيد|ايضا)|إقرأ (أيضا|أيضًا|المزيد)|مواضيع (ذات صلة|متعلقة)|أخبار (ذات صلة|متعلقة)"
    r"|شاهد (أيضا|أيضًا)|بیشتر بخوانید|مطالب مرتبط|خبرهای مرتبط|یہ بھی پڑھیں|مزید پڑھیں|קראו (גם|עוד)|עוד בנושא"
    r"|כתבות נוספות|לקריאה נוספת",
    r"यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|इसे भी पढ़ें|আরও পড়ুন|আরো পড়ুন|மேலும் படிக்க|ఇది కూడా చదవండి"
    r"|baca (juga|selengkapnya|lainnya)|simak juga|lihat juga|artikel terkait|berita terkait|pilihan editor"
    r"|soma (pia|zaidi)|habari zaidi|xem thêm|đọc thêm|tin liên quan|bài liên quan|อ่าน(เพิ่มเติม|ต่อ|ข่าว)"
    r"|ข่าวที่เกี่ยวข้อง|lees ook|funda (futhi|nalokhu)",
    r"関連(記事|ニュース|リンク|キーワード|する記事)|(続き|全文)を(読む|見る)|あわせて読みたい|こちらも(読む|おすすめ)|おすすめ(記事|情報)?$|人気記事|あなたにおすすめ"
    r"|【(関連|写真|画像|動画|あわせて)|관련\s?(기사|뉴스)|더\s?(보기|읽기)|많이 본|相关(新闻|阅读|链接|文章|报道)|相關(新聞|閱讀|文章|報導)|延伸(閱讀|阅读)|推荐阅读|推薦閱讀"
    r"|更多(新闻|新聞|内容|精彩)|阅读(更多|全文)|閱讀更多|點擊看更多|查看原文|看更多|热门",
)

SHARE = (
    r"share( (this|it|on|via|article|story|post|page|with)\b.{0,50})?$|share$|shares?\s*[:：]|tweet( this)?$"
    r"|\d* ?(facebook|twitter|whatsapp|linkedin|e-?mail|print|copy link|link copied.{0,20}|pinterest|reddit|telegram|m"
    r"essenger|flipboard|tumblr|instagram|youtube|tiktok|x|bluesky|threads|line|viber|pocket|xing|rss)$"
    r"|(email|print|save|listen to|bookmark|download) (this )?(article|story|post|page|pdf)?$"
    r"|follow\b.{0,60}(twitter|facebook|instagram|telegram|whatsapp|youtube|linkedin|google news|tiktok|bluesky|thread"
    r"s| on x\b|us\b).{0,60}$|(like|find|join) us on\b|connect with us"
    r"|(you can )?follow .{2,60} on (twitter|facebook|x|instagram|bluesky)\b"
    r"|(artikel|beitrag|seite) (teilen|merken|drucken|versenden|anhören|vorlesen|hören|speichern)"
    r"|teilen( auf.{0,30}| sie.{0,40})?$|merken$|drucken$|vorlesen$|anhören$|zur merkliste|folgen sie\b.{0,90}$"
    r"|folge uns\b|speichern$|kopieren$|link kopiert",
    r"partager\b.{0,40}$|imprimer$|envoyer par|suivez[- ]nous\b.{0,90}|compart(e|ir|ilhar|ilhe)\b.{0,40}$|síguenos\b"
    r"|siga[- ]nos\b|seguinos\b|siga o\b.{0,60}$|sigue\b.{0,40}en (twitter|facebook|google|whatsapp|instagram)"
    r"|imprimir$|condividi\b.{0,40}$|seguici\b|stampa$|delen$|deel( dit| op| via)?\b.{0,25}$|volg ons\b"
    r"|del(e|a)?( artikkel(en)?| artikel(n)?| på.{0,20})?$|tipsa( oss)?$|följ oss|følg oss|jaa( artikkeli)?$"
    r"|udostępnij\b.{0,30}$|sdílet\b.{0,30}$|zdieľať|podijeli|deli$|distribuie|megosztás|сподели",
    r"поделиться\b.{0,40}|поширити|поділитися|подел(ись|итесь)|paylaş\b.{0,30}$|takip et|κοινοποίηση|ακολουθήστε"
    r"|شارك\b.{0,30}|تابعنا|تابعونا|שתפו|शेयर करें|bagikan\b.{0,30}$|chia sẻ$|แชร์|シェア(する)?$|ツイート$|フォロー|カテゴリーをフォロー"
    r"|공유( ?하기)?$|구독( ?하기)?$|分享(到|至)?.{0,6}$|微信|扫一扫|追蹤|加入line",
)

LETTER = (
    r"sign up\b|sign[- ]?in\b|log[- ]?in\b|subscrib(e|ing)\b"
    r"|(our|free|daily|weekly|email|morning|evening)? ?newsletters?( sign.?up)?\s*[:：]?$"
    r"|get (our|the|all|more|unlimited|breaking|daily|full)\b.{0,70}(newsletter|app|inbox|alerts?|access|email|deliver"
    r"ed|headlines|news)|(want|looking for) more\b.{0,60}\?|(enter|your) e-?mail( address)?"
    r"|by (signing up|subscribing|clicking|entering|providing)\b"
    r"|thank you for (signing|subscribing|reading|registering|your (support|interest))"
    r"|thanks for (signing|subscribing|reading)|(create|register) (an |a |your )?(free )?account"
    r"|already (a|have) (subscriber|member|an account)"
    r"|(support|donate|contribute)\b.{0,40}(journalism|reporting|us|newsroom|today)"
    r"|become a (member|subscriber|supporter|patron)|start your (free )?trial"
    r"|this (article|story|content) is (free|for subscribers|only available|exclusive)|download (our|the)\b.{0,40}app"
    r"|delivered (straight )?to your inbox|first-time subscribers\b|submit your (letter|story|news|photo)"
    r"|for (the latest|more|breaking) (stories|news|updates)\b.{0,80}\b(download|visit|follow|subscribe|sign)"
    r"|to (view|read|access|continue reading) (the|this) ((full|entire|whole|rest of the) )?(story|article)\b"
    r"|if you['’]?( a)?re (seeing|reading) this|if you['’]?( a)?re (already )?a (subscriber|member)\b"
    r"|follow\b.{2,60} on (twitter|facebook|instagram|x|tiktok|whatsapp|telegram|youtube|google)\b"
    r"|you (have|must|need to|['’]ve) (be |log|sign|subscri|reached|successfully|read)|we['’]?(re| are) (sorry|having)"
    r"|stay (informed|up to date|connected|in the know)|never miss\b"
    r"|join (our|the)\b.{0,60}(newsletter|community|conversation|channel|group|mailing|list|discussion)|invalid email"
    r"|please (enter|log|sign|enable|subscribe|try|confirm|consider|read our)\b|unlock\b.{0,40}(access|article|story)"
    r"|have (a|you got a) (tip|story|question|news)\b.{0,60}|send (us )?(tips|your)|got a (tip|story|confidential)",
    r"jetzt (abonnieren|anmelden|registrieren|kostenlos|testen|bestellen|sichern|abo|weiterlesen|unterstützen)"
    r"|(newsletter|e-?paper|app|abo|push-?nachrichten?)\b.{0,40}$|melde(n sie)? (dich|sich)\b.{0,60}(an|newsletter)"
    r"|hier (anmelden|abonnieren|geht es zum|können sie (den|unseren)|kostenlos)"
    r"|(abonnieren|registrieren|unterstützen) sie\b|bereits (abonnent|registriert|kunde)|kostenlos(er|en)? newsletter"
    r"|anmelden$|mit (der|ihrer|deiner) (anmeldung|registrierung)"
    r"|bitte (melden|akzeptieren|aktivieren|beachten sie unsere|geben sie)"
    r"|dieser (artikel|text|inhalt) ist (teil|exklusiv|nur|kostenpflichtig|für)|exklusiv(e|er)? (für|inhalt|politik-)"
    r"|testen sie\b|sie haben (bereits|noch kein|keinen|erfolgreich)|noch kein abo|lesen sie diesen"
    r"|weiter mit (abo|werbung)",
    r"(s['’])?(abonnez|inscrivez|connectez|identifiez)[- ]?(vous)?\b|s['’]abonner"
    r"|(recevez|recevoir) (notre|la|nos|chaque|toute)|article réservé|réservé aux abonnés|déjà abonné"
    r"|(il vous reste|cet article est)|suscr[ií](be|bet|bete|bíte|pción|birse|as)|regístr(ate|ese)|inicia(r)? sesión"
    r"|tu suscripción|recib[ei] (nuestr|l[ao]s|en tu)|apoya (el|a|nuestro)|(hazte|hágase) (soci[oa]|miembro)|iscri(viti|versi)|abbonati"
    r"|accedi$|contenuto riservato|assin(e|ar|ante)\b.{0,60}$|inscreva-se|cadastre-se"
    r"|receba\b.{0,60}(newsletter|e-?mail|notícias)|faça (seu )?login|já é assinante"
    r"|(abonneer|schrijf je in|meld je aan|log in|word (lid|abonnee))\b"
    r"|(abonner|tilmeld|meld deg|prenumerera|logga in|logg inn|bli (abonnent|medlem)|tilaa|kirjaudu|liity)\b.{0,60}$"
    r"|zapisz się|zaloguj|zasubskrybuj|kup dostęp|předplat|přihlaste|přihlásit|predplaťte|pretplati|prijavite|naročite"
    r"|abonează|abonați|iratkozz|előfizet|feliratkoz|абонирай",
    r"подпис(ывайтесь|аться|аться на|ка|ывайся|ывайтеся|атися)|підпи(сатися|шіться|суйтесь)|войти$|зарегистрир"
    r"|abone ol|kaydol|giriş yap|εγγραφ(είτε|ή)|اشترك|سجل (الآن|دخول)|הירש|הרשמ|सब्सक्राइब|सदस्यता|berlangganan"
    r"|langganan|daftar sekarang|đăng ký|đăng nhập|สมัคร(สมาชิก)?|会員(限定|登録|向け)|(この|本)記事は(会員|有料|有料会員)|ログイン|メルマガ|メールマガジン"
    r"|有料会員|無料(会員|登録)|残り\s?\d|購読|.{0,12}登録すると|新規登録|紙の新聞|記事を.{0,12}保存|各種メール"
    r"|.{0,12}電子版が.{0,4}(利用|読|お読み)|로그인|회원가입|뉴스레터|订阅|訂閱|登入|登录|注册|註冊|會員",
)

ADVERT = (
    r"(scroll|swipe) (down |left |right )?(to continue|for more|below).{0,40}|advert(s|isement|ising|orial)?\b.{0,40}$"
    r"|ad(vertisement)? (feedback|choices).{0,40}|sponsored\b.{0,50}$|promoted\b.{0,40}$"
    r"|(paid|partner) (content|post|promotion)\b.{0,30}$|affiliate\b.{0,60}$"
    r"|(we|it|[a-z ]{2,30}) may (earn|receive|get) (a |an )?(affiliate |small )?(commission|share).{0,160}"
    r"|if you (buy|click|purchase).{0,120}(commission|share|affiliate).{0,120}|anzeige\b.{0,20}$|werbung\b.{0,20}$"
    r"|publicité$|publicidade?$|pubblicità$|advertentie$|annons(e|ør)?$|reklama?$|mainos$|reclam[ăa]$|hirdetés$|oglas$"
    r"|реклама.{0,20}$|реклам[аи]$|διαφήμιση$|إعلان$|اعلان$|פרסומת$|विज्ञापन.{0,20}$|iklan$|quảng cáo$|โฆษณา$|広告$"
    r"|\[?pr\]?$|スポンサー|광고$|广告$|廣告$|ilan$|reklam$|(empfohlener )?externer? inhalt\b.{0,60}"
    r"|an dieser stelle (befindet|finden|steht)"
    r"|.{0,40}inhalt(e)? (von|aus) .{2,40}(anzeigen|angezeigt|laden|nicht verfügbar).{0,60}"
    r"|contenido (externo|patrocinado|exclusivo).{0,40}|contenu (externe|sponsorisé).{0,40}"
    r"|(we|this (web)?site|this page) uses? cookies|(accept|manage|reject|allow) (all )?cookies"
    r"|cookie (policy|settings|preferences|notice)|privacy (policy|notice|settings)\b.{0,60}$|terms (of|and) .{0,40}$"
    r"|(your )?browser (does|doesn['’]t|is) (not )?(support|out).{0,80}|(please )?(enable|activate) javascript.{0,60}"
    r"|javascript (is|must|needs).{0,60}"
    r"|this (video|content|audio|browser) (is|can(not|['’]t)|could|has|may) (not|no longer|be|been).{0,80}"
    r"|loading\b.{0,30}$|play( video| audio)?$|video player.{0,30}"
    r"|listen( to (this|the) (article|story).{0,30}| now)?$|(audio|video)\s*:?$|wird geladen.{0,20}"
    r"|(diese[rsn]?|das) (video|audio|inhalt|element).{0,60}(nicht|verfügbar|geladen).{0,60}"
    r"|\d{1,2}:\d\d( min.?)?.{0,40}(verfügbar|available).{0,30}$|hinweis\s*:? ?(der|zur) (redaktion|werbung).{0,20}$"
    r"|affiliate-?link.{0,120}$|die mit (einem )?.{2,40}(gekennzeichnete[n]?|symbol).{0,200}",
)

FURNITURE = (
    r"©\s?(19|20)\d\d.{0,300}$|permal(ink|ien)\b.{0,80}$|©.{0,180}$|\(c\) ?\d{4}.{0,120}$|copyright( ©|\s*\(c\)| \d{4}|\s*[:：]).{0,120}|ⓒ.{0,120}"
    r"|all rights reserved.{0,120}|alle rechte\b.{0,100}|tous droits\b.{0,100}"
    r"|todos (los|os) (derechos|direitos).{0,100}|(tutti i diritti|riproduzione) riservat[ai].{0,100}"
    r"|wszelkie prawa.{0,100}|все права.{0,100}|всички права.{0,80}|kaikki oikeudet.{0,60}|無断転載.{0,60}"
    r"|無断(複製|使用).{0,60}|무단.{0,40}(전재|배포).{0,60}|版权.{0,60}|版權.{0,60}|未经授权.{0,60}|tags?\s*[:：].{0,300}"
    r"|topics?\s*[:：].{0,200}|keywords?\s*[:：].{0,300}|filed under\b.{0,200}"
    r"|(posted|categorized|published|tagged|filed) (in|with|as|under)\b.{0,140}$"
    r"|categor(y|ies|ía|ia|ie|ias|ías)\s*[:：].{0,200}"
    r"|(schlagw(orte|örter)|themen|stichwort|stichwörter|etiquetas|temas|tags?|mots[- ]clés|sujets|parole chiave|onder"
    r"werpen|emner|ämnen|aiheet|tagi|tematy|štítky|témata|теги|темы|ключевые слова|метки|etiketler|ετικέτες|タグ|キーワード|태"
    r"그|标签|關鍵字|关键词|الكلمات|وسوم|kata kunci|topik|từ khóa|แท็ก)\s*[:：].{0,300}"
    r"|(temas|themen|topics|sujets|etiquetas|schlagworte|archivado en|タグ)$"
    r"|(leave|post|write|add) (a|your|us a) (comment|reply|response).{0,60}"
    r"|(view|show|add|post|see|read|hide|load)( all| more)?( the)?( \d+)? comments?\b.{0,40}"
    r"|\d*\s?comments?( ?\(?\d*\)?)?( on.{0,90})?$|comments? (are|on|policy|section|disabled|closed)\b.{0,100}"
    r"|(0|no|one|\d+) (comments?|responses?|thoughts?|replies|reactions?)\b.{0,160}$"
    r"|join the (conversation|discussion|debate).{0,60}|what do you think\?.{0,60}|would you like to comment.{0,60}"
    r"|note: we are .{0,40}moderat.{0,100}|kommentare?n?( ?\(?\d*\)?)?$"
    r"|kommentar (schreiben|verfassen|hinterlassen).{0,40}|diskutieren sie.{0,60}"
    r"|(laisser un |\d+ )?commentaires?( ?\(?\d*\)?)?$|(deja(r)? un |\d+ )?comentarios?( ?\(?\d*\)?)?$|comentar$"
    r"|commenti( ?\(?\d*\)?)?$|reacties?( ?\(?\d*\)?)?$|kommentarer?$|kommentit$|komentarze?( ?\(?\d*\)?)?$"
    r"|komentáře.{0,10}$|комментари[ия].{0,20}$|коментар[іи].{0,20}$|yorum(lar)?.{0,15}$|σχόλια.{0,15}$"
    r"|تعليقات?.{0,15}$|コメント.{0,12}$|댓글.{0,12}$|评论.{0,8}$|評論.{0,8}$"
    r"|(back|return) to (the )?(top|home|homepage|news|article|main).{0,30}|scroll( to)? top|to top$|top$"
    r"|skip to .{0,40}|fbpx$|zur startseite|nach oben|zum seitenanfang|zurück( zur.{0,30})?$|home$|startseite$"
    r"|accueil$|inicio$|menu$|close$|schließen$|cerrar$|fermer$|chiudi$|sluiten$|lukk$|zamknij$|закрыть$|閉じる$|關閉$|关闭$"
    r"|(report|spotted|see|found|notice) (an?|any) (typo|error|mistake|correction|problem).{0,100}"
    r"|(fehler (gefunden|entdeckt|melden)|korrektur(hinweis)?e? ?(melden)?).{0,80}|нашли ошибку.{0,100}"
    r"|нашли опечатку.{0,100}|знайшли помилку.{0,100}|(기사|뉴스)\s?제보.{0,60}"
    r"|(this|the) (article|story|post|piece|report) (was|is|has been|first|originally)( also| first| originally)* (pub"
    r"lished|appeared|posted|syndicated|republished|translated|produced|written|supplied|auto|generated).{0,200}"
    r"|(dieser|der) (artikel|text|beitrag) (ist|wurde|erschien|stammt)( \w+){0,3} (zuerst|erstmals|ursprünglich|im ori"
    r"ginal|übersetzt|aus dem|erschienen|veröffentlicht|im|bei).{0,160}"
    r"|(originally|first) (published|appeared|posted).{0,120}|\(?source[sd]?\s*[:：].{0,120}$"
    r"|\(?(quellen?|fuente|fonte|bron|kilde|källa|lähde|źródło|zdroj|zdroje|izvor|sursa|forrás|източник|источник|джере"
    r"ло|πηγή|kaynak|المصدر|出典|출처|来源|來源|sumber|nguồn|ที่มา)\s*[:：].{0,100}$"
    r"|(reach|contact|e-?mail|write to|call) (the |this )?(reporter|writer|author|journalist|him|her|us|me|editor)s?"
    r"\b.{0,160}",
    r"\d{1,3}[- ]?(min(ute)?s?|minuten|min\.?|minutos?|minuti|мин\w*|хв\w*|dakika|minutes de|minuters?|minutters?|분|分)"
    r"\.? (read(ing)?( time)?|to read|lesezeit|lesedauer|de lecture|de lectura|de leitura|di lettura|leestijd|lesetid|"
    r"läsning|lästid|чтения|читання|okuma|watch|listen)\b.{0,30}$"
    r"|(reading time|lesezeit|lesedauer|temps de lecture|tempo (de leitura|di lettura|stimato).{0,20}|tiempo (estimado"
    r" )?de lectura|leestijd|lesetid|lästid|время чтения|час читання|okuma süresi|estimated reading time|tiempo de lec"
    r"tura|czas czytania|doba čtení|läsningstid|読了時間)\s*[:：]?.{0,30}$",
)

TRADE = (
    r"journalist|reporter|editor|writer|author|columnist|correspondent|contributor|contributing|freelanc|professor"
    r"|fellow\b|novelist|podcast|newsletter|blogger|analyst|director|founder|lecturer|photographer|producer|redakteur"
    r"|autor|journaliste|rédact|periodista|redactor|giornalist|jornalista|repórter|colunista|verslaggever|redacteur"
    r"|journalista|dziennikar|novinář|novinar|журналист|корреспондент|автор|редактор|журналіст|кореспондент|gazeteci"
    r"|muhabir|yazar|toimittaja|skribent|journalista|köşe",
)

THANKS = (
    r"^\W{0,3}((additional |with |further )?(reporting|research|writing|translation|editing|reports?|files|contributio"
    r"ns?|text|writing by)( and (writing|editing|research))?( contributed)? (by|from)\b|(reporting|writing|editing|com"
    r"piled|edited|written|translated|produced|illustrated) by\b|with (reporting|reports|files|additional reporting|in"
    r"puts?|information|material) (by|from)\b|(inputs?|agencies|agency inputs?)$|.{2,80}\bcontributed (to this (report"
    r"|story|article|piece)|reporting)|(übersetzung|redaktion|lektorat|mitarbeit|schlussredaktion)\s*:|mit (material|i"
    r"nformationen|agenturmaterial) (von|der|des)\b|(avec|con información de|con informaci[óo]n|com informações|con re"
    r"portes)\b.{0,80}$|(traduction|traducción|traduzione|tradução)( de| di|:)|(dpa|afp|reuters|ap|efe|ansa|sid|apa|kn"
    r"a|epd|tass|xinhua)([/, -]{1,3}\w{2,8}){0,4}$|this (story|article|report|content) (has been|was|is)\b.{0,60}(repu"
    r"blished|updated|corrected|translated|edited|produced|provided|generated|published)|(the )?(views|opinions?)( and"
    r" opinions)? expressed\b|disclaimer\b|disclosure\s*:|all content herein|editor['’]?s['’]? note\b.{0,30}(appeared|"
    r"published)|dieses thema im programm"
    r"|sendung\s*:|sendehinweis\b|(aus dem|from the) [^\W\d_]{4,20} (übersetzt |translated )?(by|von)\b.{3,60}$"
    r"|trad(uit|ucido|otto|uzido) (de l['’]|del |dal |do |de )[^.!?]{3,60}$|(översättning|oversettelse|vertaling|przekład"
    r"|tłumaczenie|перевод|переклад)\s*:|.{0,240}\(((zuletzt )?abgerufen am|(accessed|retrieved) (on )?\d|consult(é le|ado el))\b"
    r"|(über dieses thema berichtete|quellen?\s*:)|our website is the place|.{0,60}"
    r"please bookmark\b|(dieser|der) (artikel|text|beitrag) (ist|erschien|wurde)\b.{0,120}(erschienen|zuerst|übersetz|"
    r"veröffentlicht))",
)

INVITES = (
    r"newsletter|\bsubscribe (to|now|here|today|for|and)\b|\bsign up|inbox|your email|e-?mail address"
    r"|app store|abonn|click here|klicken|hier klicken|follow us|folgen sie"
    r"|\bsuscr[ií]b|iscriviti|подпис|підпис|abone|登録|紙の新聞とは|구독|订阅|訂閱",
)

APPEALS = (
    r"your (contributions?|support|donations?|gifts?|membership)\b.{0,60}\b(support|help|keep|fund|make|matter|allow|enable)"
    r"|(please )?(help us (keep|continue|stay|report|bring|fund)|chip in|(support|fund) (us|our|independent|quality|local)\b|donate|(contribute|give) (to us|today|now|what)"
    r"|make a (donation|gift|contribution)|become a (member|supporter|patron))\b"
    r"|(our (work|journalism|reporting|newsroom)|(independent|quality) journalism)\b.{0,80}\b(depends?|rel(y|ies)|needs? your"
    r"|made possible|funded by)\b"
    r"|(since|while|as) you['’]?re here|we have a (small )?favou?r to ask|did you (like|enjoy) this"
    r"|if you (like|enjoy|value|appreciate) (this|our|what we)\b",
    r"|(unterstütz(e|en sie)|hilf|helfen sie) (uns|unser|unabhängig)|(ihre|deine) (spende|unterstützung|hilfe)\b|spenden sie\b"
    r"|(soutenez|aidez)[- ](nous|notre|l['’]information|une? )|(votre|faites un) (don|soutien)\b"
    r"|(apoya|apoye|apóyanos|ayúdanos|ayuda a|colabora con|haz una donación)\b|(tu|su) (apoyo|donación|contribución|aporte)\b"
    r"|(apoie|ajude) (o|a|nosso|nos|este)|(a )?sua (doação|contribuição)|(sostieni|sostienici|aiutaci)\b|il (tuo|vostro) (contributo|sostegno)"
    r"|(steun|doneer)\b|(jouw|uw) (steun|bijdrage|donatie)|støtt oss|stöd oss|støt os|wesprzyj|podpořte|поддержите|підтримайте",
)

GIVING = (
    r"contribut|donat|\bsupport|chip in|membership|subscri|patron|\bfund|journalis|our (work|reporting|readers)"
    r"|spende|unterstütz|soutien|soutene|\bdons?\b|\bapoy|donaci|periodis|apoie|doaç|sostien|sosteg|steun|doneer|bijdrage"
    r"|støt|stöd|wesprz|podpoř|поддерж|підтрим",
)
