"""Words of dates in the languages of news: months, "published" and "updated", time zones, halves of the day.

Nothing here reads a text. Words are case folded; where two languages disagree on a month, the rarer one is left to
`months_of`.
"""

from __future__ import annotations

import re

# One line a month; full names, their cases, and the short forms that sites print.
_MONTHS = (
    "january jan janvier janv januar jän jänner januari enero ene gennaio gen janeiro januári leden ledna led stycznia styczeń sty"
    " siječanj siječnja januarie ianuarie ian jaanuar janvāris janvārī sausio sausis tammikuuta tammikuu janúar ocak oca"
    " январь января янв січня січень січ студзеня януари јануар јануара јануари ιανουαρίου ιανουάριος ιαν ינואר ינו يناير"
    " ژانویه জানুয়ারি জানুয়ারি जनवरी जन ஜனவரி మే-1 มกราคม gener urtarrila januarja janara",
    "february feb febr février févr fév februar februari febrero febbraio febbr fevereiro fev februári február únor února úno lutego luty lut"
    " veljača veljače februarie veebruar februāris februārī vasario vasaris helmikuuta helmikuu febrúar şubat şub"
    " февраль февраля фев лютого лютий лют лютага февруари фебруар фебруара φεβρουαρίου φεβρουάριος φεβ פברואר פבר فبراير"
    " شباط فوریه ফেব্রুয়ারি ফেব্রুয়ারি फरवरी फ़रवरी फर பிப்ரவரி กุมภาพันธ์ febrer otsailaren februarja",
    "march mar mars märz mär mrz marzo março maart mrt marts március márc března březen bře marca marzec ožujak ožujka martie"
    " märts marec martā kovo kovas maaliskuuta maaliskuu mart март марта мар березня березень бер сакавіка"
    " μαρτίου μάρτιος μαρ מרץ מרס مارس آذار মার্চ मार्च மார்ச் มีนาคม març martxoaren",
    "april apr avril avr abril abr aprile aprili április ápr dubna duben dub kwietnia kwiecień kwi travanj travnja aprilie aprill"
    " aprīlis aprīlī balandžio balandis huhtikuuta huhtikuu apríl apríla nisan nis апрель апреля апр квітня квітень кві красавіка април"
    " априла απριλίου απρίλιος απρ אפריל אפר أبريل ابريل نيسان آوریل এপ্রিল अप्रैल ஏப்ரல் เมษายน apirilaren aprila",
    "may mai mayo maggio mag maio mei maj május máj mája května květen kvě maja svibanj svibnja maijs maijā gegužės gegužė"
    " toukokuuta toukokuu maí mayıs май мая травня травень тра траўня мај маја μαΐου μαίου μάιος μαϊ μάι מאי مايو أيار ایار مه মে मई மே พฤษภาคม maig"
    " maiatzaren",
    "june jun juin juni junio giugno giu junho június jún června červen čvn czerwca czerwiec cze lipanj lipnja iunie iun juuni"
    " jūnijs jūnijā birželio birželis kesäkuuta kesäkuu júní júna haziran haz июнь июня июн червня червень чер чэрвеня юни јун јуна"
    " ιουνίου ιούνιος ιουν יוני يونيو يونيه حزيران ژوئن জুন जून ஜூன் มิถุนายน juny ekainaren junija",
    "july jul juillet juil juli julio luglio lug julho július júl července červenec čvc lipca lipiec lip srpanj srpnja iulie iul"
    " juuli jūlijs jūlijā liepos liepa heinäkuuta heinäkuu júlí júla temmuz tem июль июля июл липня липень лип ліпеня юли јул јула"
    " ιουλίου ιούλιος ιουλ יולי يوليو يوليه تموز ژوئیه জুলাই जुलाई ஜூலை กรกฎาคม juliol uztailaren julija",
    "august aug août aout augusti agosto ago augustus augusztus srpna srpen srp sierpnia sierpień sie kolovoz kolovoza"
    " augusts augustā rugpjūčio rugpjūtis elokuuta elokuu ágúst ağustos ağu август августа авг серпня серпень сер жніўня августа"
    " αυγούστου αύγουστος αυγ אוגוסט אוג أغسطس اغسطس آب اوت আগস্ট अगस्त ஆகஸ்ட் สิงหาคม agost abuztuaren augusta avgust avgusta",
    "september sep sept septembre septiembre setiembre settembre set setembro szeptember szept september září zář września wrzesień wrz"
    " rujan rujna septembrie septembris septembrī rugsėjo rugsėjis syyskuuta syyskuu septembra eylül eyl сентябрь сентября"
    " сен сент вересня вересень вер верасня септември септембар септембра σεπτεμβρίου σεπτέμβριος σεπ ספטמבר ספט سبتمبر أيلول"
    " ایلول سپتامبر সেপ্টেম্বর सितंबर सितम्बर செப்டம்பர் กันยายน setembre irailaren",
    "october oct octobre oktober okt octubre ottobre ott outubro out október října říjen říj października październik paź octombrie"
    " oktoober oktobris oktobrī spalio spalis lokakuuta lokakuu októbra október ekim eki октябрь октября окт жовтня жовтень жов"
    " кастрычніка октомври октобар октобра οκτωβρίου οκτώβριος οκτ אוקטובר אוק أكتوبر اكتوبر اکتبر অক্টোবর अक्टूबर"
    " அக்டோபர் ตุลาคม urriaren oktobra oktobar",
    "november nov novembre noviembre novembro listopadu listopad listopada lis studeni studenoga studenog noiembrie noi"
    " novembris novembrī lapkričio lapkritis marraskuuta marraskuu nóvember novembra kasım kas ноябрь ноября ноя листопада"
    " листопад лис лістапада ноември новембар новембра νοεμβρίου νοέμβριος νοε נובמבר נוב نوفمبر نوامبر নভেম্বর नवंबर नवम्बर"
    " நவம்பர் พฤศจิกายน azaroaren",
    "december dec décembre déc dezember dez diciembre dic dicembre dezembro prosince prosinec pro grudnia grudzień gru prosinac prosinca"
    " decembrie detsember decembris decembrī gruodžio gruodis joulukuuta joulukuu desember des decembra aralık ara декабрь декабря"
    " дек грудня грудень гру снежня декември децембар децембра δεκεμβρίου δεκέμβριος δεκ דצמבר דצמ ديسمبر دسامبر ডিসেম্বর"
    " दिसंबर दिसम्बर டிசம்பர் ธันวาคม desembre abenduaren joulu",
)
MONTHS: dict[str, int] = {word.casefold(): number for number in range(12, 0, -1)
                          for word in _MONTHS[number - 1].split()}
_CROATIAN = {"listopad": 10, "listopada": 10, "lipnja": 6, "lipanj": 6}
COMPOUND = (("كانون الثاني", "يناير"), ("كانون الأول", "ديسمبر"), ("تشرين الأول", "أكتوبر"), ("تشرين الثاني", "نوفمبر"))
THAI = {"ม.ค.": 1, "ก.พ.": 2, "มี.ค.": 3, "เม.ย.": 4, "พ.ค.": 5, "มิ.ย.": 6, "ก.ค.": 7, "ส.ค.": 8, "ก.ย.": 9, "ต.ค.": 10,
        "พ.ย.": 11, "ธ.ค.": 12}


def months_of(language: str) -> dict[str, int]:
    """Month words as a language has them; `listopad` is October in Croatian and November elsewhere."""
    return {**MONTHS, **_CROATIAN} if language[:2] in ("hr", "bs") else MONTHS


# What may stand between day, month and year without meaning anything.
BETWEEN = frozenset("de del do da of the di d den der die le la el st nd rd th er º ª ° . , - – / ' ’ a m g gada ko en"
                    " g. г р года року г. roku год рік ที่ tháng năm и".split())

UPDATED = re.compile(
    r"updated?\b|\bupd\b|modified|amended|revised|last (?:change|edit)|aktualisier|geändert|überarbeitet|letzte änderung|\bstand\b|mis(?:e)? à jour|"
    r"modifié|màj|\bmaj\b|actualizad|actualisé|modificad|aggiornat|ultima modifica|modificat|atualizad|bijgewerkt|gewijzigd|"
    r"oppdatert|uppdatera|opdateret|ändrad|sist endret|päivitetty|muokattu|zaktualizow|aktualizacja|aktualizov|upravené|"
    r"změněno|frissítve|módosítva|ажуриран|ažurirano|обновлен|изменен|оновлен|абноўлен|güncelle|ενημερώθηκε|τελευταία ενημέρωση"
    r"|עודכן|עדכון|تحديث|آخر تعديل|به‌روزرسانی|বেজেছে|আপডেট|अपडेट|பதிப்பு|அப்டேட்|更新|수정|최종|cập nhật|diperbarui|dikemaskini|อัปเดต"
    r"|atnaujint|atjaunin|uuendatud|posodobljeno|обновено", re.IGNORECASE)
PUBLISHED = re.compile(
    r"publish|posted|first (?:aired|appeared)|created|issued|released|veröffentlicht|erschienen|erstellt|publié|paru|créé"
    r"|publicad|publicat|pubblicat|gepubliceerd|geplaatst|publisert|publicera|udgivet|publiceret|julkaistu|opublikow|dodano"
    r"|publikov|vydáno|zveřejněno|megjelent|közzé|objavljeno|објављено|опубликован|опублікован|публикуван|yayın|giriş|"
    r"oluşturulma|δημοσι|פורסם|نشر|تاريخ|منتشر|প্রকাশ|प्रकाशित|公開|配信|掲載|发布|發布|發佈|입력|등록|승인|đăng|diterbitkan|"
    r"เผยแพร่|paskelbta|publicēts|avaldatud", re.IGNORECASE)
NAMED = re.compile(r"\W*(?:date|datum|fecha|data|dato|dátum|päivä|дата|ημερομηνία|التاريخ|תאריך|日期|日時|日付|tarih|ngày|tanggal|วันที่)\b", re.IGNORECASE)
# Dates of other things: events, comments, births, copyright.
OTHERS = re.compile(
    r"copyright|©|registri|registered|gültig|valid|seit\b|desde\b|depuis\b|\(c\)|comment|kommentar|antwort|reply|replied|joined|since|member|geboren|\bborn\b|deadline|expires?|bis zum|"
    r"event|termin|retrieved|accessed|abgerufen|published by .{0,40} on issuu", re.IGNORECASE)

ZONES: dict[str, str] = {
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "bst": "+01:00", "wet": "+00:00", "west": "+01:00", "cet": "+01:00",
    "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "мск": "+03:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00", "pst": "-08:00",
    "pdt": "-07:00", "akst": "-09:00", "akdt": "-08:00", "hst": "-10:00", "jst": "+09:00", "kst": "+09:00",
    "hkt": "+08:00", "sgt": "+08:00", "ist": "+05:30", "pkt": "+05:00", "aest": "+10:00", "aedt": "+11:00", "acst": "+09:30",
    "awst": "+08:00", "nzst": "+12:00", "nzdt": "+13:00", "sast": "+02:00", "wib": "+07:00", "wita": "+08:00",
    "wit": "+09:00", "brt": "-03:00", "art": "-03:00"}
# Names that hold both of a zone's times: which one it is depends on the day.
SEASONAL: dict[str, tuple[str, str]] = {
    "et": ("-05:00", "-04:00"), "ct": ("-06:00", "-05:00"), "mt": ("-07:00", "-06:00"), "pt": ("-08:00", "-07:00"),
    "eastern": ("-05:00", "-04:00"), "central": ("-06:00", "-05:00"), "pacific": ("-08:00", "-07:00")}

MORNING = frozenset(("am", "a", "오전", "上午", "午前", "凌晨", "早上", "ص", "πμ", "öö", "sa"))
EVENING = frozenset(("pm", "p", "오후", "下午", "午後", "晚上", "م", "μμ", "ös", "ch"))
