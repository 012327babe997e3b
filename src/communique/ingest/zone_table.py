"""The lines that are not the report itself, by how they start or what they are as a whole: the table of `zone.py`.

Each entry is `(kind, name, pattern)`. `WHOLE` patterns must match a whole paragraph; `START` patterns match its beginning
and take the paragraph with them, up to `limit` characters (0: any length); `END` patterns match its last characters.
The first match wins, so the narrow stand before the broad. An entry names a habit of pages and wires, never a topic:
body text marked as chrome is lost to the record, so a pattern that could open a sentence of a report has no place here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from communique.model.document import ZoneKind

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|\.)?"
TIME = r"\d{1,2}(?:[:.]\d\d){0,2}\s*(?:[ap]\.?m\.?)?(?:\s*\(?(?:[ECMP][SD]?T|GMT|UTC|BST|CEST|CET|MSK|IST)\)?)?"
DATE = (
    rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}[-.]\d{1,2}[-.]\d{4})"
)
# "3:39pm Monday, June 17, 2013", "June 17, 2013 at 3:39 p.m. EDT", "Mon 17 Jun 2013 15.39 BST"
STAMP = rf"(?:{TIME}[,\s]+(?:on\s+)?)?(?:{WEEKDAY}[,\s]+)?{DATE}(?:[,\s|·-]+(?:at\s+)?{TIME})?"
# "First published on", "Last updated at", "Issued on:", "Date:"
_STAMPED = r"(?:(?:(?:first |last )?(?:published|posted|created|updated|modified|issued|filed)(?: on| at)?|date)\s*:?\s*)"

_B, _C, _S = ZoneKind.BYLINE, ZoneKind.CHROME, ZoneKind.SUBHEADING


class LineClass(NamedTuple):
    """One habit: what it marks, its name, the pattern, and the longest paragraph that a `START` pattern takes."""

    kind: ZoneKind
    name: str
    pattern: str
    limit: int = 0


WHOLE: tuple[LineClass, ...] = (
    LineClass(
        _B,
        "stamp",
        rf"{_STAMPED}?{STAMP}(?:[\s,;|·–—-]+{_STAMPED}(?:{STAMP}|{TIME}))?",
    ),
    # "NAIROBI | Wed Mar 4, 2015 10:00am EST", "Source: Xinhua | 2015-03-04 10:00:00 | Editor: huaxia"
    LineClass(
        _B,
        "stamp of a wire",
        rf"(?:(?:source:\s*)?\w[\w .,/&’'-]{{1,50}}\||(?-i:[A-ZÀ-Þ][A-ZÀ-Þ ,./’'-]{{2,40}}))\s*{STAMP}"
        r"(?:\s*\|\s*(?:editor|author|source|by)\b:?[\w .,’'-]{2,50})?",
    ),
    LineClass(
        _B,
        "stamps",
        r"(?:by .{3,60}?\W+)?\(?(?:this (?:post|story|article) was )?(?:first |last |originally )?"
        r"(?:published|posted|updated?|modified|filed)(?: on| at)?:?\s.{0,90}?"
        r"(?:\d{4}|\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\b\.?(?:\s*\(?[A-Z]{2,4}\)?)?)?|[ECMP][SD]?T|GMT|BST|ago)\.?\)?",
    ),
    LineClass(
        _B,
        "agency",
        r"(?:the )?(?:associated press|ap|reuters|afp|agence france-presse|xinhua|bloomberg(?: news)?|upi|dpa|tass|"
        r"interfax|usa today|special (?:for|to) .{3,40})",
    ),
    LineClass(_B, "age", r"(?:about )?\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago"),
    LineClass(_B, "time", r"\d{1,2}[:.]?\d\d\s*(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T)(?:\s*\(\d{1,2}[:.]?\d\d [A-Z]{2,4}\))?:?"),
    LineClass(_B, "reading time", r"\d+\s*min(?:ute)?s?\.?\s*read"),
    LineClass(_C, "rule", r"[\W_]+"),
    LineClass(_C, "number", r"\d{1,4}"),
    LineClass(
        _C,
        "advertisement",
        r"(?:ad|ads|advertisement|advertising|sponsored(?: content)?|promoted)\W*(?:continue reading the main story|"
        r"story continues below.*)?",
    ),
    LineClass(
        _C,
        "continued",
        r"\W*(?:story |article |continue reading |continues? |continued )+(?:continue[sd]? )?(?:below|the main story|"
        r"on next page)?(?: advertisement)?\W*",
    ),
    LineClass(
        _C,
        "archived",
        r"(?:archived? (?:story|article|content)|this (?:story|article|page) is (?:archived|more than \d+ (?:months?|"
        r"years?) old).{0,60})",
    ),
    LineClass(
        _C,
        "picks",
        r"(?:editor[’']?s?[’']? (?:picks?|choice)|top stories|most (?:read|popular|viewed|shared|commented).{0,20}|"
        r"trending(?: now)?|latest (?:news|stories|headlines)|recommended(?: for you)?|popular (?:now|stories)|"
        r"you (?:might|may) (?:also )?(?:like|be interested in).{0,20}|around the web|from our partners|"
        r"elsewhere on .{2,40})\W*",
    ),
    LineClass(
        _C,
        "related heading",
        r"(?:related|see also|read (?:more|also|next)|more|more on this(?: story)?|more from .{2,40}|further reading|"
        r"related (?:stories|articles|topics|content|links|coverage|video|news).{0,20}|key points|topics|tags|keywords|"
        r"share(?: this)?(?: (?:page|story|article|post))?|share this with|what to read next|don[’']t miss|up next|"
        r"next up|in this story|must reads?|quick reads?)\W*",
    ),
    LineClass(
        _C,
        "media label",
        r"(?:photo|photos|image|images|video|videos|gallery|slideshow|audio|youtube|twitter|facebook|instagram|embed|"
        r"transcript|loading|close|caption|hide caption|toggle caption|view image|enlarge|play|listen|watch|print|email|"
        r"e-mail|comment|reply|like|subscribe|sign in|log in|register|menu|search|home|back to top|next|previous|prev|"
        r"skip)\W*(?:\d{1,3})?",
    ),
    LineClass(
        _C,
        "pull quote",
        r"\[?(?:pullquote|pull quote|embed|video|caption|gallery|image|photo|poll|related)\b[^\]]{0,60}\]",
    ),
    LineClass(_C, "slideshow", r"slideshow \(\d+ images?\)"),
    LineClass(_C, "image count", r"(?:next|prev(?:ious)?)? ?image \d+ of \d+"),
    LineClass(
        _C,
        "opinion label",
        r"(?:analysis|opinion|commentary|editorial|column|exclusive|breaking(?: news)?|developing(?: story)?|"
        r"live(?: updates)?|fact check|explainer)(?:\s*/\s*(?:analysis|opinion|commentary))?\s*:?",
    ),
    LineClass(_C, "social handles", r"(?:follow|like) .{0,80}?(?:@\w|\b(?:twitter|facebook|instagram|telegram)\b).{0,120}"),
    LineClass(_C, "handle", r"@\w{2,30}"),
    LineClass(_C, "address", r"(?:https?://|www\.|pic\.twitter\.com/)\S+"),
    LineClass(
        _C,
        "bracketed link",
        r"\(\s*(?-i:[A-Z])[\w ]{2,30}:\s.{3,200}\)",
    ),
    LineClass(_C, "tagged", r"(?:this article )?(?:tagged under|filed under|posted in|tags?|topics?):.{2,200}"),
)

# Patterns of the last characters of a paragraph: what a caption, a credit or a link ends with, and no sentence does.
_AGENCIES = (
    r"(?:ap|afp|epa|reuters|getty|getty images|bloomberg|associated press|rex|shutterstock|alamy|corbis|landov|sputnik|tass|"
    r"xinhua|zuma|upi)(?: (?:images|photos?|news))?(?:, (?:file|pool))?"
)
END: tuple[LineClass, ...] = (
    LineClass(_C, "read more", r"\bread more"),
    LineClass(_C, "agency credit", rf"(?:/|\bvia |\|\s?)(?:the )?{_AGENCIES}"),
    LineClass(_C, "bracketed credit", r"\([^()]{0,70}(?:\b(?:via|ap|afp|epa|reuters|getty|courtesy)\b|photo)[^()]{0,40}\)"),
    LineClass(_C, "named credit", r"\b(?:photo|photograph|photographer|photos|photo illustration|credit):\s?[^.!?]{2,60}"),
    LineClass(_C, "agency caption", r"\b(?-i:REUTERS)/[A-Z].{2,60}"),
    LineClass(_C, "gallery", r"hide caption \d+ of \d+|view slideshow|listen ·[ \d:]+"),
)

START: tuple[LineClass, ...] = (
    LineClass(
        _B,
        "by",
        r"(?-i:(?:By|BY) (?:[A-Z][\w.’'-]+|[A-Z]\.)(?: (?:[A-Z][\w.’'-]*|and|of|the|de|van|von|al|bin)){0,12})"
        r"\s*(?:[,|–—-][^.!?]{0,80})?$",
        140,
    ),
    LineClass(
        _B,
        "contributed",
        r"(?:.{3,300}? (?:also )?contributed (?:to (?:this|the) (?:\w+ )?"
        r"(?:report|story|article|post|piece|column|coverage)|reporting\b|from (?-i:[A-Z])).{0,120}|.{3,80} contributed\.?|"
        r"(?:—|–|-+)?\s*with (?:assistance|reporting|"
        r"contributions|files) (?:by|from)\b.{0,300}|contributing(?: writers?)?:.{0,120}|\(?(?:additional )?(?:reporting|"
        r"writing|editing) by .{3,400})$",
        420,
    ),
    LineClass(
        _C,
        "copyright",
        r"(?:©|\(c\)\s*\d{4}|copyright(?:ed)?\b[\s:]*(?:©|\(c\)|\d{4})|all rights reserved|this material may not be published)",
        600,
    ),
    LineClass(
        _C,
        "sign up",
        r"(?:(?:please )?(?:sign ?up|subscribe|register)(?: here| now| today| to| for| free)\b|newsletter sign ?-?up|"
        r"get (?:all )?(?:the |our )?.{0,40}\b(?:delivered|sent) (?:\w+ )?to your inbox|.{0,60}delivered (?:daily |"
        r"straight )?to your inbox|enter your email|thank you for (?:subscribing|signing up)|by signing up|"
        r"please verify you|an error has occurred|view all new york times newsletters)",
        700,
    ),
    LineClass(_C, "sign in", r"(?:sign|log) in (?:to|or)\b.{0,60}(?:comment|register|account)", 160),
    LineClass(_C, "click", r"\W*(?:click|tap) (?:here|for|on|to|through|below|the)\b", 260),
    LineClass(_C, "app", r"(?:download|get) (?:the|our) .{2,40}\bapp\b", 160),
    LineClass(_C, "like what", r"(?:more:\s*)?like what you[’']re (?:reading|hearing)", 200),
    LineClass(
        _C,
        "share",
        r"(?:read or share this story|share all sharing options|share this (?:article|story|page)|"
        r"listen to (?:this )?article|share (?:tweet|"
        r"on (?:facebook|twitter))|facebook twitter|email (?:this|a friend)|print this|copy this link)\b",
        200,
    ),
    LineClass(
        _C,
        "image",
        r"(?:image (?:copyright|caption|source|credit|\d+ of \d+)|media (?:playback is|caption)|enlarge (?:this )?image|"
        r"toggle caption|hide caption|image: |figure caption|play video|video caption|getty images\b|view gallery|"
        r"view slideshow)",
        900,
    ),
    LineClass(_C, "close", r"(?-i:CLOSE(?=\s+[A-Z\"“‘]))", 600),
    LineClass(
        _C,
        "photo",
        r"(?:\(?(?:file )?photos?(?: (?:by|courtesy|credit|illustration))?\s*[:/]|file(?: photo)?\s*(?:-|–|—|:)\s|"
        r"photo (?:by|courtesy of|credit)\b|caption:|picture:|pictured:|\(photo by )",
        700,
    ),
    LineClass(_C, "next image", r"(?:next|prev) image \d", 400),
    LineClass(
        _C,
        "just watched",
        r"(?:just watched|must watch|now watch|watch (?:the |this )?(?:video|latest video|live)|video:|photos?:|watch:|listen:|"
        r"gallery:|interactive:|infographic:|graphic:|map:|timeline:|poll:|quiz:|podcast:|slideshow:|live blog:|"
        r"replay more videos|hide caption)",
        400,
    ),
    LineClass(
        _C,
        "link",
        r"(?:read (?:more|also|next)|see also|also (?:see|read)|related(?: (?:stories|articles|story|article|links?|"
        r"coverage))?|more (?:on this|from|coverage|stories)|more|recommended|don[’']t miss|opinion|must read|"
        r"read it here|full coverage|full text|full transcript|in depth|background)\s*:\s*\S",
        260,
    ),
    LineClass(_C, "skip", r"(?:skip|end of) (?:twitter|facebook|youtube|instagram) (?:post|video)", 900),
    LineClass(
        _C,
        "feedback",
        r"(?:have you been affected|are you (?:in|affected)|share your (?:experiences?|views|stories|thoughts)|"
        r"please include a contact number|what do you think\?|tell us what you think|join the (?:conversation|discussion|"
        r"debate)|comments? (?:are|is) closed|we want to hear from you|write to us|send (?:us )?your|"
        r"have a (?:news )?tip|got a tip|if you have a tip)",
        500,
    ),
    LineClass(
        _C,
        "views",
        r"(?:the )?(?:views?|opinions?)(?: and (?:views?|opinions?))? (?:expressed|presented|"
        r"in this)\b.{0,120}\b(?:author|own|columnist|writer|their|those of|reflect)",
        500,
    ),
    LineClass(
        _C,
        "republish",
        r"(?:content created by|this (?:article|story|piece|post|column|essay|op-ed) (?:was |has been |is |first |"
        r"originally )*(?:originally |first )?(?:appeared|published|adapted|excerpted|posted|written|part of|based on|"
        r"from|republished|available|provided)|this (?:copy|reprint|transcript) (?:is|was)|reprinted|republished|"
        r"excerpted from|adapted from|for (?:licensing|reprint)|visit .{3,50}[’']s homepage)",
        400,
    ),
    LineClass(
        _C,
        "editorial note",
        r"\W{0,2}(?:editor[’']?s?[’']? notes?|corrections?|clarifications?|correction appended|editors[’']? note|"
        r"note to readers|disclaimer|disclosure)\s*[:.(—–-]",
        900,
    ),
    LineClass(
        _C,
        "correction",
        r"(?:an earlier|a previous) version of this (?:story|article|post|report|column|headline|piece)\b",
        700,
    ),
    LineClass(
        _C,
        "write to",
        r"\W{0,2}(?:write to|contact|email|e-mail|send (?:tips|letters|comments|questions)(?: to)?:?) .{2,120}@",
        300,
    ),
    LineClass(_C, "interest", r"interested in .{2,60}\? add\b", 300),
    LineClass(_C, "standards", r"our standards\s*:", 160),
    LineClass(
        _C,
        "developing",
        r"(?:this is a (?:developing|breaking) (?:news )?story|this (?:story|post|article|report) (?:has been|was|"
        r"will be|is being) (?:updated|corrected|developing)|check back (?:for|with)|stay tuned|please (?:check|refresh|"
        r"upgrade))",
        300,
    ),
    LineClass(_C, "highlights", r"(?:story highlights|key takeaways|at a glance|in brief|highlights:)\b", 500),
    LineClass(
        _C,
        "widget",
        r"(?:your guide to .{2,40} (?:jargon|use the list)|use the list below|chat with us|ask us a question|find us on|"
        r"connect with|listen on|available on (?:apple|itunes)|buy (?:now|tickets)|advertise with)",
        500,
    ),
    LineClass(_S, "update", r"update(?:d)?(?: at)? [^.]{0,12}?\d.{0,30}?(?:[ap]\.?m\.?|[ECMP][SD]?T|GMT)\b.{0,70}[^.,;]$", 110),
)

# "Comments 2", "12 comments", "Reader comments (3)": the end of the report. The weak ones need a comment after them.
COMMENTS_HEADING = (
    r"(?:(?:reader|user|view|show|all|see all|latest|your|facebook|\d[\d,.]*)\s+)*(?:comments?|responses? to .{3,120}|"
    r"thoughts on .{3,120}|reader responses?)\s*[:(\[]?\s*[\d,.]*\s*[)\]]?"
)
WEAK_COMMENTS_HEADING = (
    r"(?:\d+\s+)?(?:discussions?|responses?|replies|reactions?|conversation|join the (?:discussion|conversation)|"
    r"leave a (?:comment|reply)|post a comment|add (?:a|your) comment|have your say|what (?:our )?readers (?:say|think)|"
    r"talkback|\d+ (?:thoughts|responses|replies).{0,120})\s*[:(]?\s*\d*\s*\)?"
)
# "Thumb reader17 17 June 2013, 22:15", "Jane Doe says: June 17, 2013 at 3:39 pm", "reader17 • 3 hours ago"
COMMENT_AVATAR = r"(?:thumb|missing|default-user-icon|avatar|guest|anonymous)\s"
COMMENT_HEADER = (
    r"\W{0,3}(?P<name>@?[\w.’'-]+(?: [\w.’'()-]+){0,4}?)\s*"
    r"(?:says|said|wrote|writes|commented|replied|posted)?\s*(?:on|at)?\s*[:,|•·–—-]?\s*"
    rf"(?:{STAMP}|(?:about |an? )?\d* ?(?:second|minute|min|hour|hr|day|week|month|year)s? ago)\s*[:.]?"
    r"(?:\s*(?:reply|like|permalink|report|flag|edit|edited|link|#\d+|[•·|]))*"
)


def _compile(classes: tuple[LineClass, ...], tail: str) -> re.Pattern[str]:
    alternatives = "|".join(f"(?P<c{i}>{c.pattern})" for i, c in enumerate(classes))
    return re.compile(f"(?:{alternatives}){tail}", re.I)


_LONGEST_WHOLE = 300
_SENTENCE_ENDS = (".", "!", "?", ".”", '."', ".’")
_WHOLE = _compile(WHOLE, r"\s*\Z")
_START = _compile(START, "")
_END = _compile(END, r"\s*\Z")
_END_CHARS = 140
_LONGEST_END = 600
_LONGEST_START = max(c.limit for c in START)


@lru_cache(maxsize=2_048)
def classify_line(line: str) -> LineClass | None:
    """The class of a paragraph by the table, None where it reads like text.

    Example:
        >>> classify_line("Sign in to Comment | Need help commenting? Click here").name
        'sign in'
        >>> classify_line("Ministers met on Monday.") is None
        True
    """
    if len(line) > _LONGEST_START:
        return None
    if len(line) <= _LONGEST_WHOLE and (found := _WHOLE.match(line)):
        return WHOLE[int((found.lastgroup or "c0")[1:])]
    if found := _START.match(line):
        entry = START[int((found.lastgroup or "c0")[1:])]
        return entry if not entry.limit or len(line) <= entry.limit else None
    if len(line) > _LONGEST_END or line.endswith(_SENTENCE_ENDS):
        return None
    found = _END.search(line, max(0, len(line) - _END_CHARS))
    return END[int((found.lastgroup or "c0")[1:])] if found else None
