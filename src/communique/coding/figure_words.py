"""What figures count: words for people, for weapons, for what is done to people, and the families they form.

Each family is one feature of the scorer in `communique.coding.figure_scorer`; a word that is missing here costs a
feature, not a figure. Lemmas, lower case.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PEOPLE = _words(
    """
    abductee academic accomplice accuser activist actor admiral adult adviser advisor agent aide airman ambassador
    amputee analyst applicant appointee apprentice architect arrival assailant assassin associate astronaut
    asylum-seeker athlete attache attacker attendant attendee attorney auditor aunt author autoworker baby babysitter
    backer baker bartender believer beneficiary bishop blogger blower body bodyguard bomber boxer boy brigadier
    broadcaster brother builder bundler bureaucrat butcher buyer bystander cadet cadre campaigner camper candidate
    captain captive captor caregiver caretaker castaway casualty champion chef chieftain child citizen civilian
    claimant classmate cleaner clergy cleric clerk client climber co-conspirator coach collaborator colleague colonel
    combatant commander commando competitor congressman conscript conservative conspirator consul consultant consumer
    contender contestant contractor contributor convict cook cop corporal corpse correspondent cosmonaut councillor
    councilor counsellor counselor courier cousin crew crewman crewmate crewmember criminal critic customer cyclist dad
    dancer daughter death deckhand defector defendant delegate democrat demonstrator deportee deputy descendant
    deserter detainee diplomat director disabled displaced dissident diver doctor donor draftee dreamer driver dual
    dweller earner editor educator elder elderly electrician employee engineer enrollee envoy escapee evacuee executive
    expat expatriate expert extremist family fan fanatic farmer fatality father felon female fighter figure firebomber
    firefighter first-grader follower force foreigner founder freshman friend fugitive gangster gendarme general girl
    grader graduate grandchild grandfather grandmother grandparent grower guard guardian guerrilla guest gunman gunner
    guy hacker heckler heir herder hijacker hiker hire historian holder homeless hooligan hostage household human
    husband imam immigrant individual infant infantry infiltrator informant inhabitant injured inmate insider inspector
    instructor insurgent intern internee interpreter intruder invader investigator investor islamist janitor jihadi
    jihadist jobless journalist judge juror kid kidnapper killer laborer labourer lawmaker lawyer leader lecturer
    legislator lieutenant life lobbyist londoner looter loyalist m.p.s mainlander maker male man manager marcher marine
    mariner marshal mastermind mechanic medic member mercenary merchant midwife migrant militant military militia
    militiaman miner minister minor minority missionary mobster mom monitor monk mother motorist mourner mp mujahideen
    murderer national native negotiator neighbor neighbour nephew newcomer niece nomad nominee nun nurse observer
    occupant offender officer official oligarch onlooker operative operator organiser organizer orphan owner paramedic
    paramilitary paratrooper parent parishioner parliamentarian participant partisan passenger pastor patient patrolman
    peacekeeper peasant pedestrian penitent pensioner people perpetrator person personnel peshmerga photographer
    pilgrim pilot pirate plaintiff player police policeman politician pollster preacher president priest prince
    princess prisoner professor programmer prosecutor protester protestor provocateur pundit pupil rabbi radical
    rancher ranger rebel recruit referee refugee regulator relative remainer reporter representative republican rescuer
    reservist resident respondent responder retiree returnee reveler reveller rioter robber roofer ruler runner sailor
    sapper scholar schoolboy schoolchild schoolgirl scientist seafarer seaman seeker seller senator separatist sergeant
    servant serviceman servicemember settler shepherd sheriff shooter shopkeeper shopper sibling singer sister skier
    skipper smuggler sniper soldier son soul specialist spectator spokesman sponsor spouse spy staff staffer steward
    stewardess stowaway strategist student subscriber suicide supporter surgeon survivor suspect swimmer sympathiser
    sympathizer taker taxpayer teacher teammate technician teen teenager tenant terrorist thief thug toddler tourist
    trader trafficker trainee trainer traveler traveller troop trooper trucker trustee twin umpire uncle undergraduate
    unemployed uninsured user vendor veteran victim viewer vigilante villager visitor volunteer voter waiter waitress
    warlord whistleblower widow wife winner witness woman worker worshiper worshipper wounded wrestler writer youngster
    youth
    """
)
PEOPLE_ENDING = re.compile(
    r"(?!(?:auto|car|chip|drug|plane|truck)maker).{3,}"
    r"(?:ist|man|men|woman|women|people|ian|ese|seeker|holder|worker|fighter|maker|goer|wounded)$"
)

KIN = _words(  # whose own children and brothers are counted
    """
    brother child couple daughter father grandchild husband kid mother parent sister son wife
    """
)
OFFICE_HOLDERS = _words(  # who are counted in votes and round tables more than in harm
    """
    delegate democrat governor justice leader minister president premier republican
    """
)
LAWMAKERS = _words(  # who are counted in votes, and when many of them sign or demand something
    """
    congressman lawmaker legislator mp parliamentarian senator
    """
)

WEAPONS = _words(
    """
    aircraft airplane ammunition armament arsenal artillery battalion battleship boat bomb bomber brigade bullet carrier
    centrifuge chopper corvette cruiser destroyer division drone explosive f-15 f-16 f-22 f-35 fighter-jet firearm fleet
    frigate grenade gun gunboat gunship handgun helicopter howitzer humvee icbm ied interceptor jet landmine launcher mig
    mine minesweeper missile mortar munition nuke ordnance pistol plane projectile rifle rocket shell ship squadron
    submarine tank tanker torpedo truck uav vehicle vessel warhead warplane warship weapon
    """
)
WEAPON_MASS = _words(
    """
    agent arms arsenal chemical explosive fuel gas heavy-water mustard plutonium sarin stockpile uranium weapon
    yellowcake
    """
)
MASS_UNITS = _words(
    """
    barrel bushel gallon gram kg kilo kilogram liter litre pound ton tonne
    """
)

HARM = _words(
    """
    abduct arrest behead bury capture charge confine convict crush dead death decapitate defect deport detain die
    disappear dismiss displace drown enslave evacuate execute expel flee free hang harm hospitalise hospitalize hurt
    imprison indict infect injure jail kidnap kill lose maim massacre missing murder oust perish poison purge
    quarantine quit rape recover release rescue resign sanction sentence shoot slaughter slay stab starve strand strike
    suffer suspend torture trample trap uproot wound
    """
)
MOVE = _words(
    """
    accept admit amass arm arrive attend attract base bring build buy come command control cross deploy draft drop
    employ enlist fire fly force gather grant hire host house include increase join keep launch lay lead leave lift
    live march mass mobilize move number order own possess pull pullout reach receive recruit reduce register remove
    resettle return scale sell send serve settle shelter spill stand station supply support take train transfer
    withdraw
    """
)
FIRED = _words(  # what is done with weapons and to them
    """
    blow capture damage deploy destroy detonate dispatch down explode fire hit intercept land launch scramble seize send
    shoot sink strike test test-fire
    """
)
DONE_TO_WEAPONS = _words("detonate intercept")  # and to nothing else: "intercepted 130"
STATES = _words(
    """
    agency ally camp committee country delegation economy faction government group kingdom member-state ministry
    nation organisation organization parliament party power republic rival side state
    """
)
OTHERS = _words(
    """
    arrested dead detained displaced hurt injured killed missing more other wounded
    """
)
JOBLESS = _words("disabled elderly homeless jobless sick unemployed uninsured wounded")  # adjectives that name people
DEATHS = _words("casualty corpse dead death fatality toll")
FATES = {  # what becomes of people: one number for two of these is two figures
    word: fate
    for fate, words in (
        (
            "dead",
            "behead dead death decapitate die drown execute fatality kill killed massacre murder perish shoot slay toll",
        ),
        ("hurt", "harm hurt injure injured maim wound wounded"),
        ("held", "abduct arrest arrested capture convict detain detained hostage imprison indict jail kidnap seize sentence"),
        ("free", "deport evacuate flee free recover release rescue return"),
    )
    for word in words.split()
}
