"""Every promise of the program, in the order of their numbers."""

from __future__ import annotations

from tests.promises.p01_kills import P1
from tests.promises.p02_lost_answers import P2
from tests.promises.p03_bad_network import P3
from tests.promises.p05_disk_full import P5
from tests.promises.p07_only_added_to import P7
from tests.promises.p08_no_reader_passes import P8
from tests.promises.p09_built_again import P9
from tests.promises.p10_soon_shown import P10
from tests.promises.p11_poison import P11
from tests.promises.p13_old_events import P13
from tests.promises.p14_model import P14
from tests.promises.p17_pressed_twice import P17
from tests.promises.p18_no_trace import P18
from tests.promises.p19_broken_off import P19
from tests.promises.p35_restored import P35
from tests.promises.p36_stays_erased import P36
from tests.promises.p40_checks_itself import P40
from tests.promises.program import Promise

EVERY: list[Promise] = [
    P1,
    P2,
    P3,
    P5,
    P7,
    P8,
    P9,
    P10,
    P11,
    P13,
    P14,
    P17,
    P18,
    P19,
    P35,
    P36,
    P40,
]
