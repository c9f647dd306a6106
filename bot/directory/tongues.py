"""What languages are called: by code, in German, in English, and by those who speak them."""

from __future__ import annotations

from functools import cache

_NAMES = """
ar Arabisch|Arabic|العربية
bg Bulgarisch|Bulgarian|Български
bn Bengalisch|Bengali|Bangla
bs Bosnisch|Bosnian|Bosanski
ca Katalanisch|Catalan|Català
cs Tschechisch|Czech|Čeština
cy Walisisch|Welsh|Cymraeg
da Dänisch|Danish|Dansk
de Deutsch|German|Deutsch
dgs Gebärdensprache|Sign Language|DGS
el Griechisch|Greek|Ελληνικά
en Englisch|English|English
eo Esperanto|Esperanto|Esperanto
es Spanisch|Spanish|Español|Castellano
et Estnisch|Estonian|Eesti
eu Baskisch|Basque|Euskara
fa Persisch|Persian|Farsi|فارسی
fi Finnisch|Finnish|Suomi
fr Französisch|French|Français
ga Irisch|Irish|Gaeilge
gl Galicisch|Galician|Galego
gsw Schweizerdeutsch|Swiss German|Schwyzerdütsch
he Hebräisch|Hebrew|עברית|Ivrit
hi Hindi|Hindi|हिन्दी
hr Kroatisch|Croatian|Hrvatski
hu Ungarisch|Hungarian|Magyar
hy Armenisch|Armenian|Հայերեն
id Indonesisch|Indonesian|Bahasa Indonesia
is Isländisch|Icelandic|Íslenska
it Italienisch|Italian|Italiano
ja Japanisch|Japanese|日本語|Nihongo
ka Georgisch|Georgian|ქართული
kk Kasachisch|Kazakh|Қазақ
ko Koreanisch|Korean|한국어
ku Kurdisch|Kurdish|Kurdî|Kurmandschi
la Latein|Latin|Latina
lb Luxemburgisch|Luxembourgish|Lëtzebuergesch
lt Litauisch|Lithuanian|Lietuvių
lv Lettisch|Latvian|Latviešu
mk Mazedonisch|Macedonian|Македонски
mt Maltesisch|Maltese|Malti
nds Plattdeutsch|Low German|Plattdüütsch
ne Nepalesisch|Nepali|नेपाली
nl Niederländisch|Dutch|Nederlands|Holländisch
no Norwegisch|Norwegian|Norsk
pa Panjabi|Punjabi|ਪੰਜਾਬੀ
pl Polnisch|Polish|Polski
ps Paschtu|Pashto|پښتو
pt Portugiesisch|Portuguese|Português
ro Rumänisch|Romanian|Română
ru Russisch|Russian|Русский
sk Slowakisch|Slovak|Slovenčina
sl Slowenisch|Slovenian|Slovenščina
so Somali|Somali|Soomaali
sq Albanisch|Albanian|Shqip
sr Serbisch|Serbian|Српски|Srpski
sv Schwedisch|Swedish|Svenska
sw Suaheli|Swahili|Kiswahili
ta Tamil|Tamil|தமிழ்
th Thailändisch|Thai|ไทย
ti Tigrinya|Tigrinya|ትግርኛ
tr Türkisch|Turkish|Türkçe
uk Ukrainisch|Ukrainian|Українська
ur Urdu|Urdu|اردو
vi Vietnamesisch|Vietnamese|Tiếng Việt
zh Chinesisch|Chinese|中文|Mandarin
"""


@cache
def by_code() -> dict[str, tuple[str, ...]]:
    """Return the names of each language, German first, English second, then its own, by ISO 639 code."""
    lines = [line.partition(" ") for line in _NAMES.strip().splitlines()]
    return {code: tuple(dict.fromkeys(names.split("|"))) for code, _, names in lines}


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): code for code, names in by_code().items() for name in names}


def code_of(value: str) -> str:
    """Return the code of a language that is given as a code or by one of its names; empty where nobody knows."""
    small = value.strip().casefold()
    bare = small.split("-")[0].split("_")[0]
    return bare if bare in by_code() else _by_name().get(small, "")


def names_of(value: str) -> tuple[str, ...]:
    """Return all names of a language, that which was given first."""
    names = by_code().get(code_of(value), ())
    return tuple(dict.fromkeys((*([] if value.strip().casefold() in by_code() else [value]), *names))) or (value,)


def name_in(value: str, language: str) -> str:
    """Return what a language is called in German or English; what nobody knows stays as it is."""
    names = by_code().get(code_of(value), ())
    return (names[0] if language == "de" else names[min(1, len(names) - 1)]) if names else value
