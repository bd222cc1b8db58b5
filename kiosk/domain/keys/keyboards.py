"""Keyboards: what each key types in other countries, to undo what a scanner's setting did.

A scanner presses keys as its setting says (most come set for the United States), and the tablet
types what its own keyboard has there: `Z` for `Y`, `ß` for `-`, `&` for `1`. Each keyboard is two
rows of the same 47 keys, without and with Shift; a space stands for a key that types no letter.
"""

UNITED_STATES = (
    "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./",
    '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?',
)

OTHERS = (
    # German
    (
        " 1234567890ß qwertzuiopü+asdfghjklöä#yxcvbnm,.-",
        "°!\"§$%&/()=? QWERTZUIOPÜ*ASDFGHJKLÖÄ'YXCVBNM;:_",
    ),
    # Swiss
    (
        "§1234567890' qwertzuiopü asdfghjklöä$yxcvbnm,.-",
        '°+"*ç%&/()=? QWERTZUIOPè!ASDFGHJKLéà£YXCVBNM;:_',
    ),
    # French
    (
        "²&é\"'(-è_çà)=azertyuiop $qsdfghjklmù*wxcvbn,;:!",
        "~1234567890°+AZERTYUIOP £QSDFGHJKLM%µWXCVBN?./§",
    ),
    # Belgian
    (
        "²&é\"'(§è!çà)-azertyuiop $qsdfghjklmùµwxcvbn,;:=",
        "³1234567890°_AZERTYUIOP *QSDFGHJKLM%£WXCVBN?./+",
    ),
    # Dutch
    (
        "@1234567890/°qwertyuiop *asdfghjkl+ <zxcvbnm,.-",
        "§!\"#$%&_()'? QWERTYUIOP |ASDFGHJKL± >ZXCVBNM;:=",
    ),
    # Spanish
    (
        "º1234567890'¡qwertyuiop +asdfghjklñ çzxcvbnm,.-",
        'ª!"·$%&/()=?¿QWERTYUIOP *ASDFGHJKLÑ ÇZXCVBNM;:_',
    ),
    # Latin American
    (
        "|1234567890'¿qwertyuiop +asdfghjklñ{}zxcvbnm,.-",
        '°!"#$%&/()=?¡QWERTYUIOP *ASDFGHJKLÑ[]ZXCVBNM;:_',
    ),
    # Italian
    (
        "\\1234567890'ìqwertyuiopè+asdfghjklòàùzxcvbnm,.-",
        '|!"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°§ZXCVBNM;:_',
    ),
    # Portuguese
    (
        "\\1234567890'«qwertyuiop+ asdfghjklçº zxcvbnm,.-",
        '|!"#$%&/()=?»QWERTYUIOP* ASDFGHJKLÇª ZXCVBNM;:_',
    ),
    # Brazilian
    (
        "'1234567890-=qwertyuiop [asdfghjklç ]zxcvbnm,.;",
        '"!@#$% &*()_+QWERTYUIOP {ASDFGHJKLÇ }ZXCVBNM<>:',
    ),
    # British
    (
        "`1234567890-=qwertyuiop[]asdfghjkl;'#zxcvbnm,./",
        '¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~ZXCVBNM<>?',
    ),
    # Canadian French
    (
        "#1234567890-=qwertyuiop  asdfghjkl; <zxcvbnm,.é",
        "|!\"/$%?&*()_+QWERTYUIOP  ASDFGHJKL: >ZXCVBNM'.É",
    ),
    # Swedish and Finnish
    (
        "§1234567890+ qwertyuiopå asdfghjklöä'zxcvbnm,.-",
        '½!"#¤%&/()=? QWERTYUIOPÅ ASDFGHJKLÖÄ*ZXCVBNM;:_',
    ),
    # Danish
    (
        "½1234567890+ qwertyuiopå asdfghjklæø'zxcvbnm,.-",
        '§!"#¤%&/()=? QWERTYUIOPÅ ASDFGHJKLÆØ*ZXCVBNM;:_',
    ),
    # Norwegian
    (
        "|1234567890+\\qwertyuiopå asdfghjkløæ'zxcvbnm,.-",
        '§!"#¤%&/()=? QWERTYUIOPÅ ASDFGHJKLØÆ*ZXCVBNM;:_',
    ),
    # Icelandic
    (
        " 1234567890ö-qwertyuiopð'asdfghjklæ +zxcvbnm,.þ",
        ' !"#$%&/()=Ö_QWERTYUIOPÐ?ASDFGHJKLÆ *ZXCVBNM;:Þ',
    ),
    # Lithuanian
    (
        "`ąčęėįšųū„“-žqwertyuiop[]asdfghjkl;'\\zxcvbnm,./",
        '~ĄČĘĖĮŠŲŪ()_ŽQWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?',
    ),
    # Czech
    (
        ";+ěščřžýáíé= qwertzuiopú)asdfghjklů§ yxcvbnm,.-",
        " 1234567890% QWERTZUIOP/(ASDFGHJKL\"!'YXCVBNM?:_",
    ),
    # Slovak
    (
        ";+ľščťžýáíé= qwertzuiopúäasdfghjklô§ňyxcvbnm,.-",
        ' 1234567890% QWERTZUIOP/(ASDFGHJKL"!)YXCVBNM?:_',
    ),
    # Hungarian
    (
        "0123456789öüóqwertzuiopőúasdfghjkléáűyxcvbnm,.-",
        "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚASDFGHJKLÉÁŰYXCVBNM?:_",
    ),
    # Croatian and Slovenian
    (
        "`1234567890'+qwertzuiopšđasdfghjklčćžyxcvbnm,.-",
        '~!"#$%&/()=?*QWERTZUIOPŠĐASDFGHJKLČĆŽYXCVBNM;:_',
    ),
    # Turkish
    (
        '"1234567890*-qwertyuıopğüasdfghjklşi,zxcvbnmöç.',
        "é!'^+%&/()=?_QWERTYUIOPĞÜASDFGHJKLŞİ;ZXCVBNMÖÇ:",
    ),
    # Russian
    (
        "ё1234567890-=йцукенгшщзхъфывапролджэ\\ячсмитьбю.",
        'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/ЯЧСМИТЬБЮ,',
    ),
    # Ukrainian
    (
        "'1234567890-=йцукенгшщзхїфівапролджєґячсмитьбю.",
        'ʼ!"№;%:?*()_+ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄҐЯЧСМИТЬБЮ,',
    ),
)

Keyboard = tuple[str, str]
Table = dict[int, str]
WRITTEN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-/:.#%]")
"""What our codes, our addresses and a scanner's own prefix are written with."""


def _undone(typed_on: Keyboard, set_for: Keyboard, *, caps_lock: bool) -> Table:
    """Return what was meant by each letter that was typed; one of two meanings is none."""
    meant: dict[str, set[str]] = {}
    for typed, wanted in zip("".join(typed_on), "".join(set_for), strict=True):
        for letter in {typed, typed.upper()}:
            if wanted.upper() in WRITTEN and len(letter) == 1 and letter != " ":
                meant.setdefault(letter, set()).add(wanted.upper())
    if caps_lock:  # it shifts the digits too, where they stand above other letters
        meant |= {digit: {digit} for digit in "0123456789"}
    return {ord(letter): min(one) for letter, one in meant.items() if len(one) == 1}


UNDONE: tuple[Table, ...] = tuple(
    _undone(typed_on, set_for, caps_lock=caps_lock)
    for other in OTHERS
    for typed_on, set_for in ((other, UNITED_STATES), (UNITED_STATES, other))
    for caps_lock in (False, True)
)
"""A table for `str.translate` for each keyboard on either side, without Caps Lock and with."""
