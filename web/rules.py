"""The words of every rule that can say no. The codes stand beside the rules."""

from __future__ import annotations

from collections.abc import Callable

from marshmallow.exceptions import SCHEMA

from registry.domain.errors import RuleBroken
from web.languages import gettext as _

FIELDS = {
    "council-not-heard": "heard_on",
    "start-has-passed": "starts_on",
    "unknown-service": "service",
    "amended-too-soon": "effective_from",
    "already-over": "ends_on",
    "deadline-missing": "apply_by",
    "ending-reason-missing": "ending_reason",
    "prolonged-too-late": "prolong",
    "prolongation-outdated": "prolong",
    "no-prolongation-left": "prolong",
    "hearing-too-short": "closes_on",
    "recall-too-late": "effective_from",
    "hearing-closed": "text",
    "questions-closed": "text",
    "already-answered": "text",
    "nothing-to-correct": "text",
    "not-the-same-question": "other",
    "not-in-hearing": "node",
    "back-dated": "from_day",
    "ends-before-it-begins": "last_day",
    "organisation-there": "number",
    "invitation-over": "kode",
    "already-mandated": "organisation",
    "may-not-carry-out": "organisation",
}
"""Where a rule's words stand on a page that has the field."""

WORDS: dict[str, Callable[[], str]] = {
    "places-full": lambda: _("Leverandøren har ikke plass til flere akkurat nå."),
    "places-closed": lambda: _("Leverandøren tar ikke imot nye her nå."),
    "not-admitted": lambda: _("Leverandøren kan ikke lenger velges her."),
    "supplier-already-chosen": lambda: _("Du har alt valgt denne leverandøren."),
    "case-closed": lambda: _("Saken er avsluttet. Ring kommunen hvis det ikke stemmer."),
    "regret-is-over": lambda: _(
        "Dagene du kunne ombestemme deg, er over. Du kan fortsatt bytte. Ring oss, så hjelper vi deg."
    ),
    "nothing-chosen": lambda: _("Du har ikke valgt noen ennå."),
    "own-work": lambda: _(
        "Du kan ikke godkjenne noe du selv har sendt inn. En annen må gjøre det."
    ),
    "not-waiting-for-approval": lambda: _("Dette venter ikke lenger på godkjenning."),
    "concession-not-published": lambda: _("Konsesjonen er ikke kunngjort ennå."),
    "concession-ended": lambda: _("Konsesjonen er avsluttet."),
    "cap-reached": lambda: _("Konsesjonen har så mange leverandører som taket tillater."),
    "reason-missing": lambda: _("Skriv hvorfor dere velger noe annet enn malen her."),
    "law-missing": lambda: _(
        "Punktet bygger på lov. Skriv hvilken lov som gir dere rett til å fravike det."
    ),
    "council-not-heard": lambda: _(
        "Rådet for personer med funksjonsnedsettelse må være hørt før dere sender."
    ),
    "start-has-passed": lambda: _(
        "Dagen dette skulle gjelde fra, er over. Send det tilbake, så kommunen kan velge en senere dag."
    ),
    "unknown-service": lambda: _("Velg ett av alternativene."),
    "amendment-replaced": lambda: _(
        "En annen endring enn den du leste, venter nå. Les den før du godkjenner."
    ),
    "nothing-offered": lambda: _("De nye vilkårene gjelder alt, eller er ikke kunngjort."),
    "leaving": lambda: _(
        "Dere har sagt nei til nye vilkår og går ut, så ingen nye kan velge dere her."
    ),
    "not-leaving-yet": lambda: _("Leverandøren er med helt til den dagen den går ut."),
    "amendment-under-way": lambda: _("En endring venter alt på godkjenning."),
    "not-invited": lambda: _("Kommunen er ikke invitert, eller har svart alt."),
    "members-missing": lambda: _("Alle kommunene i samarbeidet må ha sagt ja først."),
    "no-prolongation-left": lambda: _("Konsesjonen kan ikke forlenges flere ganger."),
    "prolonged-too-late": lambda: _(
        "Det er for sent å forlenge. Leverandørene skal få vite det senest seks måneder før den er ute."
    ),
    "prolongation-outdated": lambda: _(
        "Konsesjonen er endret etter at dette ble foreslått. Send forslaget tilbake, og foreslå på nytt."
    ),
    "proposal-under-way": lambda: _(
        "Et forslag om å avslutte eller forlenge venter alt. Det må bekreftes eller sendes tilbake først."
    ),
    "no-proposal": lambda: _("Dette forslaget venter ikke lenger. Les siden på nytt."),
    "ending-reason-missing": lambda: _("Skriv hvorfor den slutter før tiden er ute."),
    "no-amendment": lambda: _("Ingen endring venter på godkjenning."),
    "nothing-amended": lambda: _("Utkastet sier det samme som det som gjelder nå."),
    "amended-too-soon": lambda: _(
        "Endringer skal være kjent en tid før de gjelder. Velg en senere dag."
    ),
    "deadline-missing": lambda: _(
        "Endringen er vesentlig. Gi leverandørene en ny frist, etter i dag og senest den dagen den gjelder."
    ),
    "unknown-node": lambda: _("Punktet finnes ikke i malen."),
    "change-not-allowed": lambda: _("Malen lar ikke dette punktet endres slik."),
    "outside-range": lambda: _("Dette ligger utenfor det malen tillater."),
    "value-missing": lambda: _("Dette punktet må hver kommune fylle ut."),
    "no-template": lambda: _("Det finnes ingen kunngjort mal å starte fra ennå."),
    "year-not-over": lambda: _("Tallene for et år gis når året er over."),
    "no-figures": lambda: _("Skriv minst ett tall."),
    "do-not-add-up": lambda: _(
        "Tallene går ikke opp. En del kan ikke være større enn alle, og de tre gruppene er til sammen alle."
    ),
    "not-from-template": lambda: _(
        "Denne ordningen er ikke skrevet fra den nasjonale malen, så dette kan ikke gjøres med den."
    ),
    "not-open-here": lambda: _(
        "Denne ordningen gjaldt før Frittvalg og tar ikke opp leverandører gjennom registeret. Spør kommunen."
    ),
    "not-announced": lambda: _(
        "Konsesjonen er ikke kunngjort i Doffin/TED ennå. Dere kan søke når kommunen har kunngjort."
    ),
    "already-over": lambda: _("Sluttdatoen er passert. Ordningen gjelder ikke i dag."),
    "day-not-come": lambda: _("Velg en dag til og med i dag."),
    "round-closed": lambda: _("Opptaket er stengt."),
    "questions-closed": lambda: _("Fristen for å stille spørsmål er ute. Dette ble ikke sendt."),
    "own-question": lambda: _("Du har stilt spørsmålet selv. En annen må svare."),
    "already-answered": lambda: _("Spørsmålet er alt besvart."),
    "nothing-to-correct": lambda: _("Spørsmålet er ikke besvart ennå."),
    "question-withdrawn": lambda: _("Den som spurte, har tatt spørsmålet tilbake."),
    "not-the-same-question": lambda: _(
        "Velg et annet spørsmål som står for seg selv, og som er besvart eller ble stilt før dette."
    ),
    "already-applied": lambda: _("Dere har alt søkt her."),
    "not-under-review": lambda: _("Søknaden er alt avgjort."),
    "already-registered": lambda: _("Organisasjonsnummeret er registrert fra før."),
    "bad-organisation-number": lambda: _("Dette er ikke et gyldig organisasjonsnummer."),
    "own-provision-without-municipality": lambda: _("Egen ordning må høre til en kommune."),
    "choice-is-derived": lambda: _("Fritt og begrenset valg følger av konsesjonene."),
    "nothing-changed": lambda: _("Ingenting er endret siden forrige versjon."),
    "locked-without-law": lambda: _("Et fast punkt må vise til loven det bygger på."),
    "version-under-way": lambda: _("En ny versjon er alt på høring eller venter på godkjenning."),
    "no-version-proposed": lambda: _("Ingen ny versjon venter på godkjenning."),
    "not-approved": lambda: _("En annen må godkjenne versjonen før den kan kunngjøres."),
    "already-approved": lambda: _("En annen har alt godkjent. Nå kan versjonen kunngjøres."),
    "same-approver": lambda: _("Du har godkjent versjonen. En tredje person må kunngjøre den."),
    "hearing-too-short": lambda: _("En høring varer i minst seks uker. Velg en senere dag."),
    "not-heard": lambda: _("Bare det som har vært ute på høring, kan sendes til godkjenning."),
    "hearing-open": lambda: _("Høringen er ikke over ennå."),
    "id-used-before": lambda: _("Dette kjennetegnet er brukt før, eller kan ikke brukes."),
    "words-missing": lambda: _("Et nytt punkt mangler tekst på ett av språkene."),
    "not-ready": lambda: _("Noe må rettes før versjonen kan kunngjøres. Det står på siden."),
    "not-recallable": lambda: _(
        "Skriv en annen tekst enn den som ble kunngjort, for versjoner som har punktet. Bare én"
        " rettelse av et punkt kan vente om gangen."
    ),
    "recall-too-late": lambda: _("Velg en dag fra og med i dag."),
    "no-recall-proposed": lambda: _("Rettelsen venter ikke lenger på godkjenning."),
    "hearing-closed": lambda: _("Fristen for å si noe er ute. Dette ble ikke tatt imot."),
    "not-in-hearing": lambda: _("Punktet er ikke på høring. Velg et annet, eller hele forslaget."),
    "remark-settled": lambda: _("En annen har alt tatt stilling til dette innspillet."),
    "remark-not-public": lambda: _("Bare innspill som alle kan lese, kan besvares."),
    "last-owner": lambda: _("Noen må styre tilgangene. Gi en annen rollen uten sluttdato først."),
    "own-role": lambda: _(
        "Du kan ikke gi deg selv en rolle. En annen som styrer tilganger, må gjøre det."
    ),
    "invitation-over": lambda: _("Denne koden kan ikke brukes. Be om en ny der du skal arbeide."),
    "back-dated": lambda: _("Velg i dag eller en senere dag."),
    "ends-before-it-begins": lambda: _("Den siste dagen kan ikke være før den første."),
    "organisation-there": lambda: _("Den er tatt inn fra før."),
    "may-not-carry-out": lambda: _("Denne kan ikke gjøre oppgaver for kommunen."),
    "already-mandated": lambda: _("Den har alt fått denne oppgaven. Trekk fullmakten først."),
    "not-mandated": lambda: _("Fullmakten er alt slutt."),
    "quarter-not-over": lambda: _("Kvartalet er ikke over ennå."),
}


def refused_beside(error: RuleBroken) -> dict[str, list[str]]:
    """A broken rule as the errors of a form: beside the field it belongs to, else above them all."""
    return {FIELDS.get(error.code, SCHEMA): [words_for(error)]}


def words_for(error: RuleBroken) -> str:
    """Say a broken rule in the reader's language."""
    return WORDS[error.code]()
