"""What names are shortened to."""

from __future__ import annotations

from functools import cache

from bot.directory.analyser import fold

_SHORT = """
Achim: Joachim
Amy: Amelia
Anne: Annegret Annemarie
Babsi: Barbara
Barbara: Babette
Becky: Rebecca Rebekka
Beth: Elizabeth Elisabeth
Biggi: Brigitte Birgit
Bine: Sabine
Caro: Carolin Caroline Carolina Karoline
Charly: Karl Charles Charlotte
Debbie: Deborah
Dieter: Dietrich
Dirk: Dietrich
Elli: Elisabeth Elena Eleonore
Evi: Eva Evelyn
Freddy: Frederik Alfred Manfred Friedrich
Geli: Angelika
Greta: Margarete Margareta
Gretel: Margarete
Gustl: August Gustav
Hansi: Johann Johannes Hans
Harry: Harald Harold
Heidi: Adelheid Heidemarie
Henni: Henriette Henrike Hendrik
Henry: Heinrich
Hilde: Hildegard Mathilde
Inge: Ingeborg Ingrid
Irmi: Irmgard Irmtraud
Jenny: Jennifer Jennifer
Jess: Jessica
Jogi: Joachim Jörg
Josh: Joshua
Jupp: Josef Joseph
Kalle: Karl
Karo: Karoline Carolin
Kathy: Katherine Katharina Kathleen
Kati: Katharina Katrin Katja
Ken: Kenneth
Lenni: Leonard Lennart Leonhard
Leo: Leonhard Leonard Leopold Leonie Leonardo
Lilli: Elisabeth Liliane
Lisa: Elisabeth
Magda: Magdalena
Mandy: Amanda
Mats: Matthias
Mel: Melanie
Meli: Melanie Melina
Nate: Nathan Nathaniel
Nadi: Nadine
Niki: Nicole Nikolaus
Ossi: Oswald Oskar
Peti: Petra
Pit: Peter
Poldi: Leopold
Raffi: Raphael Rafael
Renny: Renate
Ron: Ronald
Ronny: Ronald
Rosi: Rosemarie Rosa Roswitha
Sanni: Susanne
Schorsch: Georg
Siggi: Siegfried Siegmund Sigrid
Silvi: Silvia
Sissi: Elisabeth
Stevie: Stephan Stephen
Ted: Edward Theodore
Theo: Theodor Theodore
Traudl: Gertraud Edeltraud Waltraud
Trude: Gertrud
Ulla: Ursula Ulrike
Uschi: Ursula
Vreni: Verena
Wastl: Sebastian
Wim: Wilhelm
Zach: Zachary
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
