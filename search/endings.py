"""Endings that words of Serbian, Bosnian and Croatian, of Macedonian and of Albanian take, folded.

Articles, plurals, cases and the commonest verb forms; not a grammar, but enough for one form of a word to find
another. What is left of a word keeps at least three letters. Snowball has no stemmer for Macedonian and Albanian; its
Serbian one takes the endings of words in -je- and of the Croatian verbs in -irati for others. Tried on inflected forms;
docs/measurements.md has the figures.
"""

import re

# One sound law a line, in this order, before the endings go: kinds of the same word in the four languages
HBS_SPELLINGS = (
    (re.compile("lj"), "L"),  # ljepota, lepota; but zemalja has no ending -ala
    (re.compile("nj"), "N"),
    (re.compile("(?<=[bcdfghklLmnNprstvz])i?je(?=.)"), "e"),  # mjesto, mesto; vrijeme, vreme
    (re.compile("^([bcdfghklLmnNprstvz]{2})i?je$"), r"\1e"),  # gdje, gde; prije, pre
    (re.compile("biLe(?=[sz])"), "beLe"),  # bilježiti, beležiti
    (re.compile("eu(?=[^aeiou])"), "ev"),  # europski, evropski
    (re.compile("^naj(?!av)(?=.{4})"), ""),  # najnoviji, noviji; but najaviti is a word of its own
    (re.compile("(?<=[dcsL])anin(?=(?:a|u|e|om)?$)"), "an"),  # građanin, građani; but planina
    (re.compile("scu$"), "st"),  # mogućnošću, mogućnost
    (re.compile("enata$"), "enta"),  # elemenata, element
    (re.compile("izam(?=a?$)"), "izm"),  # mehanizam, mehanizma
    (re.compile("(?<=[ia])oc(?=[aeiu])"), "lc"),  # tužioca, tužilac
    (re.compile("(?<=[kg])l[aeio]$"), ""),  # rekla, rekao; mogli, mogao
)
HBS_CASES = "a e i o u om em oj og oga ome omu eg ega emu ih im ima ama"
HBS_VERBS = "ti o la lo li le m s mo te ju"
HBS_OTHERS = "ao eo io uo ajuci ujuci avsi evsi ivsi uvsi uju isu aju ajte ujte"


def joined(beginnings: str, ends: str) -> list[str]:
    return [beginning + end for beginning in beginnings.split() for end in ends.split()]


HBS_ENDINGS = " ".join(
    (
        *(HBS_CASES, "ov ev ij", HBS_OTHERS, "ova iva ira isa uje ise"),
        *joined("ov ev ij", HBS_CASES),  # gradovi, zahtevi, policija
        *joined("a i e ova iva ira isa", HBS_VERBS),  # raditi, poštovati, organizirati, informisati
        *joined("u", "ti la lo li le"),  # krenuti; but status
        *joined("a i e", "ces cemo cete"),  # radićemo
        *joined("uje ise", "m s mo te"),
    )
)
PALATALS = (
    (re.compile("c$"), "k"),  # učesnici, učesnik
    (re.compile("z$"), "g"),  # razlozi, razlog; može, mogu
    (re.compile("s$"), "h"),  # uspesi, uspeh
)
# Nouns end in what is an ending elsewhere: problem is no "I probl". They lose it in every case, to be the same in all
HBS_SEEMING = "om em im am um oj aj og eg ih ah eh al el il ul at et it ut ov ev iv ir"
# Sound laws once the endings have gone
HBS_STEMS = ((re.compile("(?<=.[aeiou])ta?(?=[kc]$)"), ""),)  # podatak, podaci
VOICELESS = (re.compile("zk$"), "sk")  # odlazak, odlaska; težok, teški
HBS_CLUSTERS = ((re.compile("stn$"), "sn"), VOICELESS)  # častan, časni
HBS_FLEETING = re.compile("(?<=.[^aeiou])a(?=[^aeiou]$)")  # borac, borca; sredstava, sredstva
MACEDONIAN_ENDINGS = """
    ovite evite ovci ovi evi inja injata uv iite ijata ijava ija ii iot ata ava oto ovo ite ive ate eto ot
    avme evme ivme ovme avte evte ivte ovte ejki ajki eme ime ame ete aat eat at ase ese ise aa ea oa ia
    nje njeto nja njata nji njite (?<=...[aeiou])j
    on ono ona one il ila ile ilo al ala ale alo el ela ele elo av ev iv ov am as es is a e i o u
"""
ALBANIAN_ENDINGS = """
    oheshin ohesha oheshe ohemi oheni ohej ohet ohen ohem ojne ojme ojm onte onin onit uam uat uan uarat
    uarit uara uarve uari uar ive eve ave uve inave inat inen ines ine ise ite ia esave esat esit esh ash
    ish jve jte jne jen jes jet jat jave jeve ova ove oni oje oja oi oj on ura urat ur et at it ut in un
    (?<=u[ae])(?:kam|ke|ka|kemi|keni|kan|kesha|keshe|kesh|keshim|keshit|keshin)
    (?<=[aeiouy])(?:fsha|fsh|fte|fshim|fshi|fshin)
    en an es as is us sh ja je ji (?<=[^aeiou])j im a e i o u
    (?<=[aeiou])ne (?<=[aeiou])se (?<=[aeiouhs])te (?<=[eiusrjlmn])ve
"""


def ending(endings: str, shortest: int) -> re.Pattern:
    """Takes the longest of ``endings`` off a word of which ``shortest`` letters stay."""
    return re.compile(rf"^(.{{{shortest},}}?)(?:{'|'.join(endings.split())})$")


HBS = ending(HBS_ENDINGS, 3)
HBS_AGAIN = ending(HBS_SEEMING, 3)
MACEDONIAN = ending(MACEDONIAN_ENDINGS, 3)
# dobar, dobra; socijalen, socijalna; borec, borci; kratok, kratki
MACEDONIAN_FLEETING = re.compile("(?<=.[^aeiou])(?:[ae](?=[^aeiou]$)|(?<=...)o(?=k$))")
ALBANIAN = ending(ALBANIAN_ENDINGS, 3)
ALBANIAN_FLEETING = re.compile("(?<=[^aeiou])e(?=[lmrv]$)")  # posaçëm, posaçme
