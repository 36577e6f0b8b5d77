"""What every mail says around what it is about, in bokmål, nynorsk and English."""

from __future__ import annotations

from registry.words import Said

MADE_UP: Said = (
    "Oppdiktede data. Alt er funnet på.",
    "Oppdikta data. Alt er funne på.",
    "Made-up data. Everything is invented.",
)
GROUPS: dict[str, Said] = {
    "due": ("Frister den neste uken", "Fristar den neste veka", "Deadlines in the coming week"),
    "waits": ("Venter på deg", "Ventar på deg", "Waiting for you"),
    "changed": (
        "Endret for dere",
        "Endra for dykk",
        "Changed for you",
    ),
    "informs": ("Til orientering", "Til orientering", "For your information"),
}
BY: Said = ("{day}: {what}", "{day}: {what}", "{day}: {what}")
AND_MORE: Said = ("{what}, og {more} til", "{what}, og {more} til", "{what}, and {more} more")
OPEN: Said = ("Åpne", "Opne", "Open")
FROM: Said = (
    "Du får denne e-posten fra Frittvalg, det nasjonale registeret for fritt valg av leverandør"
    " i BPA, fordi du har bedt om varsler.",
    "Du får denne e-posten frå Frittvalg, det nasjonale registeret for fritt val av leverandør"
    " i BPA, fordi du har bede om varsel.",
    "You get this e-mail from Frittvalg, the national registry for free choice of supplier"
    " in BPA, because you have asked for alerts.",
)
CHANGE: Said = ("Velg hva du får", "Vel kva du får", "Choose what you get")
STOP: Said = ("Stopp alle varsler", "Stopp alle varsel", "Stop all alerts")

CONFIRM_SUBJECT: Said = (
    "Bekreft e-postadressen din hos Frittvalg",
    "Stadfest e-postadressa di hos Frittvalg",
    "Confirm your e-mail address at Frittvalg",
)
CONFIRM: Said = (
    "Følg lenken for å få varsler fra Frittvalg hit. Den virker én gang, i 24 timer.",
    "Følg lenkja for å få varsel frå Frittvalg hit. Ho verkar éin gong, i 24 timar.",
    "Follow the link to get alerts from Frittvalg here. It works once, for 24 hours.",
)
CONFIRM_LINK: Said = ("Bekreft adressen", "Stadfest adressa", "Confirm the address")
NOT_YOU: Said = (
    "Frittvalg er det nasjonale registeret for fritt valg av leverandør i BPA. Har du ikke bedt"
    " om dette, trenger du ikke gjøre noe.",
    "Frittvalg er det nasjonale registeret for fritt val av leverandør i BPA. Har du ikkje bede"
    " om dette, treng du ikkje gjere noko.",
    "Frittvalg is the national registry for free choice of supplier in BPA. If you did not ask"
    " for this, you do not need to do anything.",
)
