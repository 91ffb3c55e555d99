"""Words by which a sentence says who a figure is from: works, bodies and verbs, as tables."""

from __future__ import annotations

from typing import Final

WORKS: Final = (
    "audit report study inquiry enquiry survey analysis review investigation research poll census figures data statistics estimate "
    "estimates paper findings dataset modelling inspection assessment briefing dossier bulletin index evaluation trial calculation "
    "calculations projection projections forecast forecasts records documents article editorial column chart model log"
).split()
BODIES: Final = (
    "analyst analysts researchers researcher officials official ministers minister scientists academics experts police campaigners "
    "council charity government department ministry company union unions engineers governor governors "
    "spokesman spokeswoman spokesperson economists doctors authors "
    "mayor operator owner owners director chairman chairwoman president secretary "
    "inspectors inspectorate auditors regulator watchdog agency court commission committee"
).split()
SAID: Final = (
    "said says told claimed added argued argues warned warns stated announced insisted wrote writes admitted estimates estimated "
    "tells reckons reckoned recalled admits complained "
    "believes explained testified tweeted posted noted notes predicted predicts suggested suggests promised promises"
).split()
FOUND: Final = (
    "found finds show shows showed shown reveal reveals revealed conclude concludes concluded report reports reported estimate "
    "estimates estimated put puts suggest suggests suggested recorded records indicate indicates indicated identified counted "
    "list lists expected expects gave "
    "calculated documented established projects projected says said noted described describes warned uncovered documents"
).split()
# Verbs of a finding, which stands for something also without a number.
FINDS: Final = (
    "found finds show shows showed shown reveal reveals revealed conclude concludes concluded estimated suggest suggests suggested "
    "indicate indicates indicated identified established uncovered documented"
).split()
