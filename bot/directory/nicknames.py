"""What names are shortened to."""

from __future__ import annotations

from functools import cache

from bot.directory.analyser import fold

_SHORT = """
Alex: Alexander Alexandra Alexej Alexandros
Andi: Andreas Andrea
Andy: Andreas Andrew Andrea
Anni: Anna Annika Annette
Basti: Sebastian Bastian
Bea: Beate Beatrix Beatrice
Bert: Albert Robert Norbert Hubert
Betty: Elisabeth Elizabeth Bettina
Bill: William
Bob: Robert
Chris: Christian Christoph Christine Christina Christopher Christiane
Conny: Cornelia Konstantin
Conni: Cornelia
Dan: Daniel
Dani: Daniela Daniel
Dave: David
Ed: Eduard Edward
Ela: Michaela Manuela Daniela
Fabi: Fabian Fabienne
Flo: Florian
Franzi: Franziska
Fred: Friedrich Alfred Manfred Frederik
Fritz: Friedrich
Gabi: Gabriele Gabriela
Gitte: Brigitte
Greg: Gregor Gregory
Hannes: Johannes
Jack: John
Jim: James
Joe: Joseph Josef
Jo: Johannes Johanna Joachim Josef
Johnny: John
Josi: Josefine
Jule: Julia Juliane
Jules: Julius
Kathi: Katharina Katrin Kathrin
Kate: Katherine Catherine Katharina
Käthe: Katharina
Leni: Helene Magdalena Marlene
Liz: Elizabeth Elisabeth
Lotte: Charlotte
Maggie: Margaret
Manni: Manfred
Manu: Manuel Manuela Emanuel
Matt: Matthew Matthias
Matze: Matthias
Max: Maximilian Maxim
Meg: Margaret
Micha: Michael
Michi: Michael Michaela
Mike: Michael
Moni: Monika
Nick: Nikolas Nicholas Nikolaus Dominik Nicolas
Nico: Nikolaus Nicolas Nicole
Niko: Nikolaus Nikolas
Olli: Oliver
Pat: Patrick Patricia
Pete: Peter
Phil: Philipp Philip Phillip
Peggy: Margaret
Resi: Theresa Therese
Richi: Richard
Rick: Richard
Rob: Robert
Robbie: Robert
Rudi: Rudolf
Sabi: Sabine
Sally: Sarah
Sam: Samuel Samantha
Sepp: Josef
Sigi: Siegfried Sigrid
Steffi: Stefanie Stephanie
Steff: Stefan Steffen Stephan
Steve: Stefan Stephen Steven
Sue: Susan Susanne
Susi: Susanne
Thea: Dorothea
Tina: Christina Martina Bettina
Tini: Christine Martina
Tobi: Tobias
Tom: Thomas
Tommy: Thomas
Toni: Anton Antonia Antonio
Tony: Anthony Anton
Uli: Ulrich Ulrike
Ulli: Ulrich Ulrike
Valli: Valentin Valentina
Vicky: Viktoria Victoria
Vroni: Veronika
Walli: Walburga
Willi: Wilhelm
Will: William
Wolf: Wolfgang
Wolle: Wolfgang
"""


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """Return the short forms of each name, and the names of each short form, folded."""
    found: dict[str, dict[str, None]] = {}
    for line in _SHORT.strip().splitlines():
        short, _, names = line.partition(": ")
        for name in names.split():
            found.setdefault(fold(short), {})[fold(name)] = None
            found.setdefault(fold(name), {})[fold(short)] = None
    return {name: tuple(others) for name, others in found.items()}
