"""Every command there is, declared once: its Swedish name, what its fact is called, who may.

The API, the forms, the CLI, the permissions and the documentation are all made from this tuple.
"""

from dataclasses import dataclass

from rutin.domain import assignee as a
from rutin.domain import case as c
from rutin.domain import routine as r
from rutin.domain import support_relationship as s
from rutin.domain.act import Command, Fact
from rutin.domain.actor import Role

PROCESS: tuple[Role, ...] = ("administrator", "unit_manager", "importer")
"""Who work the process, or answer for the unit (D-25); the importer carries over what others did."""

ORDERS: tuple[Role, ...] = (*PROCESS, "case_officer")
OWN_REPORTS: tuple[Role, ...] = (*PROCESS, "assignee")
OWN_ABSENCE: tuple[Role, ...] = (*OWN_REPORTS, "support_person")
RECORD: tuple[Role, ...] = (*PROCESS, "support_person")
ROUTINES: tuple[Role, ...] = ("quality_developer", "importer")
"""Who own the routines; what applies to a unit alone its manager may set too."""

OWN_UNIT: tuple[Role, ...] = (*ROUTINES, "unit_manager")

SUPPORT: tuple[Role, ...] = ("support_person", "unit_manager", "importer")
"""Follow-ups and handovers: the support persons, and the unit manager for all in the unit (D-25)."""

MANAGEMENT: tuple[Role, ...] = ("unit_manager", "importer")
"""Appointments, and the closing of a handover (D-25)."""

ANYONE_ASKED: tuple[Role, ...] = (*PROCESS, "support_person", "assignee", "case_officer")
"""A wish for a change may be told to anyone (KMSP-16)."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A command and all that its surfaces need to know.

    Attributes:
        command: The model, whose fields carry Swedish labels.
        title: What the act is called when it is to be done, in Swedish.
        happened: What the fact is called in a timeline, in Swedish.
        permitted: The roles that may; an operation without any stops the start-up.
    """

    command: type[Command]
    title: str
    happened: str
    permitted: tuple[Role, ...]

    @property
    def name(self) -> str:
        """The command's name in the API and in the lines of `rutin record`."""
        return self.command.__name__

    @property
    def fact(self) -> type[Fact]:
        """The fact it gives."""
        return self.command.records


OPERATIONS: tuple[Operation, ...] = (
    # The order (KLA step 1)
    Operation(c.ReceiveOrder, "Ta emot beställning", "Beställning mottagen", ORDERS),
    Operation(
        c.RenewOrder, "Ta emot förlängd beställning", "Förlängd beställning mottagen", ORDERS
    ),
    Operation(
        c.EndOrder, "Registrera att beställningen avslutas", "Beställningen avslutad", ORDERS
    ),
    Operation(
        c.DeferExecution, "Registrera att brukaren vill vänta", "Brukaren vill vänta", PROCESS
    ),
    Operation(c.CloseCase, "Avsluta ärende", "Ärendet avslutat", PROCESS),
    Operation(
        c.ReportNonExecution,
        "Registrera rapport om ej verkställt beslut",
        "Ej verkställt beslut rapporterat",
        PROCESS,
    ),
    Operation(
        c.ReportExecution,
        "Registrera rapport om verkställighet",
        "Verkställighet rapporterad",
        PROCESS,
    ),
    # Reaching the client (steps 2–3)
    Operation(
        c.RecordContactAttempt, "Registrera kontaktförsök", "Försök att nå brukaren", PROCESS
    ),
    Operation(
        c.RecordClientContact, "Registrera kontakt med brukaren", "Kontakt med brukaren", RECORD
    ),
    Operation(
        c.DeclareContactExhausted,
        "Registrera att alla kontaktsätt är prövade",
        "Alla kontaktsätt prövade",
        PROCESS,
    ),
    Operation(
        c.NotifyCaseOfficer,
        "Registrera besked till handläggaren",
        "Handläggaren fick besked",
        RECORD,
    ),
    Operation(
        c.RegisterContact,
        "Registrera kontaktperson runt brukaren",
        "Kontakt tillagd i ärendet",
        RECORD,
    ),
    Operation(
        c.RemoveContact, "Ta bort kontakt ur ärendet", "Kontakt borttagen ur ärendet", RECORD
    ),
    # The meeting with the client (step 4)
    Operation(c.BookClientMeeting, "Boka möte med brukaren", "Möte med brukaren bokat", PROCESS),
    Operation(c.HoldClientMeeting, "Registrera möte med brukaren", "Möte med brukaren", PROCESS),
    Operation(
        c.DeclineClientMeeting,
        "Registrera att brukaren avböjer möte",
        "Brukaren avböjde möte",
        PROCESS,
    ),
    Operation(c.RecordRequirementProfile, "Skriv kravprofil", "Kravprofil skriven", PROCESS),
    Operation(
        c.DeclineRequirementProfile,
        "Registrera att ingen kravprofil önskas",
        "Ingen kravprofil önskades",
        PROCESS,
    ),
    Operation(
        c.ReviewConsentForm,
        "Gå igenom samtyckesblankett",
        "Samtyckesblanketten genomgången",
        RECORD,
    ),
    Operation(c.GrantConsent, "Registrera samtycke", "Samtycke lämnat", RECORD),
    Operation(
        c.DeclineConsent, "Registrera att samtycke inte lämnas", "Samtycke lämnades inte", RECORD
    ),
    Operation(
        c.DeferConsent, "Registrera att brukaren svarar senare", "Svar om samtycke senare", RECORD
    ),
    Operation(c.WithdrawConsent, "Registrera återtaget samtycke", "Samtycke återtaget", RECORD),
    Operation(
        c.EstablishImplementationPlan,
        "Upprätta genomförandeplan",
        "Genomförandeplan upprättad",
        RECORD,
    ),
    Operation(
        c.UpdateImplementationPlan, "Se över genomförandeplan", "Genomförandeplan sågs över", RECORD
    ),
    Operation(c.FollowUpGoal, "Följ upp mål", "Mål uppföljt", RECORD),
    # Finding an assignee (steps 5–7)
    Operation(
        c.StartAssigneeSearch,
        "Börja söka uppdragstagare",
        "Sökning efter uppdragstagare började",
        PROCESS,
    ),
    Operation(
        c.ReceiveOwnProposal,
        "Ta emot brukarens eget förslag",
        "Brukaren föreslog en egen kontaktperson",
        PROCESS,
    ),
    Operation(
        c.ReportNoSuitableAssignee,
        "Registrera att ingen passande finns",
        "Ingen passande uppdragstagare fanns",
        PROCESS,
    ),
    Operation(c.StartRecruitment, "Börja rekrytera", "Rekrytering började", PROCESS),
    Operation(
        a.RegisterAssignee, "Registrera uppdragstagare", "Uppdragstagare registrerad", PROCESS
    ),
    Operation(a.OpenInvestigation, "Öppna utredning", "Utredning öppnad", PROCESS),
    Operation(a.HoldInterview, "Registrera intervju", "Intervju hållen", PROCESS),
    Operation(
        a.AnnounceRegisterCheck,
        "Informera om registerutdrag",
        "Informerad om att registerutdrag behövs",
        PROCESS,
    ),
    Operation(
        a.ShowRegisterExtract,
        "Registrera att registerutdrag visats",
        "Registerutdrag visat",
        PROCESS,
    ),
    Operation(a.ConcludeInvestigation, "Avsluta utredning", "Utredning avslutad", PROCESS),
    Operation(a.ApproveAssignee, "Godkänn uppdragstagare", "Uppdragstagaren godkänd", PROCESS),
    Operation(
        a.RejectAssignee, "Besluta att inte godkänna", "Uppdragstagaren inte godkänd", PROCESS
    ),
    # Offer, joint meeting, briefing, agreement, match (steps 6–10)
    Operation(s.OfferAssignment, "Erbjud uppdrag", "Uppdrag erbjudet", PROCESS),
    Operation(
        s.AcceptAssignment,
        "Registrera intresse för uppdraget",
        "Uppdragstagaren är intresserad",
        PROCESS,
    ),
    Operation(
        s.DeclineAssignment, "Registrera nej till uppdraget", "Uppdragstagaren tackade nej", PROCESS
    ),
    Operation(s.BookMatchMeeting, "Boka gemensamt möte", "Gemensamt möte bokat", PROCESS),
    Operation(s.HoldMatchMeeting, "Registrera gemensamt möte", "Gemensamt möte", PROCESS),
    Operation(
        s.HoldBriefing, "Registrera möte med uppdragstagaren", "Möte med uppdragstagaren", PROCESS
    ),
    Operation(
        a.SignConfidentialityUndertaking,
        "Registrera försäkran om tystnadsplikt",
        "Försäkran om tystnadsplikt påskriven",
        PROCESS,
    ),
    Operation(s.SignAgreement, "Registrera avtal", "Avtal påskrivet", PROCESS),
    Operation(s.RegisterMatch, "Matcha i resursregistret", "Matchad i resursregistret", PROCESS),
    # Welcoming the client (Ny brukare)
    Operation(
        c.InformClientAboutService,
        "Registrera muntlig information",
        "Brukaren informerad muntligt",
        PROCESS,
    ),
    Operation(c.DeliverWelcomePack, "Registrera välkomstmapp", "Välkomstmapp överlämnad", PROCESS),
    Operation(
        c.SupplementWelcomePack, "Komplettera välkomstmapp", "Välkomstmapp kompletterad", PROCESS
    ),
    Operation(c.CompleteChecklist, "Registrera checklista", "Checklista genomgången", PROCESS),
    # The service and what is reported of it (bilaga 1–3)
    Operation(c.StartService, "Registrera att insatsen påbörjas", "Insatsen påbörjades", PROCESS),
    Operation(c.InterruptService, "Registrera avbrott", "Insatsen avbröts", PROCESS),
    Operation(
        c.ResumeService, "Registrera att insatsen återupptas", "Insatsen återupptogs", PROCESS
    ),
    Operation(s.RecordServiceProvided, "Registrera utfört stöd", "Stöd utfört", OWN_REPORTS),
    Operation(
        s.SubmitMonthlyReport, "Lämna månadsuppföljning", "Månadsuppföljning lämnad", OWN_REPORTS
    ),
    Operation(
        s.SubmitQuarterlyReport, "Lämna kvartalsrapport", "Kvartalsrapport lämnad", OWN_REPORTS
    ),
    Operation(
        s.DeclareOutlays, "Ange om utlägg har gjorts", "Uppgift om utlägg lämnad", OWN_REPORTS
    ),
    Operation(
        s.SubmitExpenseClaim,
        "Lämna redovisning av kontantutlägg",
        "Kontantutlägg redovisade",
        OWN_REPORTS,
    ),
    Operation(
        s.AttestExpenseClaim, "Attestera kontantutlägg", "Kontantutlägg attesterade", PROCESS
    ),
    Operation(s.ReturnExpenseClaim, "Återsänd kontantutlägg", "Redovisning återsänd", PROCESS),
    Operation(s.PayExpense, "Registrera utbetalning", "Kontantutlägg utbetalda", PROCESS),
    # Support persons (Kontaktman/stödperson)
    Operation(s.AppointSupportPerson, "Utse stödperson", "Stödperson utsedd", MANAGEMENT),
    Operation(
        s.ExplainAssignment,
        "Registrera att uppdraget förklarats",
        "Stödpersonens uppdrag förklarat",
        SUPPORT,
    ),
    Operation(
        s.InformClientOfSupportPersons,
        "Registrera att brukaren fått veta vilka som är stödpersoner",
        "Brukaren fick veta vilka som är stödpersoner",
        SUPPORT,
    ),
    Operation(
        s.ExplainRightToChange,
        "Registrera information om rätten att byta",
        "Brukaren informerad om rätten att byta",
        SUPPORT,
    ),
    Operation(
        s.MeetClient, "Registrera träff med brukaren", "Stödpersonen träffade brukaren", SUPPORT
    ),
    Operation(
        s.KeepContact,
        "Registrera kontakt med brukaren eller närstående",
        "Stödpersonen hade kontakt",
        SUPPORT,
    ),
    # Monthly follow-up (Månadsuppföljning för stödpersoner)
    Operation(s.BookMonthlyFollowUp, "Boka månadsuppföljning", "Månadsuppföljning bokad", SUPPORT),
    Operation(
        s.RecordFollowUp, "Registrera månadsuppföljning", "Månadsuppföljning genomförd", SUPPORT
    ),
    Operation(
        s.SupplementFollowUp,
        "Komplettera månadsuppföljning",
        "Månadsuppföljning kompletterad",
        SUPPORT,
    ),
    Operation(
        s.DeclineFollowUp,
        "Registrera att brukaren avböjer månadsuppföljning",
        "Brukaren avböjde månadsuppföljning",
        SUPPORT,
    ),
    Operation(
        s.RequireAction, "Registrera att något behöver åtgärdas", "Något behöver åtgärdas", SUPPORT
    ),
    Operation(
        s.NotifyUnitManager,
        "Registrera besked till enhetschefen",
        "Enhetschefen fick besked",
        SUPPORT,
    ),
    Operation(c.DocumentAction, "Dokumentera åtgärd", "Åtgärd dokumenterad", RECORD),
    Operation(
        s.PresentFollowUp,
        "Registrera redovisning på verksamhetsmöte",
        "Månadsuppföljning redovisad på verksamhetsmöte",
        SUPPORT,
    ),
    Operation(c.EstablishMethodSheet, "Upprätta metodblad", "Metodblad upprättat", RECORD),
    # A support person leaves (Byte av stödperson)
    Operation(
        s.AnnounceDeparture,
        "Registrera att stödpersonen slutar",
        "Stödpersonen ska sluta",
        SUPPORT,
    ),
    Operation(s.ChangeDeparture, "Ändra stödpersonens sista dag", "Sista dagen ändrad", SUPPORT),
    Operation(
        s.WithdrawDeparture,
        "Registrera att stödpersonen blir kvar",
        "Stödpersonen blir kvar",
        SUPPORT,
    ),
    Operation(
        s.InformClientOfDeparture,
        "Registrera att brukaren fått veta att stödpersonen slutar",
        "Brukaren fick veta att stödpersonen slutar",
        SUPPORT,
    ),
    Operation(s.BookClosingMeeting, "Boka avslutningsmöte", "Avslutningsmöte bokat", SUPPORT),
    Operation(s.HoldClosingMeeting, "Registrera avslutningsmöte", "Avslutningsmöte", SUPPORT),
    Operation(
        s.DeclineClosingMeeting,
        "Registrera att brukaren avböjer avslutningsmöte",
        "Brukaren avböjde avslutningsmöte",
        SUPPORT,
    ),
    Operation(s.UpdateMethodSheet, "Se över metodblad", "Metodblad sågs över", SUPPORT),
    Operation(
        s.RecordHandoverNote,
        "Skriv ner annat för kollegorna",
        "Annat för kollegorna nedskrivet",
        SUPPORT,
    ),
    Operation(
        s.AnnounceSuccessor,
        "Registrera att brukaren fått veta vem som tar över",
        "Brukaren fick veta vem som tar över",
        SUPPORT,
    ),
    Operation(
        s.InformColleagues,
        "Registrera att kollegorna informerats",
        "Kollegorna informerade",
        SUPPORT,
    ),
    Operation(
        s.InformThirdParty,
        "Registrera att god man, anhöriga eller handläggare informerats",
        "Person runt brukaren informerad",
        SUPPORT,
    ),
    Operation(s.TransferMaterial, "Registrera överlämnat material", "Material överlämnat", SUPPORT),
    Operation(
        s.CompleteHandover, "Registrera att överlämningen är klar", "Överlämningen klar", SUPPORT
    ),
    Operation(s.CloseHandover, "Avsluta överlämning", "Överlämningen avslutad", MANAGEMENT),
    # Renewal, change and end (step 11, Vid byte)
    Operation(
        s.ContactAssignee,
        "Registrera kontakt med uppdragstagaren",
        "Kontakt med uppdragstagaren",
        PROCESS,
    ),
    Operation(
        s.RecordRenewalOutcome,
        "Registrera om båda vill fortsätta",
        "Besked om fortsättning",
        PROCESS,
    ),
    Operation(
        c.ExecuteRenewal,
        "Verkställ förlängd beställning",
        "Förlängd beställning verkställd",
        PROCESS,
    ),
    Operation(s.RequestChange, "Registrera önskan om byte", "Önskan om byte", ANYONE_ASKED),
    Operation(s.GrantChange, "Registrera att bytet går att göra", "Byte beviljat", PROCESS),
    Operation(s.RejectChange, "Registrera att bytet inte är möjligt", "Byte inte möjligt", PROCESS),
    Operation(s.RecordClientAway, "Registrera att brukaren är borta", "Brukaren borta", RECORD),
    Operation(
        s.RecordClientReturned, "Registrera att brukaren är tillbaka", "Brukaren tillbaka", RECORD
    ),
    Operation(s.EndRelationship, "Avsluta uppdrag", "Uppdraget avslutat", PROCESS),
    Operation(a.EndAssignee, "Avsluta i resursregistret", "Avslutad i resursregistret", PROCESS),
    Operation(a.ChangeAvailability, "Ändra tillgänglighet", "Tillgänglighet ändrad", OWN_REPORTS),
    Operation(a.RecordAbsence, "Registrera frånvaro", "Frånvaro", OWN_ABSENCE),
    # The social record (r.135–137)
    Operation(c.RecordJournalNote, "Skriv journalanteckning", "Journalanteckning", RECORD),
    Operation(c.SignJournalNote, "Signera journalanteckning", "Journalanteckning signerad", RECORD),
    Operation(
        c.MarkNoteErroneous, "Felmarkera journalanteckning", "Journalanteckning felmarkerad", RECORD
    ),
    Operation(
        c.DisputeNote,
        "Lägg till brukarens uppfattning",
        "Brukarens uppfattning om anteckning",
        RECORD,
    ),
    Operation(c.RegisterDocument, "Registrera handling", "Handling registrerad", RECORD),
    # The routines themselves (the head of each document)
    Operation(r.AdoptRoutineVersion, "Anta utgåva av rutin", "Utgåva antagen", ROUTINES),
    Operation(r.ReplaceRoutineVersion, "Registrera att utgåva ersätts", "Utgåva ersatt", ROUTINES),
    Operation(r.WithdrawRoutineVersion, "Dra in utgåva av rutin", "Utgåva indragen", ROUTINES),
    Operation(
        r.SuspendRoutineVersion,
        "Besluta att utgåva inte följs",
        "Utgåva följs inte längre",
        ROUTINES,
    ),
    Operation(r.SetPolicyParameter, "Ändra lokalt värde", "Lokalt värde ändrat", OWN_UNIT),
    Operation(
        r.RegisterRoutineDocument,
        "Registrera handling som rutin hänvisar till",
        "Handling till rutin registrerad",
        ROUTINES,
    ),
    Operation(
        r.ScheduleUnitMeeting, "Lägg verksamhetsmöte i schemat", "Verksamhetsmöte inlagt", OWN_UNIT
    ),
    Operation(c.CorrectCaseFact, "Rätta händelse i ärendet", "Händelse rättad", RECORD),
    Operation(
        a.CorrectAssigneeFact, "Rätta händelse om uppdragstagaren", "Händelse rättad", PROCESS
    ),
    Operation(s.CorrectRelationshipFact, "Rätta händelse i uppdraget", "Händelse rättad", PROCESS),
    Operation(r.CorrectRoutineFact, "Rätta händelse om rutin", "Händelse rättad", ROUTINES),
)

_BY_NAME = {operation.name: operation for operation in OPERATIONS}
_BY_FACT = {operation.fact: operation for operation in OPERATIONS}

if unguarded := [operation.name for operation in OPERATIONS if not operation.permitted]:
    raise RuntimeError(f"Operations without a permission rule: {', '.join(unguarded)}")


def operation_named(name: str) -> Operation | None:
    """Find an operation by its command's name."""
    return _BY_NAME.get(name)


def operation_of(command: Command) -> Operation:
    """Find a command's operation."""
    return _BY_NAME[type(command).__name__]


def operation_giving(fact_type: type[Fact]) -> Operation:
    """Find the operation that gives a kind of fact."""
    return _BY_FACT[fact_type]
