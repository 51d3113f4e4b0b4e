"""German: names, places, topics and sentence patterns for made-up news.

Nothing here is about a real person, place or event. Things and institutions stand only where nominative and accusative
are alike; `{akk}` and `{dat}` are the other cases of a topic, and an affiliation brings its own "von".
"""

from __future__ import annotations

from archiver.newsroom.language import Language, lines, listed, topics

_TOPICS = topics("""
    Politik | Deichbau | der Deichbau | den Deichbau | dem Deichbau | die Pumpwerke; die alten Siele; die Bodenproben; die Uferwege
    Politik | Fährtarif | der Fährtarif | den Fährtarif | dem Fährtarif | die Inselkarten; die Winterfahrpläne; die Zuschüsse; die beiden Fähren
    Politik | Wohnungspakt | der Wohnungspakt | den Wohnungspakt | dem Wohnungspakt | die Wartelisten; die leeren Kasernen; die Mietspiegel; die Baulücken
    Politik | Rathausumbau | der Rathausumbau | den Rathausumbau | dem Rathausumbau | die Dachbalken; die Akten im Keller; die Brandschutztüren; die Ausschreibungen
    Wirtschaft | Werftverkauf | der Werftverkauf | den Werftverkauf | dem Werftverkauf | die Docks; die Auftragsbücher; die Lehrwerkstätten; die Kräne
    Wirtschaft | Hafenstreik | der Hafenstreik | den Hafenstreik | dem Hafenstreik | die Nachtschichten; die Lotsenboote; die Zulagen; die Containerbrücken
    Wirtschaft | Molkereifusion | die Molkereifusion | die Molkereifusion | der Molkereifusion | die Milchpreise; die Kühlwagen; die Hofverträge; die Marken
    Wissen | Reiherzählung | die Reiherzählung | die Reiherzählung | der Reiherzählung | die Schilfgürtel; die Fangbücher; die Beringer; die Horste
    Wissen | Erdbebenmessung | die Erdbebenmessung | die Erdbebenmessung | der Erdbebenmessung | die Bohrlöcher; die Rohdaten; die Sensoren; die Karten
    Gesundheit | Klinikfusion | die Klinikfusion | die Klinikfusion | der Klinikfusion | die Kreißsäle; die Notaufnahmen; die Dienstpläne; die Betten
    Gesundheit | Wasserprüfung | die Wasserprüfung | die Wasserprüfung | der Wasserprüfung | die Bleirohre; die Brunnen; die Laborwerte; die Grenzwerte
    Kultur | Opernsaison | die Opernsaison | die Opernsaison | der Opernsaison | die Kostüme; die Drehbühnen; die Kartenpreise; die Nachwuchschöre
    Kultur | Filmarchiv | das Filmarchiv | das Filmarchiv | dem Filmarchiv | die Nitrofilme; die Lesesäle; die Wochenschauen; die Leihverträge
    Sport | Stadionbau | der Stadionbau | den Stadionbau | dem Stadionbau | die Westtribünen; die Flutlichter; die Dauerkarten; die Trainingsplätze
""", ("short", "topic", "akk", "dat"))

GERMAN = Language(
    code="de",
    given=listed("""Jürgen; Käthe; Björn; Annegret; Götz; Sönke; Mareike; Rüdiger; Friederike; Hauke; Ulrike; Tönnies; Birgit;
        Jörg; Änne; Matthäus; Silke; Volker; Wiebke; Konrad"""),
    family=listed("""Grünwald; Petersen-Voß; Möllner; Schäferkordt; Hülsmann; Brückner; Königsmann; Tönsing; Weißgerber; Dörfler;
        Rademacher; Großkopf; Lührs; Ohlendorf; Hölscher; Vierkötter; Sandmann; Eßer; Jüttner; Ahlers"""),
    places=listed("""Ostmünde; Grünhagen; Weißensiel; Mühlbrück; Altenkoog; Nordstede; Brünnlingen; Hövelrade; Süderfleth;
        Königsau; Dörnbach; Lütjenhafen; Rothenfähr; Kiebitzmoor; Steinförde; Hallersee; Möwenort; Tannhöfen; Vierdeichen;
        Oberlühe; Wesselbüll; Eichgrund; Bärenrode; Fischermünde"""),
    roles=listed("Bürgermeisterin; Minister; Landrätin; Stadtkämmerer; Staatssekretärin; Intendant; Dezernentin"),
    bodies=listed("""die Ratsversammlung; die Hafenbehörde; die Landesregierung; die Baukommission; die Finanzverwaltung;
        die Bezirksversammlung"""),
    affiliations=listed("""vom Institut für Küstenforschung; von der Universität Ostmünde; von der Stiftung Land und Meer;
        vom Rechnungshof der Küstenländer; von der Fachhochschule Hallersee"""),
    groups=listed("""die Bürgerinitiative; die Gewerkschaft der Hafenarbeiter; die Handelskammer; die Bauerngenossenschaft;
        die Mieterliga; die Elternvertretung"""),
    topics=_TOPICS,
    titles=lines("""
        {place}: {short} wird teurer als gedacht
        {short} spaltet {place} kurz vor der Abstimmung
        {place} verschiebt Entscheidung über {akk} auf {month}
        Warum {place} über {akk} streitet – und {place2} zuschaut
        „Wir können nicht länger warten“: {place} treibt {akk} voran
        {short} in {place}: Prüfer finden {n} Mängel
        {place} nach dem Beschluss: Was aus {dat} wird
        {official} verteidigt {akk} vor {n} Gästen in {place}
    """),
    leads=lines("""
        {place} muss sich bis {month} gedulden: Nach {n} Stunden Debatte hat {body} am späten {day} die Entscheidung über {akk} vertagt.
        Mit {money} will {place} in den nächsten {small} Jahren {akk} bezahlen, kündigte {role} {official} am {day} an – fast doppelt so viel wie geplant.
        Rund {big} Menschen haben in {place} unterschrieben, damit {body} noch einmal über {akk} berät.
        Ein Gutachten, das am {day} in {place} vorgestellt wurde, nennt {n} Mängel und stellt {akk} in Frage.
        Seit Monaten wird in {place} über nichts anderes gesprochen; am {day} musste {role} {official} erklären, wie es mit {dat} weitergeht.
    """),
    sentences=lines("""
        „Es geht nicht nur ums Geld, es geht um {place}“, sagte {expert} {affiliation}.
        {critic} nannte den Vorschlag „eine Brücke mit nur einem Ufer“ und verlangte {n} Änderungen.
        Der Anteil der betroffenen Haushalte ist seit {year} von {pct} auf {pct2} Prozent gestiegen, wie Zahlen {affiliation} zeigen.
        {official} stellte in Aussicht, dass im {month} begonnen werden könne, sofern {body} den Bedingungen zustimmt.
        Erste Entwürfe, die dieser Zeitung vorliegen, nennen {money}; ein Drittel davon müsste {place} tragen.
        In {place2} scheiterte {year} ein ähnlicher Plan, weil niemand geprüft hatte, in welchem Zustand {detail} waren.
        {expert} verfolgt die Sache seit {small} Jahren und sagt, die Rechnung gehe nur auf, wenn man {detail} weglasse.
        In einem Brief von {n} Seiten warnt {group}, dass {place} und {place2} am Ende zweimal für dasselbe zahlen.
        Händler am Bahnhof von {place} berichten, ihr Umsatz sei seit {month} um {pct} Prozent gesunken.
        Die Opposition fordert eine unabhängige Prüfung, die auch {detail} einschließt und bis Ende {later} fertig sein soll.
        Für die {big} Menschen zwischen {place} und {place2} ist es eine ganz praktische Frage.
        Fachleute, die {detail} im {month} untersucht haben, fanden {n} Schäden, davon {small} schwere.
        „Meine Großmutter hat hier {year} dieselben Reden gehört“, erzählt {critic} in einem kleinen Laden in {place}.
        Bis {month} kamen in {place} etwa {big} Unterschriften zusammen, mehr als das Gesetz verlangt.
        Ob {detail} am Ende bleiben, ließ {official} auf Nachfrage offen.
        Das Geld soll aus einem Topf von {money} kommen, der {year} eingerichtet und seither kaum angerührt wurde.
        Wer nach den ersten {small} Jahren für {detail} aufkommt, weiß derzeit niemand.
        „Wir haben {small} Winter lang Geduld gehabt“, sagte {critic}, „jetzt ist {place} an der Reihe.“
        Der Plan sieht {n} neue Stellen in {place} vor; {group} bezweifelt, dass die Hälfte davon {later} noch besteht.
        Die Schätzungen gehen weit auseinander: Mal ist von {money} die Rede, mal von {money2}, je nachdem, ob {detail} mitgezählt werden.
        Auf die Frage, was {detail} kosten, blätterte {official} lange in den Unterlagen und versprach eine schriftliche Antwort.
        Die zweite Lesung ist für {day} angesetzt; {small} Stunden sind für Fragen aus {place} vorgesehen.
        Das benachbarte {place2} würde sich beteiligen, wenn {detail} in den Vertrag kommen.
        Schon {year} hatte ein Gericht verlangt, dass {body} die Finanzierung offenlegt.
        Den Rest erledigte das Wetter: Nach {small} Tagen Regen im {month} waren die Wege um {place} gesperrt und die Nerven dünn.
        {expert} sieht darin eine Lehre für alle Orte von der Größe {place}s, denn eine zweite Gelegenheit komme selten.
        Von {n} Befragten in {place} hatten {small} den ganzen Vorschlag gelesen.
        Versicherungen verlangen seit {month} {pct} Prozent mehr, sobald {detail} im Spiel sind.
        {critic} führt seit {year} Tagebuch über jede Sitzung; inzwischen sind es {small} Hefte.
        Lehnt {body} ab, verliert {place} den Anspruch auf {money} aus dem Regionalfonds.
    """),
    captions=lines("""
        {official} auf dem Weg zur Sitzung in {place}.
        Blick auf {place} im {month}, kurz nach Sonnenaufgang.
        In {place} wartet man auf Nachrichten: {day} vor dem Rathaus.
    """),
    comments=lines("""
        Ich wohne seit {n} Jahren in {place} und wurde noch nie gefragt.
        Und wer zahlt die {money}? Natürlich wieder wir.
        Guter Bericht, aber in {place2} war es {year} genauso.
        Mein Onkel hat dort {small} Jahre gearbeitet, der lacht nur noch.
    """),
    months=listed("Januar; Februar; März; April; Mai; Juni; Juli; August; September; Oktober; November; Dezember"),
    days=listed("Montag; Dienstag; Mittwoch; Donnerstag; Freitag; Samstag; Sonntag"),
    labels={
        "home": "Startseite", "latest": "Aktuelles", "about": "Über uns", "contact": "Kontakt", "search": "Suche",
        "related": "Lesen Sie auch", "most_read": "Meistgelesen", "comments": "Leserbriefe", "reply": "Antworten",
        "share": "Artikel teilen", "newsletter": "Jeden Morgen das Wichtigste aus der Region in Ihr Postfach",
        "cookies": "Wir verwenden Cookies und ähnliche Techniken, um unser Angebot zu verbessern. Sie können Ihre Auswahl "
                   "jederzeit ändern.",
        "accept": "Alle annehmen", "refuse": "Ablehnen", "footer": "Alle Rechte vorbehalten. Nachdruck nur mit Genehmigung.",
        "top": "Nach oben", "by": "Von", "and": "und", "photo": "Foto", "next": "Ältere Beiträge",
        "previous": "Neuere Beiträge", "more": "Weiterlesen", "advert": "Anzeige", "updated": "Aktualisiert",
        "published": "Veröffentlicht", "tags": "Schlagworte", "correction": "Korrektur", "money": "{n} Millionen Taler",
        "continued": "Weiterlesen mit Abo",
    },
    standing={
        "support": "Dieser Beitrag ist frei zu lesen, weil andere dafür zahlen. Wenn Ihnen unsere Arbeit etwas "
                   "wert ist, [tragen Sie sie mit], schon ab zwei Talern im Monat.",
        "letter": "Jeden Abend um sechs schickt die Redaktion die fünf Geschichten des Tages in einem Brief. "
                  "[Lassen Sie ihn sich zusenden.]",
        "follow": "Mehr von uns auf [Telegram], [Mastodon] und im Radio um halb acht.",
        "funded": "Die Arbeit an diesem Beitrag wurde vom Laternenfonds unterstützt, der auf den Inhalt keinen "
                  "Einfluss genommen hat.",
        "signed": "Die Spätschicht",
    },
    thousands=".",
)
