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
    abductee activist adult adviser advisor agent aide airman ambassador analyst assailant asylum-seeker athlete attacker
    attendee baby body bodyguard bomber boy brother bundler bystander cadet candidate captive captor casualty child
    citizen civilian classmate clergy cleric colleague combatant commander commando congressman conscript contractor
    convict corpse crew crewman crewmember death defector defendant delegate democrat demonstrator deportee deputy
    detainee diplomat displaced dissident diver doctor driver dual employee engineer envoy escapee evacuee executive
    expat expatriate expert extremist family farmer fatality father fighter firefighter follower force foreigner general
    girl guard guerrilla guest gunman hacker hijacker historian holder hostage household human imam immigrant infant
    infantry inhabitant injured inmate inspector insurgent internee interpreter investigator islamist jihadi jihadist
    journalist judge juror kidnapper killer laborer labourer lawmaker lawyer leader legislator life londoner mainlander
    maker man marcher marine marshal medic member mercenary migrant militant military militia militiaman miner minister
    minor monk mother mourner mp mujahideen national negotiator neighbor neighbour nurse observer occupant offender
    officer official oligarch onlooker operative orphan paramedic paramilitary paratrooper parent parishioner
    parliamentarian participant partisan passenger patient patrolman peacekeeper pedestrian people person personnel
    peshmerga pilgrim pilot pirate player police policeman politician president priest prisoner protester protestor
    provocateur pupil rebel recruit refugee relative reporter representative republican rescuer reservist resident
    respondent responder returnee reveler reveller rioter sailor scholar schoolboy schoolchild schoolgirl scientist
    seafarer seaman seeker senator separatist serviceman servicemember settler shooter shopper sister smuggler sniper
    soldier specialist spectator spokesman spy staff staffer student subscriber suicide supporter survivor suspect taker
    teacher technician teen teenager terrorist toddler tourist trader trafficker trainee trainer traveler traveller troop
    trooper user veteran victim viewer villager visitor volunteer voter widow witness woman worker worshiper worshipper
    wounded youngster youth
    """
)
PEOPLE_ENDING = re.compile(
    r"(?!auto|car|chip|drug|plane|truck).{3,}(?:ist|man|men|woman|women|ian|ese|seeker|holder|worker|fighter|maker|goer|wounded)$"
)

KIN = _words(  # whose own children and brothers are counted
    """
    brother child couple daughter father grandchild husband kid mother parent sister son wife
    """
)
OFFICE_HOLDERS = _words(  # who are counted in votes and round tables more than in harm
    """
    congressman delegate democrat governor justice lawmaker leader legislator member minister mp parliamentarian
    president premier republican senator
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
    abduct arrest behead bury capture charge confine convict crush dead death decapitate deport detain die disappear
    dismiss displace drown enslave evacuate execute expel flee free hang harm hospitalise hospitalize hurt imprison
    indict infect injure jail kidnap kill lose maim massacre missing murder perish poison purge quarantine rape recover
    release rescue sanction sentence shoot slaughter slay stab starve strand strike suffer suspend torture trample trap
    uproot wound
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
