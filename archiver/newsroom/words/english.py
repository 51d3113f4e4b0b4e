"""English: names, places, topics and sentence patterns for made-up news.

Nothing here is about a real person, place or event.
"""

from __future__ import annotations

from archiver.newsroom.language import Language, lines, listed, topics

_TOPICS = topics("""
    Politics | Flood Barrier Plan | the flood barrier plan | the three pumping stations; the old ferry pier; the northern dike; the drainage survey; the tide gauges
    Politics | Ferry Subsidy | the ferry subsidy | the winter timetable; the two ageing car ferries; the island season ticket; the fuel contract
    Politics | Border Talks | the border talks | the shared customs post; the fishing grounds; the prisoner list; the hotline between the two capitals; the monitoring mission
    Politics | Election Recount | the election recount | the postal ballots; the counting hall; the sealed boxes; the electoral roll
    Politics | Housing Charter | the housing charter | the waiting list; the rent register; the empty barracks; the cooperative flats
    World | Grain Corridor | the grain corridor | the inspection teams; the silos at the river mouth; the insurance pool; the escort vessels
    World | Peace Mission | the peace mission | the ceasefire line; the field hospital; the exchange of maps; the observers' camp
    World | Refugee Compact | the refugee compact | the reception centres; the language courses; the transit visas; the family reunions
    Business | Port Strike | the port strike | the container cranes; the night shift; the pilot boats; the pension fund; the picket at the east gate
    Business | Shipyard Sale | the shipyard sale | the dry dock; the order book; the apprentices' workshop; the bidding consortium
    Business | Wage Settlement | the wage settlement | the arbitration panel; the bonus scheme; the part-time contracts; the warehouse staff
    Business | Battery Plant | the battery plant | the test line; the cooling water permit; the freight siding; the supplier park
    Business | Bakery Merger | the bakery merger | the flour mill; the delivery vans; the town-centre shops; the brand name
    Science | Seismic Survey | the seismic survey | the borehole sensors; the fault map; the research vessel; the raw data
    Science | Heron Count | the heron count | the reed beds; the nesting platforms; the volunteers' log books; the ringing station
    Science | Telescope Upgrade | the telescope upgrade | the mirror cell; the dome motor; the control room; the calibration lamps
    Health | Hospital Merger | the hospital merger | the maternity ward; the emergency room; the ambulance garages; the consultants' contracts
    Health | Water Testing Scheme | the water testing scheme | the sampling wells; the lead pipes; the laboratory backlog; the school fountains
    Health | Vaccination Drive | the vaccination drive | the mobile clinics; the cold chain; the village halls; the reminder letters
    Culture | Opera Season | the opera season | the revolving stage; the youth chorus; the ticket office; the costume store
    Culture | Film Archive | the film archive | the nitrate reels; the reading room; the silent newsreels; the restoration bench
    Culture | Museum Return | the museum return | the carved doors; the inventory books; the bronze figures; the loan agreement
    Sport | Stadium Rebuild | the stadium rebuild | the west stand; the training pitch; the season tickets; the floodlights
    Sport | Rowing Final | the rowing final | the photo finish; the cross-wind; the women's eight; the umpires' launch
""", ("short", "topic"))

_PLACES = listed("""
    Port Halden; Marrowby; Eastmere; Kilbrack; Stanwick Bay; Oldcastle; Thornley; Greywater; Lowmoor; Fenwick Harbour; Arlen;
    Carrowdale; Bexhollow; Dunmarsh; Selby Reach; Whitcombe; Pellan; Rosscairn; Inverlay; Harrowgate Cross; Mistley Point;
    Corvane; Tolmere; Saint Aubrey; Westerholt; Nairnford; Quillan; Brackenfell; Ashmouth; Calder Ferry; Durnsea; Ellerby;
    Glenhaven; Hollin Bridge; Ivesham; Jarrowick; Kestrel Bay; Lanwood; Moorgate Ness; Northolme""")

_TITLES = lines("""
    {place} Council Delays {short} Until {later}
    {short} Divides {place} as Deadline Nears
    What the {short} Means for {place} and Its Neighbours
    {place} Votes on {short} After {n} Hours of Debate
    "We Cannot Wait": {place} Presses Ahead With {short}
    {short}: {official} Promises {place} a Decision by {month}
    Costs of {short} in {place} Rise by {pct} Per Cent
    {place} and the {short}: a Compromise Takes Shape
    Auditors Question {short} in {place}
    How {place} Learned to Live With the {short}
""")

_LEADS = lines("""
    {body} in {place} has put off a decision on {topic} until {month}, after {n} hours of debate that ended close to midnight on {day}.
    On {day}, {role} {official} renewed an offer to all sides in {place} to settle {topic} "without preconditions", and set {month} as the date for a first meeting.
    A year of arguments over {topic} came to a head in {place} on {day}, when {n} residents filled the hall to hear {role} {official} speak.
    {place} will spend {money} on {topic} over the next {small} years, {role} {official} announced on {day}, nearly twice what had been planned.
    Nobody in {place} expected {topic} to be settled in an afternoon, but on {day} {body} did exactly that.
    {role} {official} travelled to {place} on {day} to defend {topic}, and left with {n} questions and a list of promises.
    When the doors of {body} opened on {day}, the queue of people who wanted a say on {topic} reached as far as {place} market square.
    An inquiry into {topic} in {place} has found {n} faults in {detail}, according to a report that {body} released on {day}.
""")

_SENTENCES = lines("""
    "It is not the money alone, it is {detail} that keeps people awake at night," said {expert} of {affiliation}.
    {critic}, who speaks for {group}, called the proposal "a bridge with only one bank" and asked for {n} changes to it.
    According to figures from {affiliation}, the share of households affected has risen from {pct} to {pct} per cent since {year}.
    {official} told reporters that work on {detail} could begin in {month}, provided that {body} agrees to the terms.
    The first drafts, seen by this newspaper, put the cost at {money}, of which {place} would carry roughly a third.
    Similar plans failed in {place2} in {year}, when {detail} turned out to be in worse condition than anyone had assumed.
    {expert} has followed the matter for {small} years and says the numbers "do not add up unless one looks very closely at {detail}".
    In a letter of {n} pages, {group} warned that {place2} and {place} would end up paying for the same thing twice.
    Traders near {place} station said business had fallen by {pct} per cent since the arguments over {detail} began.
    {last} did not rule out that the timetable could slip again, but insisted that {month} remained "a realistic goal".
    The opposition wants an independent review of {detail}, to be finished before the end of {later}.
    For the {big} people who live between {place} and {place2}, the question is a practical one.
    Engineers who inspected {detail} in {month} found {n} defects, {small} of them serious.
    "My grandmother stood here in {year} and heard the same speeches," said {critic}, who runs a small shop in {place}.
    {affiliation} has offered to publish its measurements of {detail} every week, beginning in {month}.
    A spokesperson for {body} declined to say whether {official} had known about {detail} before {day}.
    The agreement runs to {n} clauses, and the most contested of them deals with {detail}.
    By {month}, some {big} signatures had been collected in {place}, more than the law asks for.
    Observers from {place2} pointed out that {topic} had been on the agenda {small} times since {year}, and that it had been postponed each time.
    {expert}, of {affiliation}, compared the situation with that of {year}, when a cold {month} brought everything to a halt.
    {group} plans to gather outside {body} on {day}, with {detail} at the top of its list of demands.
    Money for {detail} is to come from a fund of {money} that was set up in {year} and has hardly been touched.
    It remains unclear who will look after {detail} once the first {small} years are over.
    "We have been patient for {small} winters," {critic} said, "and patience does not repair {detail}."
    {official}, a former teacher from {place2}, took up the post of {role} in {year} and has staked much on the outcome.
    The plan foresees {n} new jobs in {place}, though {group} doubts that half of them will last beyond {later}.
    Independent estimates differ widely: {affiliation} speaks of {money}, while {group} arrives at {money}.
    Asked about {detail}, {last} paused, looked at the notes on the table and said the answer would come in writing.
    A second reading is set for {day}, and {body} has reserved {small} hours for questions from the public.
    Neighbouring {place2} has already said that it would take part if {detail} were included.
    In {year}, a court had ordered {body} to explain in detail how {topic} would be paid for.
    The weather in {month} did the rest: {small} days of rain left {detail} closed and tempers short.
    {expert} sees a wider lesson, namely that towns of the size of {place} rarely get a second chance.
    Of {n} people questioned by {affiliation} in {place}, {small} said they had read the whole proposal.
    The mayor of {place2} congratulated {official} by telephone, but asked for guarantees on {detail}.
    Under the terms now on the table, {detail} would pass into the hands of {body} by {later} at the latest.
    {last} described the talks as frank and, in the last {small} hours, even friendly.
    What happens to {detail} in the meantime is anybody's guess; {body} has promised a note by {month}.
    Schools in {place} have begun to teach the subject, and {n} pupils wrote essays on {topic} this spring.
    Insurers have raised their premiums by {pct} per cent for anything that depends on {detail}.
    {critic} keeps a diary of every meeting since {year}; it now fills {small} notebooks.
    Should {body} say no, {place} would lose its claim to {money} from the regional fund.
""")

ENGLISH = Language(
    code="en",
    given=listed("""Roberto; Amelia; Tomas; Ingrid; Callum; Nadia; Winston; Beatrix; Oscar; Leila; Hamish; Priya; Stefan;
        Morag; Julian; Adaeze; Felix; Rosalind; Kofi; Harriet; Lorcan; Yasmin; Edmund; Sunniva; Marcus; Delphine"""),
    family=listed("""Casseli; Thornbury; Okafor; Lindqvist; Penhallow; Marchetti; Ashdown; Villareal; Brennock; Sato-Reed;
        Haldane; Ferrant; Novak; Quayle; Abernethy; Castellan; Dunmore; Eriksen; Fairweather; Gorringe; Hathersage;
        Iverach; Jessop; Kirkbride; Larkin; McVey; Norrington; O'Dowd; Pellew; Rathbone"""),
    places=_PLACES,
    roles=listed("Mayor; Minister; Councillor; Commissioner; Chief Executive; Governor; Deputy Mayor; Senator"),
    bodies=listed("""the town council; the harbour authority; the regional assembly; the board of trustees;
        the planning committee; the finance ministry; the public works department; the cantonal court"""),
    affiliations=listed("""the University of Eastmere; the Institute for Coastal Studies; the Marlowe Foundation;
        the Centre for Public Accounts; the Northolme Technical College; the Observatory for Rural Affairs"""),
    groups=listed("""the residents' association; the Dockers' Union; the chamber of commerce; the Friends of the Estuary;
        the tenants' league; the farmers' cooperative; the parents' council"""),
    topics=_TOPICS,
    titles=_TITLES,
    leads=_LEADS,
    sentences=_SENTENCES,
    captions=lines("""
        {official} on the way into a meeting about {topic} in {place} on {day}.
        A view of {detail} near {place}, taken in {month}.
        People in {place} wait for news of {topic}.
        Workers inspect {detail} at dawn in {place}.
    """),
    comments=lines("""
        I have lived in {place} for {n} years and this is the first time anyone asked us.
        Good piece, but you forgot {place2}. They had the same trouble in {year}.
        Who pays the {money}? We do, as always.
        Please stop writing about this, nothing has changed since {year}.
        My uncle worked there for {small} years. He says it could be done for half the price.
        Thank you for reporting on this. Greetings from {place2}!
    """),
    months=listed("""January; February; March; April; May; June; July; August; September; October; November; December"""),
    days=listed("Monday; Tuesday; Wednesday; Thursday; Friday; Saturday; Sunday"),
    labels={
        "home": "Home", "latest": "Latest", "about": "About us", "contact": "Contact", "search": "Search",
        "related": "Related Posts", "most_read": "Most Read", "comments": "Comments", "reply": "Reply",
        "share": "Share this article", "newsletter": "Sign up for our morning briefing and never miss a story",
        "cookies": "We and our 214 partners use cookies to store and access information on your device. You can change "
                   "your choice at any time.",
        "accept": "Accept all", "refuse": "Refuse", "footer": "All rights reserved. No part of this site may be copied "
        "without written permission.", "top": "Scroll Top", "by": "By", "and": "and", "photo": "Photo",
        "next": "Older posts", "previous": "Newer posts", "more": "Continue reading", "advert": "Advertisement",
        "updated": "Updated", "published": "Published", "tags": "Tags", "correction": "Correction",
        "money": "{n} million crowns", "continued": "to read the rest, subscribe",
    },
    standing={
        "support": "You are reading this because other readers pay for it. If our work is of use to you, [help to "
                   "keep it free] from two crowns a month.",
        "letter": "Every evening at six our editors put the five stories of the day into one letter. [Have it "
                  "sent to you.]",
        "follow": "More from our desk on [Telegram], [Mastodon] and the radio at half past seven.",
        "funded": "Work on this story was made possible by a grant of the Lantern Fund, which had no say in what "
                  "it tells.",
        "signed": "The night desk",
    },
)
