"""The one story written by hand: the pattern of a page that scrapers get wrong, in words of our own.

Nothing here is real; the date inside the text is there on purpose, because it is not the date of publication.
"""

TITLE = ("Vestria’s Open Door: President Aino Valkama’s Offer of Talks Without Terms to Marshal Teo Brandt of Karsund Amid "
         "Growing Unease Over a Pact of Two Navies")

AUTHOR = "Roberto Casseli"
AGENCY = "Reuters"

PARAGRAPHS = (
    "President Aino Valkama of Vestria said on Friday that she would meet the leader of Karsund, Marshal Teo Brandt, at any "
    "time and in any place, “with no terms set beforehand”. Her words came as envoys in the region watch with unease how "
    "close Karsund and the Republic of Orlen have moved to each other, and ask whether their two navies may soon sail under "
    "one command. Valkama, who has led her country since March 2021, has said before that the quarrels between Vestria and "
    "Karsund can only be ended by people who sit at one table. That she says it again now, after a summer of manoeuvres off "
    "the Skarn islands, is read in the capital as a sign that she wants the sea lanes to stay calm whatever else may happen. "
    "The two governments of Karsund and Orlen have been polite neighbours for decades, but since the spring their ministers "
    "have met eleven times, and a dry dock for Orlen’s frigates is being built in the port of Hamra. Vestria, the Lowmark and "
    "the Union of Free Ports have each asked what the dock is for, and none of them has had an answer.",
    "An offer “with no terms set beforehand” is more than a figure of speech. It means that Vestria would come to the table "
    "without first asking for the dock to be closed or the manoeuvres to be ended, which is what most other capitals demand. "
    "That could give both sides room to talk about smaller things first, such as the fishing grounds and the mail ferry. Much "
    "depends on what Karsund makes of it, though, and Karsund has rarely answered in the way that was expected of it: twice in "
    "the past ten years Marshal Brandt’s officials agreed to a meeting and then asked for the harbour fees of the blockade to "
    "be paid back before they would set out. There is also the matter of the forty-one sailors who were taken off a Vestrian "
    "trawler in the nineteen-eighties and never came home, which weighs on every conversation between the two countries and "
    "which no president can leave aside. Those who advise Valkama say that her course differs from that of the men who held "
    "the office before her, because she would rather be turned down than not have asked. Whether the door stays open will be "
    "seen in the coming weeks; for now the lamp above it is lit, and the neighbours are watching who walks up the path.",
)
