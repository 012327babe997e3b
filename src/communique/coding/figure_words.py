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
    activist adult adviser advisor agent aide airman ambassador analyst asylum-seeker athlete attacker attendee baby
    body bodyguard bomber boy brother bundler bystander cadet candidate captive casualty child citizen civilian clergy
    colleague combatant commander commando congressman conscript contractor convict corpse crew crewman death defector
    delegate democrat demonstrator deputy detainee diplomat displaced dissident diver doctor driver dual employee engineer
    envoy evacuee executive expat expatriate expert extremist family farmer fatality father fighter firefighter
    force foreigner general girl guard guerrilla guest gunman hijacker historian holder hostage household human immigrant
    infant infantry injured inmate inspector insurgent internee interpreter investigator islamist jihadi jihadist
    journalist judge juror killer lawmaker lawyer leader legislator life londoner mainlander maker man marcher marine
    marshal medic member mercenary migrant militant military militia militiaman miner minister minor mother mourner mp
    mujahideen national negotiator nurse observer offender officer official oligarch onlooker operative orphan paramilitary
    paratrooper parent parishioner parliamentarian partisan passenger patient patrolman peacekeeper pedestrian people
    person personnel peshmerga pilgrim pilot player police policeman politician president priest prisoner protester
    protestor provocateur rebel recruit refugee reporter representative republican rescuer reservist resident
    respondent returnee rioter sailor scholar scientist seaman seeker senator separatist serviceman servicemember
    settler shopper sister smuggler sniper soldier specialist spectator spokesman spy staff staffer student subscriber
    suicide supporter survivor suspect taker teacher technician teen teenager terrorist tourist trafficker trainee
    trainer traveler traveller troop trooper user veteran victim viewer villager visitor volunteer voter widow witness
    woman worker worshiper worshipper wounded youngster youth
    """
)
PEOPLE_ENDING = re.compile(
    r"(?!auto|car|chip|drug|plane|truck).{3,}(?:ist|man|men|woman|women|ian|ese|seeker|holder|worker|fighter|maker|goer|wounded)$"
)

KIN = _words(  # whose own children and brothers are counted
    """
    brother child couple daughter father husband mother parent sister son wife grandchild kid
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
    aircraft airplane ammunition armament arsenal artillery battalion battleship bomb bomber brigade bullet carrier centrifuge
    chopper cruiser destroyer division drone explosive f-15 f-16 f-22 f-35 fighter-jet fleet frigate grenade gun
    gunship helicopter howitzer humvee icbm jet landmine launcher mine missile mortar munition nuke ordnance plane rifle
    rocket shell ship squadron submarine tank torpedo uav vehicle vessel warhead warplane warship weapon
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
    abduct arrest behead bury capture confine convict dead death deport detain die displace drown
    evacuate execute expel flee free hang harm hospitalize hurt imprison indict infect injure jail kidnap kill lose
    maim massacre missing murder perish poison quarantine recover release rescue sanction sentence shoot slaughter
    slay stab starve strand strike suffer torture trample trap uproot wound
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
