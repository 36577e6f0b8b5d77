"""Which event is told to whom, how much it matters to them, in which words, and where it leads.

This table is all there is to it. An event stands here or among those that nobody is told of, so
whoever adds an event decides. Words hold official names and nothing that anybody typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eventsourcing.utils import get_topic

from registry.domain.admission import Admission
from registry.domain.case import Case
from registry.domain.complaints import Complaints
from registry.domain.concession import Concession
from registry.domain.hearing import Hearing
from registry.domain.municipality import Municipality
from registry.domain.organisation import Organisation
from registry.domain.places import Places
from registry.domain.question import Question
from registry.domain.recorded import Recorded
from registry.domain.roles import Function as F
from registry.domain.supplier import Supplier
from registry.domain.template import Template
from registry.domain.totals import Totals
from registry.domain.yearly import YearlyFigures
from registry.mail import told
from registry.mail.mailboxes import Significance
from registry.mail.scene import Scene
from registry.mail.told import Told
from registry.words import Said

WAITS, CHANGED, INFORMS = Significance.WAITS, Significance.CHANGED, Significance.INFORMS


def always(_: Scene) -> bool:
    return True


@dataclass(frozen=True)
class Occasion:
    """One row. `words` may name place, supplier, member and version; `page` concession, admission."""

    event: type[Recorded.Event]
    significance: Significance
    told: Told
    page: str
    words: Said
    when: Callable[[Scene], bool] = always

    @property
    def name(self) -> str:
        """What it is called while it waits to be sent: the same when words or pages change."""
        return f"{get_topic(self.event)} {self.told.name}"


def is_real(scene: Scene) -> bool:
    """Whether a concession is for use, and not for practice."""
    return not scene.is_practice


def is_joint(scene: Scene) -> bool:
    return len(scene.members) > 1


def needs_notice(scene: Scene) -> bool:
    return scene.event.channel is not None


def is_material(scene: Scene) -> bool:
    return bool(scene.event.material)


def is_minor(scene: Scene) -> bool:
    return not scene.event.material


def is_joint_and_material(scene: Scene) -> bool:
    return is_joint(scene) and is_material(scene)


def is_corrected(scene: Scene) -> bool:
    return bool(scene.event.corrects)


def is_new_answer(scene: Scene) -> bool:
    return not scene.event.corrects


TOWNS_CONCESSION = "/for-kommuner/konsesjoner/{concession}"
OCCASIONS: list[Occasion] = [
    # A concession's way to being published.
    *(
        Occasion(
            event, WAITS, told.lead(F.APPROVE_CONCESSION), TOWNS_CONCESSION,
            ("Konsesjonen i {place} venter på godkjenning",
             "Konsesjonen i {place} ventar på godkjenning",
             "The concession in {place} is waiting for approval"),
        )
        for event in (Concession.Created, Concession.Stated)
    ),
    *(
        Occasion(
            event, WAITS, told.invited(F.APPROVE_CONCESSION), TOWNS_CONCESSION,
            ("{place} har invitert dere med i en felles konsesjon",
             "{place} har invitert dykk med i ein felles konsesjon",
             "{place} has invited you to take part in a joint concession"),
            is_joint,
        )
        for event in (Concession.Created, Concession.Stated)
    ),
    Occasion(
        Concession.MemberJoined, CHANGED, told.lead(F.DRAFT_CONCESSION, F.APPROVE_CONCESSION),
        TOWNS_CONCESSION,
        ("{member} blir med i den felles konsesjonen dere leder",
         "{member} blir med i den felles konsesjonen de leier",
         "{member} has joined the joint concession you lead"),
    ),
    Occasion(
        Concession.SentBack, WAITS, told.lead(F.DRAFT_CONCESSION), TOWNS_CONCESSION,
        ("Konsesjonen i {place} kom tilbake og må rettes",
         "Konsesjonen i {place} kom tilbake og må rettast",
         "The concession in {place} came back and must be corrected"),
    ),
    Occasion(
        Concession.Published, CHANGED, told.MEMBERS,
        TOWNS_CONCESSION,
        ("Konsesjonen i {place} er publisert",
         "Konsesjonen i {place} er publisert",
         "The concession in {place} is published"),
        is_real,
    ),
    Occasion(
        Concession.Published, INFORMS, told.ALL_SUPPLIERS, "/konsesjoner/{concession}",
        ("Det er en ny konsesjon i {place}",
         "Det er ein ny konsesjon i {place}",
         "There is a new concession in {place}"),
        is_real,
    ),
    Occasion(
        Concession.NoticeRequired, WAITS, told.lead(F.DRAFT_CONCESSION),
        TOWNS_CONCESSION + "/kunngjoring",
        ("Konsesjonen i {place} må kunngjøres før leverandører kan søke",
         "Konsesjonen i {place} må kunngjerast før leverandørar kan søkje",
         "The concession in {place} must be announced before suppliers can apply"),
        needs_notice,
    ),
    # A concession that is in force.
    Occasion(
        Concession.AmendmentSent, WAITS, told.lead(F.APPROVE_CONCESSION), TOWNS_CONCESSION,
        ("En endring av konsesjonen i {place} venter på godkjenning",
         "Ei endring av konsesjonen i {place} ventar på godkjenning",
         "An amendment of the concession in {place} is waiting for approval"),
    ),
    Occasion(
        Concession.AmendmentSentBack, WAITS, told.lead(F.DRAFT_CONCESSION), TOWNS_CONCESSION,
        ("En endring av konsesjonen i {place} kom tilbake og må rettes",
         "Ei endring av konsesjonen i {place} kom tilbake og må rettast",
         "An amendment of the concession in {place} came back and must be corrected"),
    ),
    Occasion(
        Concession.AmendmentSent, WAITS, told.invited(F.APPROVE_CONCESSION), TOWNS_CONCESSION,
        ("En vesentlig endring av den felles konsesjonen i {place} venter på ja fra dere",
         "Ei vesentleg endring av den felles konsesjonen i {place} ventar på ja frå dykk",
         "A material amendment of the joint concession in {place} is waiting for your answer"),
        is_joint_and_material,
    ),
    Occasion(
        Concession.MemberAgreed, CHANGED, told.lead(F.DRAFT_CONCESSION, F.APPROVE_CONCESSION),
        TOWNS_CONCESSION,
        ("{member} har sagt ja til endringen av den felles konsesjonen",
         "{member} har sagt ja til endringa av den felles konsesjonen",
         "{member} has said yes to the amendment of the joint concession"),
    ),
    Occasion(
        Concession.ProlongationSent, WAITS, told.lead(F.APPROVE_CONCESSION), TOWNS_CONCESSION,
        ("At konsesjonen i {place} skal vare lenger, venter på godkjenning",
         "Eit forslag om å forlengje konsesjonen i {place} ventar på godkjenning",
         "A proposal to prolong the concession in {place} is waiting for approval"),
    ),
    Occasion(
        Concession.EndingSent, WAITS, told.lead(F.APPROVE_CONCESSION), TOWNS_CONCESSION,
        ("At konsesjonen i {place} skal avsluttes, venter på godkjenning",
         "Eit forslag om å avslutte konsesjonen i {place} ventar på godkjenning",
         "A proposal to end the concession in {place} is waiting for approval"),
    ),
    Occasion(
        Concession.ProposalSentBack, CHANGED, told.lead(F.DRAFT_CONCESSION, F.APPROVE_CONCESSION),
        TOWNS_CONCESSION,
        ("Konsesjonen i {place} blir ikke avsluttet eller forlenget nå",
         "Konsesjonen i {place} blir verken avslutta eller forlengd no",
         "The concession in {place} will be neither ended nor prolonged now"),
    ),
    Occasion(
        Concession.Amended, WAITS, told.ADMITTED_SUPPLIERS, "/for-leverandorer",
        ("Vilkårene i {place} endres vesentlig: svar om dere blir med videre",
         "Vilkåra i {place} blir vesentleg endra: svar om de blir med vidare",
         "Material changes to the terms in {place}: answer whether you will stay"),
        is_material,
    ),
    Occasion(
        Concession.Amended, CHANGED, told.ADMITTED_SUPPLIERS, "/konsesjoner/{concession}/endringer",
        ("Konsesjonen i {place} er endret",
         "Konsesjonen i {place} er endra",
         "The concession in {place} has been amended"),
        is_minor,
    ),
    Occasion(
        Concession.Amended, CHANGED, told.MEMBERS, TOWNS_CONCESSION,
        ("Endringen av konsesjonen i {place} er publisert",
         "Endringa av konsesjonen i {place} er publisert",
         "The amendment of the concession in {place} is published"),
    ),
    *(
        Occasion(
            event, CHANGED, receivers, page, words,
        )
        for event, words in (
            (Concession.Prolonged,
             ("Konsesjonen i {place} varer lenger enn før",
              "Konsesjonen i {place} varer lenger enn før",
              "The concession in {place} has been prolonged")),
            (Concession.Ended,
             ("Konsesjonen i {place} er avsluttet",
              "Konsesjonen i {place} er avslutta",
              "The concession in {place} has ended")),
        )
        for receivers, page in (
            (told.ADMITTED_SUPPLIERS, "/konsesjoner/{concession}"),
            (told.MEMBERS, TOWNS_CONCESSION),
        )
    ),
    Occasion(
        Concession.DeadlineMoved, INFORMS, told.ALL_SUPPLIERS, "/konsesjoner/{concession}",
        ("Søknadsfristen for konsesjonen i {place} er flyttet",
         "Søknadsfristen for konsesjonen i {place} er flytta",
         "The deadline to apply for the concession in {place} has been moved"),
    ),
    Occasion(
        Admission.AmendmentDeclined, CHANGED, told.lead(F.DRAFT_CONCESSION, F.ADMIT_SUPPLIERS),
        TOWNS_CONCESSION,
        ("{supplier} sier nei til de nye vilkårene i {place} og slutter",
         "{supplier} seier nei til dei nye vilkåra i {place} og sluttar",
         "{supplier} declines the new terms in {place} and leaves"),
    ),
    Occasion(
        Admission.AmendmentAccepted, INFORMS, told.lead(F.DRAFT_CONCESSION, F.ADMIT_SUPPLIERS),
        TOWNS_CONCESSION,
        ("{supplier} sier ja til de nye vilkårene i {place}",
         "{supplier} seier ja til dei nye vilkåra i {place}",
         "{supplier} accepts the new terms in {place}"),
    ),
    # Who is let in.
    *(
        Occasion(
            event, WAITS, told.lead(F.ADMIT_SUPPLIERS), "/for-kommuner/soknader/{admission}",
            ("En søknad fra {supplier} om opptak i {place} venter på svar",
             "Ein søknad frå {supplier} om opptak i {place} ventar på svar",
             "An application from {supplier} for admission in {place} is waiting for a decision"),
        )
        for event in (Admission.Created, Admission.AppliedAgain)
    ),
    Occasion(
        Admission.Granted, CHANGED, told.the_supplier(F.APPLY, F.KEEP_FACTS),
        "/for-leverandorer/steder",
        ("Dere er tatt opp i konsesjonen i {place}",
         "De er tekne opp i konsesjonen i {place}",
         "You have been admitted to the concession in {place}"),
    ),
    Occasion(
        Admission.Stated, CHANGED, told.the_supplier(F.APPLY, F.KEEP_FACTS),
        "/for-leverandorer/steder",
        ("Dere er ført opp i konsesjonen i {place}",
         "De er førte opp i konsesjonen i {place}",
         "You have been entered in the concession in {place}"),
    ),
    Occasion(
        Admission.Rejected, CHANGED, told.the_supplier(F.APPLY, F.KEEP_FACTS),
        "/for-leverandorer/steder",
        ("Søknaden deres om opptak i {place} er avgjort",
         "Søknaden dykkar om opptak i {place} er avgjord",
         "Your application for admission in {place} has been decided"),
    ),
    Occasion(
        Admission.Closed, CHANGED, told.the_supplier(F.APPLY, F.KEEP_FACTS),
        "/for-leverandorer/steder",
        ("Opptaket deres i {place} er avsluttet",
         "Opptaket dykkar i {place} er avslutta",
         "Your admission in {place} has ended"),
    ),
    Occasion(
        Admission.Closed, CHANGED, told.lead(F.ADMIT_SUPPLIERS), "/for-kommuner/soknader",
        ("{supplier} er ikke lenger med i konsesjonen i {place}",
         "{supplier} er ikkje lenger med i konsesjonen i {place}",
         "{supplier} is no longer in the concession in {place}"),
    ),
    # Questions. Who asked is told to nobody.
    Occasion(
        Question.Created, WAITS, told.lead(F.DRAFT_CONCESSION), "/for-kommuner/sporsmal",
        ("Et spørsmål om konsesjonen i {place} venter på svar",
         "Eit spørsmål om konsesjonen i {place} ventar på svar",
         "A question about the concession in {place} is waiting for an answer"),
    ),
    *(
        Occasion(
            Question.Answered, CHANGED, receivers, page, words, when,
        )
        for words, when in (
            (("Et spørsmål om konsesjonen i {place} er besvart",
              "Eit spørsmål om konsesjonen i {place} har fått svar",
              "A question about the concession in {place} has been answered"), is_new_answer),
            (("Et svar om konsesjonen i {place} er rettet",
              "Eit svar om konsesjonen i {place} er retta",
              "An answer about the concession in {place} has been corrected"), is_corrected),
        )
        for receivers, page in (
            (told.ASKERS, "/for-leverandorer/sporsmal"),
            (told.OTHER_ADMITTED, "/konsesjoner/{concession}/sporsmal"),
        )
    ),
    Occasion(
        Question.Joined, CHANGED, told.the_supplier(F.APPLY), "/for-leverandorer/sporsmal",
        ("Et spørsmål dere stilte om konsesjonen i {place}, får samme svar som et annet",
         "Eit spørsmål de stilte om konsesjonen i {place}, får same svar som eit anna",
         "A question you asked about the concession in {place} gets the same answer as another"),
    ),
    # A choice, from the case log: not where, not who, not when.
    Occasion(
        Places.Taken, WAITS, told.the_supplier(F.KEEP_FACTS), "/for-leverandorer/valgt",
        ("Dere har fått et nytt oppdrag",
         "De har fått eit nytt oppdrag",
         "You have a new assignment"),
    ),
    # The national template.
    Occasion(
        Template.VersionProposed, WAITS, told.stewards(F.APPROVE_TEMPLATE),
        "/for-forvaltere/godkjenning",
        ("Versjon {version} av den nasjonale malen venter på godkjenning",
         "Versjon {version} av den nasjonale malen ventar på godkjenning",
         "Version {version} of the national template is waiting for approval"),
    ),
    Occasion(
        Template.VersionApproved, WAITS, told.stewards(F.APPROVE_TEMPLATE),
        "/for-forvaltere/godkjenning",
        ("Versjon {version} av den nasjonale malen er godkjent og venter på å bli kunngjort",
         "Versjon {version} av den nasjonale malen er godkjend og ventar på å bli kunngjord",
         "Version {version} of the national template is approved and waiting to be published"),
    ),
    Occasion(
        Template.VersionWithdrawn, CHANGED, told.stewards(F.EDIT_TEMPLATE),
        "/for-forvaltere/endringer",
        ("Versjon {version} av den nasjonale malen er trukket",
         "Versjon {version} av den nasjonale malen er trekt",
         "Version {version} of the national template has been withdrawn"),
    ),
    *(
        Occasion(
            Template.VersionPublished, INFORMS, receivers, "/mal",
            ("Versjon {version} av den nasjonale malen er kunngjort",
             "Versjon {version} av den nasjonale malen er kunngjord",
             "Version {version} of the national template is published"),
        )
        for receivers in (told.ALL_TOWNS, told.ALL_SUPPLIERS)
    ),
    Occasion(
        Template.RecallProposed, WAITS, told.stewards(F.APPROVE_TEMPLATE),
        "/for-forvaltere/godkjenning",
        ("En rettelse av en feil i den nasjonale malen venter på at du tar stilling",
         "Ei retting av ein feil i den nasjonale malen ventar på at du tek stilling",
         "A correction of an error in the national template is waiting for your decision"),
    ),
    Occasion(
        Template.RecallWithdrawn, CHANGED, told.stewards(F.EDIT_TEMPLATE),
        "/for-forvaltere/rettelser",
        ("En rettelse av den nasjonale malen er trukket",
         "Ei retting av den nasjonale malen er trekt",
         "A correction of the national template has been withdrawn"),
    ),
    Occasion(
        Template.NodeRecalled, CHANGED, told.ON_ITS_VERSIONS, "/mal",
        ("En lovfeil er rettet i et dokument dere er med i",
         "Ein lovfeil er retta i eit dokument de er med i",
         "A legal error has been corrected in a document you are part of"),
    ),
    *(
        Occasion(
            event, INFORMS, receivers, "/mal/horing", words,
        )
        for event, words in (
            (Hearing.Created,
             ("Endringer i den nasjonale malen er på høring",
              "Endringar i den nasjonale malen er på høyring",
              "Changes to the national template are open for comment")),
            (Hearing.Withdrawn,
             ("Høringen av den nasjonale malen er avsluttet uten ny versjon",
              "Høyringa av den nasjonale malen er avslutta utan ny versjon",
              "The consultation on the national template has ended without a new version")),
        )
        for receivers in (told.ALL_TOWNS, told.ALL_SUPPLIERS)
    ),
    Occasion(
        Hearing.RemarkReceived, WAITS, told.stewards(F.EDIT_TEMPLATE), "/for-forvaltere/horing",
        ("Et innspill til høringen av den nasjonale malen venter på at du leser det",
         "Eit innspel til høyringa av den nasjonale malen ventar på at du les det",
         "A comment on the national template is waiting for you to read it"),
    ),
    Occasion(
        Hearing.RemarkAnswered, CHANGED, told.WHO_REMARKED, "/mal/horing",
        ("Innspillet deres til den nasjonale malen har fått svar",
         "Innspelet dykkar til den nasjonale malen har fått svar",
         "Your comment on the national template has been answered"),
    ),
    # Who may do what.
    Occasion(
        Organisation.FunctionGranted, CHANGED, told.THE_USER, "/arbeidsplass",
        ("Du har fått en ny rolle", "Du har fått ei ny rolle", "You have a new role"),
    ),
    Occasion(
        Organisation.FunctionWithdrawn, CHANGED, told.THE_USER, "/arbeidsplass",
        ("En rolle du hadde, er trukket", "Ei rolle du hadde, er trekt",
         "A role you had has been withdrawn"),
    ),
    Occasion(
        Organisation.InvitationTaken, INFORMS, told.ITS_OWNERS, "/arbeidsplass/folk",
        ("En invitasjon dere har laget, er brukt",
         "Ein invitasjon de har laga, er brukt",
         "An invitation you made has been used"),
    ),
    Occasion(
        Municipality.MandateGranted, CHANGED, told.MANDATED, "/arbeidsplass",
        ("{place} har gitt dere en fullmakt",
         "{place} har gitt dykk ei fullmakt",
         "{place} has given you a mandate"),
    ),
    Occasion(
        Municipality.MandateWithdrawn, CHANGED, told.MANDATED, "/arbeidsplass",
        ("En fullmakt fra {place} er trukket",
         "Ei fullmakt frå {place} er trekt",
         "A mandate from {place} has been withdrawn"),
    ),
]  # fmt: skip

TOLD_TO_NOBODY: set[type[Recorded.Event]] = {
    # A part of something else that is told of.
    Concession.Reasoned, Concession.AmendmentReasoned,
    Concession.SupplierAdmitted, Concession.SupplierLeft,
    Template.HearingOpened, Template.NodeWritten, Template.NodeRetired,
    Hearing.NodeProposed, Hearing.RetirementProposed,
    # Its maker knows it, and nobody else has to.
    Concession.NoticeReferenced, Question.Withdrawn,
    Hearing.RemarkPublished, Hearing.RemarkSetAside,
    Organisation.Invited, Organisation.InvitationWithdrawn,
    Admission.LocalConfirmed, Admission.AcceptingDeclared,
    Municipality.ChoiceStated, Municipality.ContactGiven, Municipality.StoryTold,
    Supplier.Created, Supplier.EntryCompleted, Supplier.Presented,
    Supplier.WagesConfirmed, Supplier.BudgetConfirmed, Supplier.SupportConfirmed,
    YearlyFigures.Created, YearlyFigures.Corrected,
    # The beginning of something that nobody follows yet.
    Template.Created, Municipality.Created, Organisation.Created, Organisation.Named,
    # About people, or about what they have: never in an e-mail.
    Case.Created, Case.SupplierChosen, Case.ChoiceRegretted, Case.Closed,
    Places.Created, Places.CeilingSet, Places.Released, Places.Closed, Places.Reopened,
    Totals.Created, Totals.CaseRemoved, Complaints.Created, Complaints.Counted,
}  # fmt: skip

LOG_OF = {"places": "case"}
"""Which log an aggregate's events stand in, where it is not the registry log."""


def topics(log: str) -> set[str]:
    """The topics in a log that somebody is told of."""
    found = {get_topic(each.event) for each in OCCASIONS}
    return {each for each in found if LOG_OF.get(each.partition(".")[0], "registry") == log}


def occasions_of(scene: Scene) -> list[Occasion]:
    """The rows that hold for what has happened."""
    return [each for each in OCCASIONS if each.event is type(scene.event) and each.when(scene)]
