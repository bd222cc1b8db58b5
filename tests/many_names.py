"""Many names as a large fair has them: seeded, in many scripts, the common ones often.

About a quarter bear one of the common surnames; the rest are built of syllables, so that 50,000
people have some 30,000 different words, as real lists do.
"""

from itertools import accumulate
from random import Random

_GIVEN = (
    "Maria James Asha Mohammed Emma Oliver Sofia Daniel Anna Lucas Fatima Chloe David Laura Ben "
    "José Zoë Łukasz Søren Chloé Björn Ángel Thảo Ömer Şeyma Håkon Ioana Matúš Čeněk Jürgen "
    "Jean-Luc Anne-Marie Mary-Jane Priya Ravi Nia Owen Grace Hugo Ines Karim Leila Mei Noor Oscar "
    "Pavel Quentin Rosa Samir Tara Uma Viktor Wanda Xenia Yusuf Zara Adaeze Bilal Carmen Dmitri "
    "Elif Femi Greta Hana Ivo Jana Kofi Lena Marek Nadia Otto Petra Rhys Sana Tomas Ulla Vera"
)
_SURNAMES = (
    "Smith Patel Jones Khan García Müller Nguyễn Singh Williams Taylor Brown Rossi Novák Silva "
    "Kowalski Andersson Okafor Ivanov Chen Wang Martin Bernard Schmidt O'Neill MacDonald Yılmaz "
    "Ferrari Papadopoulos Horváth Jensen Nielsen Larsen Popescu Dubois Lefèvre Moreau Hernández "
    "López Martínez Sánchez Pérez Gómez Fernández Núñez Żółć Wójcik Kamiński Lewandowski Zieliński"
)
PARTICLES = ("van der ", "de la ", "von ", "al-", "Mc", "O'", "di ", "da ")
OTHER_SCRIPTS = (
    ("Наталья Александр Юлия Дмитрий Ольга Сергей", "Щербакова Иванов Кузнецова Попов Соколов"),
    ("Ελένη Γεώργιος Μαρία Νίκος", "Παππά Νικολάου Ιωάννου Δημητρίου"),
    ("محمد فاطمة علي خديجة", "علي حسن الخطيب منصور"),
    ("राहुल प्रिया अमित नेहा", "शर्मा वर्मा गुप्ता सिंह"),
)
HAN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂小"
HANGUL = "김이박최정강조윤장임", "민준서연지우도윤하은시우예린수아"
_STARTS = "b br c ch d dr f fl g gr h j k kl l m n p pr r s sch sh st t th tr v w z"
_MIDDLES = "a e i o u ai au ee ei ia ie oa ou"
_ENDS = "b ck d ff g ld lf ll m mp n nd ng nt r rd rg rn rt s sk st t th x"

GIVEN, SURNAMES, STARTS, MIDDLES, ENDS = (
    text.split() for text in (_GIVEN, _SURNAMES, _STARTS, _MIDDLES, _ENDS)
)


def many_names(how_many: int, seed: int = 7) -> list[str]:
    """Return that many names; the same seed gives the same names."""
    random = Random(seed)
    falling = list(accumulate(1 / rank for rank in range(2, len(GIVEN) + 2)))
    return [_name(random, falling) for _each in range(how_many)]


def _name(random: Random, falling: list[float]) -> str:
    script = random.random()
    if script < 0.03:
        return random.choice(HAN[0]) + "".join(random.choices(HAN[1], k=random.choice((1, 2))))
    if script < 0.05:
        return random.choice(HANGUL[0]) + "".join(random.choices(HANGUL[1], k=2))
    if script < 0.09:
        given, surnames = random.choice(OTHER_SCRIPTS)
        return f"{random.choice(given.split())} {random.choice(surnames.split())}"
    given = random.choices(GIVEN, cum_weights=falling)[0]
    if random.random() < 0.15:
        given = f"{given} {random.choices(GIVEN, cum_weights=falling)[0]}"
    return f"{given} {_surname(random)}"


def _surname(random: Random) -> str:
    if random.random() < 0.25:
        return random.choices(SURNAMES, cum_weights=_falling())[0]
    syllables = random.choice((2, 2, 3))
    made = "".join(random.choice(STARTS) + random.choice(MIDDLES) for _each in range(syllables - 1))
    whole = (made + random.choice(STARTS) + random.choice(MIDDLES) + random.choice(ENDS)).title()
    return (random.choice(PARTICLES) if random.random() < 0.06 else "") + whole


def _falling() -> list[float]:
    return list(accumulate(1 / rank for rank in range(2, len(SURNAMES) + 2)))


def with_a_slip(word: str, random: Random) -> str:
    """Return a word with one letter less, more or wrong, or two neighbours swapped."""
    at = random.randrange(1, len(word) - 1) if len(word) > 2 else 0
    letter = random.choice("aeiorsntlm")
    return random.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
    )
