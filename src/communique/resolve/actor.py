"""The resolver of a reading: who is meant, and for whom they speak.

In: readings with tokens, sentences, quotations and attributions. Out: the same with mentions, the actors of
attributions, quotes with speakers, and the offices that the text names. It reads one document at a time; what the document
says of a person comes before what is listed (`listed_office`). The steps, as in `_resolve`:

1. lay the tables on the tokens (`scene`), read descriptions (`phrase`) and names (`person`);
2. group names into persons and settle for whom each speaks (`party`);
3. resolve names, titles, pronouns and collectives in reading order (`anaphora`);
4. give each attribution its actor (`source`) and each quotation its speaker (`quote`);
5. keep the offices as evidence (`office`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.model.reading import Mention, Reading
from communique.resolve.anaphora import Anaphora
from communique.resolve.attributed import fill_actors
from communique.resolve.cast import Link
from communique.resolve.known_office import KnownOffices
from communique.resolve.listed_office import listed_offices
from communique.resolve.name_run import find_runs
from communique.resolve.office import offices_of
from communique.resolve.office_term import OfficeTerm
from communique.resolve.owned import name_owned
from communique.resolve.party import settle_parties
from communique.resolve.person import make_persons
from communique.resolve.phrase_reader import find_phrases
from communique.resolve.quote import find_quotes
from communique.resolve.scene import Scene
from communique.resolve.source import Sources
from communique.resolve.title_link import attach_phrases


class ActorResolver:
    """Mentions, actors, speakers and offices of each document.

    Args:
        offices: terms learned from other reports (`learn_offices`), asked about persons to whom a document gives no
            office; none by default, so that a document is read the same whatever else is read.
    """

    name = "communique.actor"
    version = "18"
    reads: tuple[str, ...] = ("tokens", "sentences", "paragraphs", "quotations", "attributions")
    writes: tuple[str, ...] = ("mentions", "attributions", "quotes", "offices")

    def __init__(self, offices: Sequence[OfficeTerm] = ()) -> None:
        self._known = KnownOffices(offices)

    @property
    def maker(self) -> str:
        """Who makes the rows, `name@version`, and which table of offices was asked, if any."""
        return f"{self.name}@{self.version}" + (f"+offices-{self._known.digest}" if self._known else "")

    def annotate(self, readings: Sequence[Reading]) -> list[Reading]:
        """The readings in the same order, with the fields of `writes` filled."""
        return [self._resolve(reading) for reading in readings]

    def _resolve(self, reading: Reading) -> Reading:
        if not reading.tokens:
            return reading
        scene = Scene(reading)
        phrases, runs = find_phrases(scene), find_runs(scene)
        attach_phrases(scene, runs, phrases)
        persons, runs = make_persons(scene, runs, listed_offices())
        offices = settle_parties(scene, persons, phrases, runs, known=self._known, listed=listed_offices())
        links = Anaphora(scene, persons, phrases, runs, offices).run()
        name_owned(scene, links)
        sources = Sources(scene, links)
        attributions = fill_actors(scene, sources, reading.attributions)
        return replace(
            reading,
            mentions=tuple(_mention(scene, link) for link in links),
            attributions=attributions,
            quotes=find_quotes(scene, sources, attributions, maker=self.maker),
            offices=offices_of(scene, persons),
        )


def _mention(scene: Scene, link: Link) -> Mention:
    span = scene.span_of(link.first, link.last)
    actor = link.actor
    return Mention(
        span.start, span.end, actor.kind, actor.name, actor.party, link.rule, round(link.confidence, 3), link.can_act, actor.role
    )
