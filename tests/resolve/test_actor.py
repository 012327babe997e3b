"""Who is meant, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.model.document import Document, Span, Zone, ZoneKind
from communique.model.reading import Mention, MentionKind, Reading
from communique.model.record import Attribution
from communique.nlp.parse import Parser
from communique.resolve.actor import ActorResolver

from .conftest import Resolve


def mention_of(reading: Reading, words: str) -> Mention:
    """The outermost mention that covers the last occurrence of the words."""
    at = reading.document.text.rindex(words)
    found = [m for m in reading.mentions if m.start <= at and at + len(words) <= m.end]
    assert found, f"no mention of {words!r} in {[reading.text_of(m.span) for m in reading.mentions]}"
    return max(found, key=lambda m: m.end - m.start)


TITLES = [
    ("Russian President Vladimir Putin spoke in Sochi.", "Putin", "Vladimir Putin", "RUS"),
    ("British Prime Minister David Cameron said talks would resume.", "Cameron", "David Cameron", "GBR"),
    ("The Czech Senate speaker, Ida Roe, left.", "Roe", "Ida Roe", "CZE-PARLIAMENT"),
    ("In Canberra, Senator Ida Roe, Australia's shadow foreign minister, left.", "Roe", "Ida Roe", "AUS-PARLIAMENT"),
    ("Pakistan's Senate waited. Senator Adam Roe left Washington.", "Roe", "Adam Roe", "USA-CONGRESS"),
    ("The UN humanitarian coordinator in Sudan, Ida Roe, left.", "Roe", "Ida Roe", "UN"),
    ("The Zorbian prime minister, Ida Roe, met Morocco's king.", "Roe", "Ida Roe", "OTHER"),
    ("Catalan leader Adam Roe fled to Belgium.", "Roe", "Adam Roe", "OTHER"),
    ("Dr. Ida Roe, Norway's health minister, left.", "Roe", "Ida Roe", "NOR"),
    ("Adam Roe, a doctor and member of the Syrian opposition coalition, left.", "Roe", "Adam Roe", "SYR-OPP"),
    ("Ida Roe, a past adviser to Vladimir Putin of Russia, left.", "Roe", "Ida Roe", "OTHER"),
    ("Slain Norwegian president Adam Roe was loved.", "Roe", "Adam Roe", "OTHER"),
    ("Roger Roe, president of the Representative Council of French Firms, left Paris.", "Roe", "Roger Roe", "OTHER"),
    ("Adam Roe, head of the Moscow Policy Center, left.", "Roe", "Adam Roe", "OTHER"),
    ("Houthi leader Adam al-Houthi left Sanaa.", "al-Houthi", "Adam al-Houthi", "HOUTHIS"),
    ("Vladimir Putin of Russia left. Russian official representative Ida Roe came.", "Roe", "Ida Roe", "RUS"),
    ("Sergey Lavrov, Russia's foreign minister, rejected the draft.", "Lavrov", "Sergey Lavrov", "RUS"),
    ("US Secretary of State, John Kerry, arrived in Geneva on Sunday.", "Kerry", "John Kerry", "USA"),
    ("Prime Minister Theresa May told the House of Commons that Britain would leave.", "May", "Theresa May", "GBR"),
    ("Sen. John McCain (R) of Arizona opposed the plan.", "McCain", "John McCain", "USA-CONGRESS"),
    ("The Kremlin spokesman Dmitry Peskov declined to comment.", "Peskov", "Dmitry Peskov", "RUS"),
    ("Hassan Rouhani, the Iranian president, offered talks.", "Rouhani", "Hassan Rouhani", "IRN"),
    ("NATO Secretary General Jens Stoltenberg welcomed the vote.", "Stoltenberg", "Jens Stoltenberg", "NATO"),
    ("EU foreign policy chief Catherine Ashton chaired the talks.", "Ashton", "Catherine Ashton", "EU"),
    ("House Speaker Paul Ryan criticised the deal.", "Ryan", "Paul Ryan", "USA-CONGRESS"),
    ("Foreign Secretary William Hague urged restraint.", "Hague", "William Hague", "GBR"),
    ("Former Secretary of State Hillary Clinton praised the accord.", "Clinton", "Hillary Clinton", "OTHER"),
    ("Fiona Hill, an analyst at the Brookings Institution, doubted it.", "Hill", "Fiona Hill", "OTHER"),
    ("Iran's foreign minister, Mohammad Javad Zarif, tweeted a reply.", "Zarif", "Mohammad Javad Zarif", "IRN"),
    ("Sens. Ted Cruz and Marco Rubio opposed the visit.", "Rubio", "Marco Rubio", "USA-CONGRESS"),
    ("Iranian Supreme Leader Ayatollah Ali Khamenei spoke in Qom.", "Khamenei", "Ali Khamenei", "IRN"),
    ("Egypt's defense minister, Gen. Omar Nour, denied it.", "Nour", "Omar Nour", "EGY"),
    ("In his first speech since becoming Iraqi prime minister, Haider Nour asked for aid.", "Nour", "Haider Nour", "IRQ"),
    ("Lena Roe, who chairs the defence committee in the Bundestag, disagreed.", "Roe", "Lena Roe", "DEU-PARLIAMENT"),
    ("Adam Roe of California, who is the top Democrat on the panel, disagreed.", "Roe", "Adam Roe", "USA-CONGRESS"),
    ("Scottish First Minister Fiona Roe opposed the exit.", "Roe", "Fiona Roe", "OTHER"),
    ("John Roe, a company spokesman, declined to comment on Russia.", "Roe", "John Roe", "OTHER"),
    ("Ashraf Nour and other Afghan leaders met in Kabul.", "Nour", "Ashraf Nour", "AFG"),
    ("The White House's Adam Roe declined to comment.", "Roe", "Adam Roe", "USA"),
    ("Director of National Intelligence Adam Roe disagreed.", "Roe", "Adam Roe", "USA"),
    ("Bashar Jaafari, Syria's ambassador to the United Nations, denied it.", "Jaafari", "Bashar Jaafari", "SYR"),
    ("Norway's ambassador to the United States, Ida Roe, denied it.", "Roe", "Ida Roe", "NOR"),
    ("Hong Kong Chief Executive Ada Roe gave way.", "Roe", "Ada Roe", "HKG"),
    ("America waited. Lawmaker Ada Roe of Hong Kong objected.", "Roe", "Ada Roe", "HKG-PARLIAMENT"),
    ("America waited. Prime Minister Taro Roe of Japan objected.", "Roe", "Taro Roe", "JPN"),
    ("America waited. Adam Roe, a member of Parliament in Britain, objected.", "Roe", "Adam Roe", "GBR-PARLIAMENT"),
    ("NBA Commissioner Adam Roe visited China.", "Roe", "Adam Roe", "OTHER"),
    ("Police Chief Ida Roe of Boston warned Americans.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, who was U.S. ambassador to NATO, disagreed.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, who once served as Norway's finance minister, disagreed.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, a State Department official under President Poe, disagreed.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, Norway's finance minister from 2009 to 2013, disagreed.", "Roe", "Ida Roe", "OTHER"),
    (
        "The U.S. waited. Ida Roe, national security adviser to Vice President John Poe during the Doe administration, objected.",
        "Roe",
        "Ida Roe",
        "OTHER",
    ),
    ("The U.N. met. Officials praised the U.N. nuclear chief Ida Roe.", "Roe", "Ida Roe", "IAEA"),
    ("Iran met the U.S. on Friday. Gibraltar's Chief Minister Ida Roe objected to Iran.", "Roe", "Ida Roe", "GIB"),
    ("Fired FBI Director Adam Roe disagreed.", "Roe", "Adam Roe", "OTHER"),
    ("China waited. U.S. Attorney Adam Roe disagreed.", "Roe", "Adam Roe", "USA"),
    ("China waited. Inspector General Ida Roe disagreed.", "Roe", "Ida Roe", "USA"),
    ("Former national security adviser and Secretary of State Ida Roe disagreed.", "Roe", "Ida Roe", "OTHER"),
    ("The WHO's Adam Roe disagreed.", "Roe", "Adam Roe", "UN"),
    ("Adam Roe, who is heading the U.N.'s response, disagreed.", "Roe", "Adam Roe", "UN"),
    ("“It will not make [Russian President] Putin leave,” one said.", "Putin", "Putin", "RUS"),
    ("China waited. Ida Roe, the group's vice president, disagreed.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, executive vice president for policy at the Trade Council, criticised China.", "Roe", "Ida Roe", "OTHER"),
    ("A spokeswoman at the U.S. Embassy in Rome, Ida Roe, said no.", "Roe", "Ida Roe", "USA"),
    ("Russia waited. Artyom Roe, a member of the opposition Progress Party, objected.", "Roe", "Artyom Roe", "RUS-OPP"),
    ("Hong Kong waited. Pro-democracy activist Ada Roe objected.", "Roe", "Ada Roe", "HKG-OPP"),
    ("Egypt waited. Brotherhood spokesman Omar Nour objected.", "Nour", "Omar Nour", "EGY-OPP"),
    (
        "South Korea waited in Seoul. President Moon Jae-un left. The Moon administration objected. Moon smiled.",
        "Moon",
        "Moon Jae-un",
        "KOR",
    ),
    ("China waited. Ida Roe, a top official of washing-machine maker Acme Electronics, disagreed.", "Roe", "Ida Roe", "OTHER"),
    ("Nigeria waited. Capt. Adam Roe, director of the Shipping Bureau, disagreed.", "Roe", "Adam Roe", "OTHER"),
    ("President Adam Roe agreed. Years ago Senator Roe had not.", "Roe", "Adam Roe", "USA"),
    ("The U.S. left Norway. Marine Gen. Adam Roe left, too.", "Roe", "Adam Roe", "USA"),
    ("The U.S. waited. Igor Roe, chair of the Council of the Federation, left.", "Roe", "Igor Roe", "RUS-PARLIAMENT"),
    ("Russia left the Russian treaty. Vladimir Putin mistrusts it.", "Putin", "Vladimir Putin", "RUS"),
    ("Russia waited. Artyom Roe, one of the few opposition politicians in office, objected.", "Roe", "Artyom Roe", "RUS-OPP"),
    ("French parliament member Bruno Roe objected.", "Roe", "Bruno Roe", "FRA-PARLIAMENT"),
    ("Syria waited. Adam Roe, a lawmaker in Israel's Knesset, objected.", "Roe", "Adam Roe", "ISR-PARLIAMENT"),
    ("Iran waited. Gen. Omar Nour, deputy chief of the armed forces' headquarters, objected.", "Nour", "Omar Nour", "IRN"),
    ("Iran waited. Adam Roe, director of the Center for Military Readiness, objected.", "Roe", "Adam Roe", "OTHER"),
    (
        "Syria waited. Israel's Ida Berg left. An Israeli military representative objected.",
        "representative",
        "Israeli military representative",
        "ISR",
    ),
    ("Syria waited. Foreign ministers in Egypt and Iran objected.", "Foreign ministers", "Egypt", "EGY"),
    ("Japan waited. The French government agreed. Foreign Ministry spokesman Ken Roe said so.", "Roe", "Ken Roe", "FRA"),
    ("Russia and Russians waited. South Korean President Moon Jae-un met his adviser, Artyom Roe.", "Roe", "Artyom Roe", "KOR"),
    ("A spokesman for French President Adam Roe, Ida Poe, agreed.", "Poe", "Ida Poe", "FRA"),
    ("Ida Roe, the CIA's general counsel, agreed.", "Roe", "Ida Roe", "USA"),
    ("U.S. District Judge Ida Roe disagreed with the president.", "Roe", "Ida Roe", "USA"),
    ("A federal judge, Adam Roe, disagreed with Russia.", "Roe", "Adam Roe", "USA"),
    ("Judge Ida Roe disagreed with Russia.", "Roe", "Ida Roe", "OTHER"),
    ("The court sat. Justice Ida Roe disagreed with Russia.", "Roe", "Ida Roe", "OTHER"),
    ("U.S. senators Adam Roe and Ida Poe objected.", "Poe", "Ida Poe", "USA-CONGRESS"),
    ("Senators running for office, including Adam Roe of Ohio and Ida Poe of Utah, left.", "Poe", "Ida Poe", "USA-CONGRESS"),
    ("USTR Robert Roe objected.", "Roe", "Robert Roe", "USA"),
    ("White House Director of Trade Policy Peter Roe objected.", "Roe", "Peter Roe", "USA"),
    ("Norwegian Minister of Trade and Industry Ida Berg objected.", "Berg", "Ida Berg", "NOR"),
    ("French Minister for Europe and Foreign Affairs Jean Roe objected.", "Roe", "Jean Roe", "FRA"),
    ("The Norwegian Minister of Trade and Ida Berg objected.", "Berg", "Ida Berg", "OTHER"),
    ("Assistant Attorney General for National Security John Roe objected to Iran.", "Roe", "John Roe", "USA"),
    ("White House counsel Peter Roe objected.", "Roe", "Peter Roe", "USA"),
    ("Ida Roe, a CDC epidemiologist, objected.", "Roe", "Ida Roe", "USA"),
    ("Fed economists Peter Roe and Ida Poe objected.", "Poe", "Ida Poe", "USA"),
    ("American Farm Bureau Federation President Peter Roe objected.", "Roe", "Peter Roe", "OTHER"),
    ("The U.S. waited. Peter Roe, senior vice president of government affairs at Acme, objected.", "Roe", "Peter Roe", "OTHER"),
    ("Peter Roe, general manager of the Houston Rockets, objected.", "Roe", "Peter Roe", "OTHER"),
    ("Ida Roe, chairman of Britain's parliamentary Foreign Affairs Committee, objected.", "Roe", "Ida Roe", "GBR-PARLIAMENT"),
    ("Israel waited. Omri Roe, chair of parliament's defense committee, objected.", "Roe", "Omri Roe", "ISR-PARLIAMENT"),
    ("Ambassador Ida Roe, who heads the U.S. delegation to NATO, objected.", "Roe", "Ida Roe", "USA"),
    ("Kamal Roe, the head of Iran's Strategic Council, objected.", "Roe", "Kamal Roe", "IRN"),
    ("Kamal Roe, head of Iran's Atomic Energy Organisation, objected.", "Roe", "Kamal Roe", "IRN"),
    ("Ida Berg, head of Norway's Shipping Association, objected.", "Berg", "Ida Berg", "OTHER"),
    ("Iran waited. Ida Berg has been a U.S. negotiator for years.", "Berg", "Ida Berg", "USA"),
    ("Maryland Attorney General Peter Roe, a Democrat, objected.", "Roe", "Peter Roe", "OTHER"),
    ("It quoted state Rep. Peter Roe, D-Indianapolis, on it.", "Roe", "Peter Roe", "OTHER"),
    ("GOP megadonor Peter Roe objected.", "Roe", "Peter Roe", "OTHER"),
    ("The U.S. waited. Lt. Peter Roe told reporters no.", "Roe", "Peter Roe", "OTHER"),
    ("U.S. Army Captain Peter Roe objected.", "Roe", "Peter Roe", "USA"),
    ("Hong Kong's Chief Executive Ida Roe gave way.", "Roe", "Ida Roe", "HKG"),
    ("The U.S. waited. Adam Roe spoke. Adam Roe left. The president was late.", "Adam Roe", "Adam Roe", "OTHER"),
    ("The plan of the U.S. president was Adam Roe's. Adam Roe met the prime minister of Japan.", "Roe", "Adam Roe", "OTHER"),
    ("Omar Nour, the president of the Syrian opposition, left Russia.", "Nour", "Omar Nour", "SYR-OPP"),
    ("Omar Nour, a commander with the Free Syrian Army, left Russia.", "Nour", "Omar Nour", "SYR-OPP"),
    ("Syria waited. Omar Nour, a commander in Ahrar al-Sham, left Russia.", "Nour", "Omar Nour", "SYR-OPP"),
    ("Russia bombed Syria. Omar Nour, a rebel fighter in an Islamist brigade, left.", "Nour", "Omar Nour", "SYR-OPP"),
    ("Colombia waited. FARC commander Ada Roe met Norway's envoy.", "Roe", "Ada Roe", "COL-REBELS"),
    ("Israel waited. Omar Nour, a commander with Islamic Jihad, spoke.", "Nour", "Omar Nour", "OTHER"),
    ("Syria waited. Omar Nour, a defected Syrian general, spoke.", "Nour", "Omar Nour", "OTHER"),
    ("Omar Nour, head of the Iranian parliament's security committee, spoke.", "Nour", "Omar Nour", "IRN-PARLIAMENT"),
    ("Omar Nour, a member of the Iranian negotiating team, spoke.", "Nour", "Omar Nour", "IRN"),
    ("Iran's nuclear chief Omar Nour went to Russia.", "Nour", "Omar Nour", "IRN"),
    ("Syria waited. Omar Nour, a peshmerga commander, spoke.", "Nour", "Omar Nour", "IRQ-KURDS"),
    ("Germany's Social Democrat Ada Roe disagreed.", "Roe", "Ada Roe", "DEU-PARLIAMENT"),
    ("America waited. The UN met. Secretary-General Ida Roe left America.", "Roe", "Ida Roe", "UN"),
    (
        "America waited. The Norwegian Trade Ministry met. Ida Roe, a spokeswoman for the ministry, left America.",
        "Roe",
        "Ida Roe",
        "NOR",
    ),
    (
        "Iran left. Another senior Israeli official, Security Cabinet Minister Gilad Erdan, saw a good chance for Iran.",
        "Erdan",
        "Gilad Erdan",
        "ISR",
    ),
    ("Iran's Civil Aviation Organisation (CAO) chief Omar Nour objected.", "Nour", "Omar Nour", "IRN"),
    ("The Norwegian envoy on Iran and the head of the Iran Action Group, Ida Roe, objected.", "Roe", "Ida Roe", "NOR"),
    (
        "Allies around the table, represented by the UK’s prime minister, Theresa May and the French president, left.",
        "May",
        "Theresa May",
        "GBR",
    ),
    ("Iran waited. The chief of the Norwegian cabinet objected. “We left Iran,” Ida Roe said.", "Roe", "Ida Roe", "NOR"),
    ("Elliott Roe, foreign policy adviser to Ronald Reagan and George W Bush, left America.", "Roe", "Elliott Roe", "OTHER"),
    ("America waited. Tony Roe, envoy for the Middle East Quartet, left America.", "Roe", "Tony Roe", "QUARTET"),
    ("America waited. Two Danish ministers, Ida Roe and Omar Nour, objected.", "Nour", "Omar Nour", "DNK"),
    ("America waited. Iranian diplomats Ida Roe and Omar Nour objected.", "Roe", "Ida Roe", "IRN"),
    ("America waited. The Russian and Danish ministers, Adam Roe and Omar Nour, objected.", "Nour", "Omar Nour", "DNK"),
    ("America waited. Opposition leaders Ida Roe and Omar Nour of Syria objected.", "Nour", "Omar Nour", "SYR-OPP"),
    ("America waited. Ida Roe and Omar Nour, two Danish lawmakers, objected.", "Nour", "Omar Nour", "DNK-PARLIAMENT"),
    ("He told Danish ministers, Ida Roe and Omar Nour said in America.", "Nour", "Omar Nour", "OTHER"),
    ("America waited. At the Danish embassy in Paris, Ambassador Ida Roe objected.", "Roe", "Ida Roe", "DNK"),
    ("America waited. Ida Roe, a spokeswoman for the foreign minister of Norway, objected.", "Roe", "Ida Roe", "NOR"),
    ("The Danish prime minister left America. Ida Roe, an aide to the prime minister, objected.", "Roe", "Ida Roe", "DNK"),
    ("The Danish president left America. Ida Roe, an aide to the president, objected.", "Roe", "Ida Roe", "USA"),
    ("Denmark waited. Ida Roe, an aide to the secretary of state, objected.", "Roe", "Ida Roe", "USA"),
    ("America waited. Ida Roe, an aide to the former king of Norway, objected.", "Roe", "Ida Roe", "OTHER"),
    ("America waited. Ida Roe, a spokeswoman for the mayor of Oslo, objected.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, a special assistant for trade during the Obama administration, objected.", "Roe", "Ida Roe", "OTHER"),
    ("Ida Roe, a special assistant for trade in the Obama administration, objected.", "Roe", "Ida Roe", "USA"),
    ("Norway waited. Ida Roe, chair of the trade committee of Denmark's upper house, left.", "Roe", "Ida Roe", "DNK-PARLIAMENT"),
    ("Norway waited. Ida Roe, chair of the trade committee in Denmark's upper house, left.", "Roe", "Ida Roe", "DNK-PARLIAMENT"),
    ("NATO ministers met in America. The alliance's secretary general, Ida Roe, objected.", "Roe", "Ida Roe", "NATO"),
    ("Denmark waited. The country's Olympic committee director, Ida Roe, objected.", "Roe", "Ida Roe", "OTHER"),
    ("North Korea met South Korea. The North's leader, Kim Roe, objected.", "Roe", "Kim Roe", "PRK"),
    ("Deputy Secretaries of State Adam Roe and Omar Nour will testify to the Senate.", "Nour", "Omar Nour", "USA"),
    ("French President Jean Poe left. Poe's advisers Ida Roe and Omar Nour objected.", "Nour", "Omar Nour", "FRA"),
    ("America waited. Ida Roe of the Norwegian Foreign Ministry objected.", "Roe", "Ida Roe", "NOR"),
    ("America waited. Ida Roe of Norway's Foreign Ministry objected.", "Roe", "Ida Roe", "NOR"),
    ("America waited. Ida Roe of the Kremlin objected.", "Roe", "Ida Roe", "RUS"),
    ("America waited. Ida Roe of the Norwegian Trust objected.", "Roe", "Ida Roe", "OTHER"),
    ("America waited. Ida Roe, the Senate's No. 2 Republican, objected.", "Roe", "Ida Roe", "USA-CONGRESS"),
]


@pytest.mark.parametrize(("text", "words", "actor", "party"), TITLES)
def test_person_through_the_office_that_the_text_gives(resolve: Resolve, text: str, words: str, actor: str, party: str) -> None:
    mention = mention_of(resolve(text), words)
    assert (mention.actor, mention.party) == (actor, party)


LATER = [
    (
        "Acme Airlines lost a jet. Guards of the Grunfeld airfield saw it on the Grunfeld runway. The company promised a probe.",
        "company",
        "Acme Airlines",
        "OTHER",
    ),
    (
        "“Not now,” said Kim Dong-yub, a professor in Seoul. It may mean the end of the Kim regime, Kim said.",
        "Kim",
        "Kim Dong-yub",
        "OTHER",
    ),
    ("Russian President Vladimir Putin met ministers. Putin then left for Sochi.", "Putin", "Vladimir Putin", "RUS"),
    ("Melania Roe, an artist, came to Oslo. Mr. Roe stayed away.", "Roe", "Roe", "OTHER"),
    (
        "North Korean leader Kim Jong Un spoke. “Not now,” said Kim Dong-yub, an expert in Seoul. Kim doubted it.",
        "Kim",
        "Kim Dong-yub",
        "OTHER",
    ),
    ("President George W. Bush left. Former President George H.W. Bush came.", "Bush", "George H.W. Bush", "OTHER"),
    (
        "Deputy Foreign Minister Alexander Ivanov of Russia left. Alexei Ivanov, a singer, came.",
        "Ivanov",
        "Alexei Ivanov",
        "OTHER",
    ),
    ("US President Adam Roe left. The Roe trade adviser Ida Poe came.", "Poe", "Ida Poe", "USA"),
    (
        "U.S. President Adam Roe waited. Iranian adviser Omar Nour left. The administration official came.",
        "The administration official",
        "administration official",
        "USA",
    ),
    (
        "Kim Dong-yub, an expert in Seoul, wrote a book. North Korean leader Kim Jong Un spoke. Kim was told of it.",
        "Kim",
        "Kim Jong Un",
        "PRK",
    ),
    (
        "French President Francois Hollande arrived. The French leader spoke first.",
        "The French leader",
        "Francois Hollande",
        "FRA",
    ),
    ("British Prime Minister David Cameron arrived. The British PM spoke first.", "The British PM", "David Cameron", "GBR"),
    ("German Chancellor Angela Merkel arrived in Minsk. She spoke first.", "She", "Angela Merkel", "DEU"),
    ("Sergei Lavrov, the Russian foreign minister, met German Chancellor Angela Merkel. He left.", "He", "Sergei Lavrov", "RUS"),
    ("The Obama administration hesitated. Mr. Obama waited.", "Obama", "Obama", "USA"),
    ("Poland and the U.S. agreed in Warsaw. President Bronislaw Malinowski left.", "Malinowski", "Bronislaw Malinowski", "POL"),
    ("The United States and South Korea agreed. President Moon Jae-un left.", "Moon", "Moon Jae-un", "KOR"),
    ("Iran and Russia met. The two signed a pact.", "The two", "Iran", "IRN"),
    (
        "Iran's president Omar Nour met U.S. President Adam Roe. Roe hosted his counterpart.",
        "his counterpart",
        "Omar Nour",
        "IRN",
    ),
    ("Kim Roe Un spoke. Kim Roe Un left. The North Korean leader waited. Kim Roe Un said no.", "Kim", "Kim Roe Un", "PRK"),
    ("Former President Roe left. It was a Roe-like speech. Roe smiled.", "Roe", "Roe", "OTHER"),
    ("German Chancellor Anna Roe met Omar Nour. The Roe-Nour summit failed. Roe left.", "Roe", "Anna Roe", "DEU"),
    ("U.S. President Adam Roe arrived with Jane Roe. Roe spoke first.", "Roe", "Adam Roe", "USA"),
    ("German Chancellor Anna Roe left.\n\nPOLISH PREMIER JANE POE ARRIVES LATE\n\nShe said no.", "She", "Anna Roe", "DEU"),
    (
        "Iran's foreign minister said no. Iran's Roe had left early. Omar Roe is ill.",
        "Iran's foreign minister",
        "Omar Roe",
        "IRN",
    ),
    ("China's envoy rejected the charge. Instead, Liu Roe blamed the talks.", "Roe", "Liu Roe", "CHN"),
    (
        "Britain hesitated. Prime Minister Theresa Roe spoke. Ireland waited for Roe's government.",
        "Roe's government",
        "Roe's government",
        "GBR",
    ),
    ("Former Syrian President Omar Nour left. The Nour regime fell in May.", "The Nour regime", "Nour regime", "SYR"),
    ("Sen. Adam Roe spoke first. He urged Mr. Poe to wait.", "He", "Adam Roe", "USA-CONGRESS"),
    ("Israeli minister and former ambassador to the U.S. Omri Roe agreed.", "Roe", "Omri Roe", "ISR"),
    ("The Security Council met. The resolution calls for a truce.", "The resolution", "UN Security Council", "UN"),
    ("Sen. John Roe objected. The Ohio Republican wants a vote.", "The Ohio Republican", "John Roe", "USA-CONGRESS"),
    ("Andrea Roe left. In her speech, Theresa Poe thanked Britain.", "her", "Theresa Poe", "OTHER"),
    ("Saudi Crown Prince Omar Nour arrived. The prince spoke first.", "The prince", "Omar Nour", "SAU"),
    (
        "Adam Roe left early. Roe was tired. Roe slept. Mr. Poe met critics who welcome Roe's gaffes, and praise his speech.",
        "his",
        "Adam Roe",
        "OTHER",
    ),
    (
        "Two Turkish officials saw US Secretary of State John Kerry. The official blamed Iran.",
        "The official",
        "official",
        "TUR",
    ),
    (
        "Fighters came with the Atlas Brigade Front. The group said that it would stay.",
        "The group",
        "Atlas Brigade Front",
        "OTHER",
    ),
    ("It was in Le Monde. The paper said that talks had begun.", "The paper", "Le Monde", "OTHER"),
    ("Turkey and Saudi Arabia met. Turkey left. The kingdom said that talks had begun.", "The kingdom", "Saudi Arabia", "SAU"),
    ("Norway objected. The country said that talks had begun.", "The country", "Norway", "NOR"),
    ("North Korea met South Korea. The North said that it would wait.", "North", "North Korea", "PRK"),
    ("Hamas met Acme Corp. on Friday. The militant group denied it.", "group", "Hamas", "HAMAS"),
    ("Hamas met Acme Corp. on Friday. Acme Corp. left. The militant group denied it.", "group", "Hamas", "HAMAS"),
    ("The Acme Relief Fund (ARF) came. Days later ARF left.", "ARF", "Acme Relief Fund", "OTHER"),
    ("Rep. Adam Roe came. The House Security Committee member agreed.", "Committee member", "Adam Roe", "USA-CONGRESS"),
    ("A Senate report blamed the army. The 31-page report came late.", "31-page report", "Senate report", "USA-CONGRESS"),
    (
        "Adam Roe spoke in Rome. Roe's aides met Paul Poe. Roe said Poe's friends feared that Poe would return. He left.",
        "He",
        "Adam Roe",
        "OTHER",
    ),
    (
        "Paul Poe came. Poe spoke to Paul Poe's and Poe's aides. Adam Roe wrote of a plan that he disliked.",
        "he",
        "Adam Roe",
        "OTHER",
    ),
    (
        "Prime Minister Theresa May met Angela Poe. May ruled it out, and she left before the talks of 23-26 May.",
        "she",
        "Theresa May",
        "GBR",
    ),
    ("Sources told the BBC of the plan. They said that talks had begun.", "They", "Sources", "OTHER"),
    ("Some users criticized the plan of the Taliban. They left.", "They", "users", "OTHER"),
    ("Prices rose under the Taliban. They said that talks had begun.", "They", "Taliban", "TALIBAN"),
    ('UN envoy Staffan De Mistura left. "The city will not hold," De Mistura added.', "De Mistura", "Staffan De Mistura", "UN"),
    (
        "Syrian President Bashar al-Assad left. The deal to get rid of al-Assad's weapons failed.",
        "al-Assad",
        "Bashar al-Assad",
        "SYR",
    ),
    ("U.S. Central Command (CentCom) waited. CentCom objected.", "CentCom", "U.S. Central Command", "USA"),
    (
        "The State Department objected to the plan. Iran waited. The department said no.",
        "The department",
        "State Department",
        "USA",
    ),
    ("The International Atomic Energy Agency objected. The IAEA said no.", "IAEA", "International Atomic Energy Agency", "IAEA"),
    ("The Security Council met. Iran waited. The Council adopted it.", "The Council", "UN Security Council", "UN"),
    ("NATO agreed. The alliance wants peace, Russia said.", "The alliance", "NATO", "NATO"),
    ("Google objected. China waited. The company said no.", "The company", "Google", "OTHER"),
    (
        "Norwegian President Ida Roe waited. The president of Norway International Airlines objected.",
        "president",
        "president of Norway International Airlines",
        "OTHER",
    ),
]


@pytest.mark.parametrize(("text", "words", "actor", "party"), LATER)
def test_later_mention_means_the_person_named_before(resolve: Resolve, text: str, words: str, actor: str, party: str) -> None:
    mention = mention_of(resolve(text), words)
    assert (mention.actor, mention.party) == (actor, party)


COLLECTIVES = [
    ("Iran waited. The European Aviation Safety Agency (EASA) wrote. Later EASA said no.", "EASA", "EU", True),
    ("Iran waited. The Turkish Roe News Agency said no.", "Roe News Agency", "OTHER", True),
    ("Moscow has spoken against any foreign help.", "Moscow", "RUS", True),
    ("The ministers met in Moscow.", "Moscow", "RUS", False),
    ("Paris wanted a wider dialogue.", "Paris", "FRA", True),
    ("The delegates travelled to Vienna.", "Vienna", None, False),
    ("Brussels rejected the plan.", "Brussels", "EU", True),
    ("The ministers met in Brussels.", "Brussels", "BEL", False),
    ("The Kremlin denied the report.", "Kremlin", "RUS", True),
    ("US officials denied the report.", "US officials", "USA", True),
    ("Israeli warplanes struck a convoy.", "Israeli warplanes", "ISR", True),
    ("The Russian foreign ministry protested.", "Russian foreign ministry", "RUS", True),
    ("A senior British diplomat disagreed.", "senior British diplomat", "GBR", True),
    ("Syrian rebels said they would fight on.", "Syrian rebels", "SYR-OPP", True),
    ("Syria waited. The rebels' commander said they would fight on.", "commander", "SYR-OPP", True),
    ("Pro-Russian separatists refused the truce.", "separatists", "UKR-REBELS", True),
    ("The U.S. waited. A spokesman for the Saudi-led coalition objected.", "spokesman for the Saudi-led coalition", "SAU", True),
    ("The U.S. waited. A Sunni lawmaker in Iraq objected.", "Sunni lawmaker in Iraq", "IRQ-PARLIAMENT", True),
    ("The U.S. waited. The United Nations secretary general's spokesman objected.", "spokesman", "UN", True),
    ("Syria and Syrians waited. The plan was welcomed in Israel, where leaders objected.", "leaders", "ISR", True),
    ("Western powers suspect a weapons programme.", "Western powers", "WEST", True),
    ("Iran and six world powers resume their talks.", "world powers", "P5+1", True),
    ("Islamic State claimed the attack.", "Islamic State", "IS", True),
    ("Republicans in Congress opposed the deal.", "Republicans", "USA-CONGRESS", True),
    ("South American nations backed it.", "South American nations", None, True),
    ("Israel and the U.S. hesitated. The U.S. waited. The Interior Ministry objected.", "The Interior Ministry", "ISR", True),
    ("The Knesset passed the bill.", "Knesset", "ISR-PARLIAMENT", True),
    ("America waited. The president of the European Parliament objected.", "president of the European Parliament", "EU", True),
    ("America waited. The Danish Defense Ministry's spokesman objected.", "spokesman", "DNK", True),
    ("London waited. The prime minister objected. The prime minister's official spokesman left.", "spokesman", "GBR", True),
    ("The head of Russia's Gazprom objected.", "head of Russia's Gazprom", "OTHER", True),
    ("Denmark's ambassador to NATO objected.", "Denmark's ambassador", "DNK", True),
    ("America waited. Denmark's spy agency objected.", "spy agency", "DNK", True),
    ("North Korea met South Korea. The South's unification ministry objected.", "unification ministry", "KOR", True),
    ("America waited. Denmark's upper house of parliament objected.", "upper house of parliament", "DNK-PARLIAMENT", True),
    ("Iranian lawmakers passed the bill.", "Iranian lawmakers", "IRN-PARLIAMENT", True),
    ("The U.S. waited. An adviser at the Élysée called the talks useful.", "An adviser at the Élysée", "FRA", True),
    ("The top prosecutor in Egypt objected.", "top prosecutor", "EGY", True),
    ("Experts doubt the claim.", "Experts", "OTHER", True),
    ("A Senate report blamed the army. The report came late.", "The report", "USA-CONGRESS", True),
    ("A Russia report blamed the army. The report came late.", "The report", "OTHER", True),
    ("Ethiopian Airlines grounded its fleet.", "Ethiopian Airlines", "OTHER", True),
    ("Chinese state media praised the answer.", "Chinese state media", "CHN", True),
    ("Xinhua praised the answer.", "Xinhua", "CHN", True),
    ("The Egyptian presidency denied the report.", "Egyptian presidency", "EGY", True),
    ("Russia and Russians waited. U.S. diplomats left. Federal prosecutors objected.", "Federal prosecutors", "USA", True),
    ("Homeland Security denied the report.", "Homeland Security", "USA", True),
    ("The House Oversight Committee denied the report.", "House Oversight Committee", "USA-CONGRESS", True),
    ("Greenland's government denied the report to Denmark.", "Greenland's government", "GRL", True),
    ("Most Americans doubt the report.", "Americans", "OTHER", True),
    ("The Americans doubt the report.", "Americans", "USA", True),
    ("Danish politicians doubt the report.", "Danish politicians", "DNK-PARLIAMENT", True),
    ("State lawmakers in Ohio doubt the report.", "State lawmakers", "OTHER", True),
    ("South Korea's main opposition party denied the report.", "main opposition party", "KOR-OPP", True),
    ("North Korea met in Pyongyang. Now the South Korean ministry objected.", "ministry", "KOR", True),
    ("America waited. Norway's Trade Ministry met. Ministry officials left America.", "Ministry officials", "NOR", True),
    ("America waited. Norwegian President Ghani left. A spokesman for Ghani objected.", "spokesman", "NOR", True),
    ("British Prime Minister Ida Roe waited. Ms. Roe's lawmakers objected.", "lawmakers", "GBR-PARLIAMENT", True),
    ("America waited. A diplomat in Kabul objected.", "diplomat", "OTHER", True),
    ("America waited. A general from Warsaw left America.", "general", "POL", True),
    ("America waited. A diplomat from Norway objected.", "diplomat", "NOR", True),
    ("Iran's state-owned media objected.", "media", "IRN", True),
    ("America waited. Norway wants foreign troops to leave.", "troops", "OTHER", True),
    ("Norway waited. No government would wait.", "government", "OTHER", True),
    ("Ukraine waited. The U.S. met. Members of parliament objected.", "Members", "UKR-PARLIAMENT", True),
    ("The U.S Navy waited.", "Navy", "USA", True),
    ("The United Nations' nuclear watchdog objected.", "watchdog", "IAEA", True),
    ("The Guardian Council objected.", "Council", "IRN", True),
    ("Iran's Atomic Energy Organisation objected.", "Atomic", "IRN", True),
    ("Iran's Ports and Maritime Organization objected.", "Ports", "IRN", True),
    ("America waited. The West's Iran negotiators left.", "negotiators", "WEST", True),
    ("America waited. Iran's U.N. delegates left.", "delegates", "IRN", True),
    ("The leaders of America's closest allies left.", "allies", "OTHER", True),
    ("The leader of Syria's main opposition group left.", "leader", "SYR-OPP", True),
    ("The talks are about the number of centrifuges Iran can keep.", "Iran", "IRN", True),
    ("A Chinese state-owned news outlet objected.", "outlet", "CHN", True),
    ("Palestinian terrorists left.", "terrorists", "OTHER", True),
    ("An Islamic State suicide bomber left.", "bomber", "IS", True),
    ("America waited. The intel chiefs left.", "chiefs", "USA", True),
    ("America waited. The Norwegian president met his counterparts.", "counterparts", "OTHER", True),
    ("America waited. Europe objected.", "Europe", "EU", True),
    ("America waited in Europe.", "Europe", None, False),
    ("It was a relief for Europe.", "Europe", None, False),
    ("America waited. Eastern Europe objected.", "Eastern", "OTHER", True),
    ("America waited. Europe's leaders objected.", "leaders", "EU", True),
    ("America waited. North Korea's official media objected.", "media", "PRK", True),
]


@pytest.mark.parametrize(("text", "words", "party", "can_act"), COLLECTIVES)
def test_collective_speaks_for_its_state(resolve: Resolve, text: str, words: str, party: str | None, can_act: bool) -> None:
    reading = resolve(text)
    if party is None:
        at = text.index(words)
        assert not [m for m in reading.mentions if m.start <= at < m.end]
        return
    mention = mention_of(reading, words)
    assert (mention.party, mention.can_act) == (party, can_act)


NAMES_OF_COLLECTIVES = [
    ("House Republicans opposed the deal.", "House Republicans", "House Republicans"),
    ("The Palestinians want a state.", "Palestinians", "Palestinians"),
    ("The U.N. Security Council met.", "U.N. Security Council", "UN Security Council"),
    ("The EU doubts it.", "EU", "European Union"),
    ("Western officials doubt it.", "Western officials", "Western officials"),
    ("A Russian foreign ministry statement denied it.", "Russian foreign ministry", "Russian foreign ministry"),
]


@pytest.mark.parametrize(("text", "words", "actor"), NAMES_OF_COLLECTIVES)
def test_collective_is_called_as_the_text_calls_it(resolve: Resolve, text: str, words: str, actor: str) -> None:
    assert mention_of(resolve(text), words).actor == actor


def test_administration_in_capitals_tells_whose_it_is(parser: Parser) -> None:
    text = "Senators asked the Roe Administration for sanctions. Roe rejected the plan."
    (parsed,) = parser.annotate([Reading(Document("d", text))])
    labels = {3: "ORG", 4: "ORG", 8: "PERSON"}
    tagged = tuple(replace(t, ent=labels.get(i, "")) for i, t in enumerate(parsed.tokens))
    (reading,) = ActorResolver().annotate([replace(parsed, tokens=tagged)])
    assert {m.party for m in reading.mentions if m.actor == "Roe"} == {"USA"}


def test_plural_names_both_sides(resolve: Resolve) -> None:
    reading = resolve(
        "Russian President Vladimir Putin met French President Francois Hollande on Thursday. The two leaders agreed."
    )
    at = reading.document.text.index("The two leaders")
    assert {m.party for m in reading.mentions if m.start == at} == {"RUS", "FRA"}


def test_two_presidents_are_no_ministers(resolve: Resolve) -> None:
    reading = resolve(
        "Russian President Vladimir Putin met French President Francois Hollande on Thursday. US Secretary of State John Kerry "
        "and Kerry's aides looked on, as Kerry had said. The two presidents agreed."
    )
    at = reading.document.text.index("The two presidents")
    assert {m.party for m in reading.mentions if m.start == at} == {"RUS", "FRA"}


def test_a_famous_family_name_is_not_that_of_somebody_else(parser: Parser) -> None:
    text = "Tony Kim, an American, came home. Kim Jong Un had freed him. On Monday Kim pledged to stop the tests."
    document = Document("d", text, published="2018-05-10")
    (reading,) = ActorResolver().annotate(parser.annotate([Reading(document)]))
    assert {m.actor for m in reading.mentions if m.start == text.index("Kim pledged")} == {"Kim Jong Un"}


def test_former_minister_who_holds_another_office_now(parser: Parser) -> None:
    text = "Donald Tusk, a former Polish premier, opened the summit."
    document = Document("d", text, published="2019-04-10")
    (reading,) = ActorResolver().annotate(parser.annotate([Reading(document)]))
    assert {m.party for m in reading.mentions if m.actor == "Donald Tusk"} == {"EU"}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Georgia and Russia agreed on a truce.", "GEO"),
        ("Georgia lawmakers met in Atlanta, said Senator Adam Roe (R-Ga.).", None),
        ("The fort in Fort Roe, Georgia, is old.", None),
    ],
)
def test_georgia_is_the_state_that_the_text_speaks_of(resolve: Resolve, text: str, party: str | None) -> None:
    found = {m.party for m in resolve(text).mentions if m.actor == "Georgia"} - {"OTHER"}
    assert found == ({party} if party else set())


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Pakistan's Senate approved the plan.", {"PAK", "PAK-PARLIAMENT"}),
        ("The Italian Senate approved the plan.", {"ITA", "ITA-PARLIAMENT"}),
        ("The Senate approved the plan.", {"USA-CONGRESS"}),
        ("The Taoiseach met Theresa May, the British prime minister.", {"IRL", "GBR"}),
        ("Rwanda and the Democratic Republic of Congo agreed.", {"RWA", "COD"}),
        ("The army chief of staff spoke in Khartoum.", {"SDN"}),
    ],
)
def test_body_and_office_of_a_state(resolve: Resolve, text: str, parties: set[str]) -> None:
    assert {m.party for m in resolve(text).mentions} == parties


def test_lawmakers_are_no_side(resolve: Resolve) -> None:
    text = "Russia asked Iran for talks, and Iran agreed. Senator Adam Roe objected. Roe wrote, Roe spoke. The two sides signed."
    assert {m.party for m in resolve(text).mentions if m.start == text.index("The two sides")} == {"RUS", "IRN"}


def test_each_side_is_both(resolve: Resolve) -> None:
    text = "Russia met Iran for talks. Each side wanted a truce."
    assert {m.party for m in resolve(text).mentions if m.start == text.index("Each side")} == {"RUS", "IRN"}


def test_two_countries_are_states(resolve: Resolve) -> None:
    reading = resolve("Norway and Sweden met. Iran and Europe waited. The two countries objected.")
    assert {m.party for m in reading.mentions if m.rule == "plural"} == {"NOR", "SWE"}


@pytest.mark.parametrize(("text", "parties"), [("Lawmakers from {}", set()), ("Ministers of {}", {"RUS", "FRA"})])
def test_parties_of_a_legislature_are_no_two_sides(resolve: Resolve, text: str, parties: set[str]) -> None:
    both = "both parties" if not parties else "both countries"
    reading = resolve(f"Russia met France on Thursday. {text.format(both)} objected.")
    assert {m.party for m in reading.mentions if m.start <= reading.document.text.index("both") < m.end} - {"OTHER"} == parties


def test_the_party_and_state_of_a_legislator_are_no_actor(resolve: Resolve) -> None:
    found = resolve("Sen. Ida Berg (R-S.C.) said no. Rep. Tom Lee (D-N.Y.) agreed. Senator Ann Roe, R-Utah, left.")
    assert [m.actor for m in found.mentions] == ["Ida Berg", "Tom Lee", "Ann Roe"]


def test_two_people_of_one_last_name_stay_apart(resolve: Resolve) -> None:
    reading = resolve("President George W. Bush of the United States praised Jeb Bush, the former Florida governor.")
    assert {m.actor for m in reading.mentions if m.kind == "person"} == {"George W. Bush", "Jeb Bush"}
    assert mention_of(reading, "Jeb Bush").party == "OTHER"


@pytest.mark.parametrize(
    "text",
    [
        "They asked us to wait; it is late.",  # "us" and "is" are no states
        "Michael Jordan praised Jordan Peterson.",
        "In the General Assembly hall, a chair stood empty.",
    ],
)
def test_common_words_and_namesakes_are_no_states(resolve: Resolve, text: str) -> None:
    assert not [m for m in resolve(text).mentions if m.party in ("USA", "IS", "JOR")]


def test_mentions_are_sorted_and_inside_the_text(resolve: Resolve) -> None:
    reading = resolve("President Obama\nand Chancellor Merkel met. “We agree,” he said, in the Élysée’s garden.")
    starts = [m.start for m in reading.mentions]
    assert starts == sorted(starts)
    assert all(0 <= m.start < m.end <= len(reading.document.text) for m in reading.mentions)


def test_pronoun_is_not_whom_the_cited_words_name(parser: Parser) -> None:
    text = "Adam Roe wrote to Paul Moe and to Moe's aides, and Moe read it. “Moe must wait. Moe will lose,” he wrote."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    at, on = text.rindex("he wrote"), text.index("“Moe must")
    row = Attribution(
        start=on, end=at + 2, confidence=1.0, maker="t@1", source=(Span(at, at + 2),), cue=(), content=(Span(on, at - 1),)
    )
    reading = ActorResolver().annotate([replace(parsed, attributions=(row,))])[0]
    assert mention_of(reading, "he").actor == "Adam Roe"


def test_name_that_says_what_kind_a_scholar_is_means_no_person(parser: Parser) -> None:
    source = "Adam Roe, the Arms Priorities scholar"
    text = f"“People are too caught up in it,” said {source}. “You say ‘Russia,’ and that is it.”\n\n“It is small,” he added."
    parsed = parser.annotate([Reading(Document("d", text))])[0]
    at = text.index(source)
    whole, content = Span(at, at + len(source)), Span(0, at - 6)
    row = Attribution(start=0, end=whole.end, confidence=1.0, maker="t@1", source=(whole,), cue=(), content=(content,))
    reading = ActorResolver().annotate([replace(parsed, attributions=(row,))])[0]
    assert mention_of(reading, "he").actor == "Adam Roe"
    assert [m.actor for m in reading.mentions if m.kind is MentionKind.PERSON] == ["Adam Roe"] * 2


def test_question_as_a_subheading_names_whom_the_pronoun_means(parser: Parser) -> None:
    heading = "What has Mr Poe said?"
    text = f"Paul Poe heard of it. Adam Roe said so, and Roe left.\n\n{heading}\n\nHe waited."
    start = text.index(heading)
    end = start + len(heading)
    zones = (Zone(ZoneKind.BODY, 0, start), Zone(ZoneKind.SUBHEADING, start, end), Zone(ZoneKind.BODY, end, len(text)))
    reading = ActorResolver().annotate(parser.annotate([Reading(Document("d", text, zones=zones))]))[0]
    assert mention_of(reading, "He").actor == "Paul Poe"


def test_name_first_taken_for_a_firm_is_the_person_that_it_mostly_is(parser: Parser) -> None:
    text = "Roe said no. President Roe met Congress. Roe asked for time. Iran waited for President Roe."
    reading = parser.annotate([Reading(Document("d", text))])[0]
    tokens = tuple(
        replace(t, ent="ORG") if i == 0 else replace(t, ent="PERSON") if t.text == "Roe" else t
        for i, t in enumerate(reading.tokens)
    )
    found = ActorResolver().annotate([replace(reading, tokens=tokens)])[0]
    assert next(m for m in found.mentions if m.start == 0).party == "USA"


def test_preposition_is_no_last_name(resolve: Resolve) -> None:
    text = "Moon Jae-in left Seoul. In a letter, Adam Roe objected."
    assert not [m for m in resolve(text).mentions if m.start == text.index("In a")]


@pytest.mark.parametrize("rank", ["Rear Adm.", "Sr. Col.", "Senior Colonel"])
def test_rank_is_no_name(resolve: Resolve, rank: str) -> None:
    reading = resolve(f"At the Pentagon, spokesman {rank} Adam Roe agreed.")
    assert {m.actor for m in reading.mentions} == {"Pentagon", "Adam Roe"}


def test_pronoun_is_no_last_name(resolve: Resolve) -> None:
    text = "Adam Roe, a trader, met Vice Premier Liu He of China. He told reporters so."
    assert {m.rule for m in resolve(text).mentions if m.start == text.index("He told")} <= {"pronoun", "pronoun-close"}


def test_reading_without_tokens_passes_unchanged() -> None:
    from communique.model.document import Document
    from communique.resolve.actor import ActorResolver

    reading = Reading(Document("d", ""))
    assert ActorResolver().annotate([reading]) == [reading]
