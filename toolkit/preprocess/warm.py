"""Importing this loads what texts in English and Chinese need: models, dictionaries, expressions.

The process that workers are forked from does so (`workers`), once for all of them.
"""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor

from toolkit.corpus import Document
from toolkit.preprocess.languages import detect_language
from toolkit.preprocess.preparation import BatchWork
from toolkit.preprocess.rules import Preparation

_PAGE = """Home | News | Contact us
Ports turn to electric tractors
By Ann Reed, 12 March 2021
Last winter terminal 3 replaced its diesel tractors[3] with battery trucks, and crane output rose at once.
What does it mean forthe harbour of Xiazhuang, its neighbours andthe brandAudi, a Mittelstandsunternehmen?
港口换上电动卡车
来源：南湾日报 2021年3月12日 记者 王五
去年冬天，南湾港的3号码头换上了国产的无人集卡（AGV）,装卸效率提高了两成，能耗却下降了一成半。
相关阅读
Read more: related articles"""

_DUTCH = "De havens aan de kust hebben deze winter hun oude voertuigen vervangen."
"""A language that needs the classifier, and no dictionary."""

gc.disable()  # what is loaded stays
with ThreadPoolExecutor(1) as beside:
    beside.submit(detect_language, _DUTCH)  # unpacking the classifier's model leaves Python to others
    BatchWork(Preparation(), {}, {})([Document("page", _PAGE)])
gc.enable()
gc.collect()
gc.freeze()  # the collector would write to memory that forked processes share
