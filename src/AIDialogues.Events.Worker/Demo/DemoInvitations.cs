using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Worker.Demo;

/// <summary>Who was invited to the first day, what they answered and how their letters fared. By position in the list, so that it is always the same.</summary>
internal sealed class DemoInvitations(EventsDb db, DemoStage stage, Series series, Dialogue dialogue, DateTimeOffset now)
{
    private const int InvitedAtFirst = 14;

    public void Add(IReadOnlyList<Person> people)
    {
        int invited = stage == DemoStage.Invite ? InvitedAtFirst : people.Count;
        for (int at = 0; at < invited; at++) Add(people[at], at);
    }

    private void Add(Person person, int at)
    {
        var sent = now.AddDays(stage == DemoStage.Invite ? -6 : -55).AddMinutes(-at);
        var invitation = Invitation.Of(person, dialogue, sent);
        _ = db.Add(invitation);
        bool failed = at is 4 or 9 || (stage == DemoStage.Invite && at == 12);
        _ = db.Add(Letter(invitation, person, sent, failed, at));
        if (failed || AnswerOf(at) is not { } accepts) return;

        var answered = sent.AddHours(5 + (at % 7 * 9));
        _ = invitation.Answer(accepts, dialogue, answered) is { } no ? throw new InvalidOperationException(no.Code) : 0;
        if (accepts) AddConsents(invitation, person, at, answered);
        if (accepts && stage is DemoStage.Live or DemoStage.After && at % 6 != 5) Arrive(invitation, at);
    }

    /// <summary>Null: no answer yet.</summary>
    private bool? AnswerOf(int at) => stage == DemoStage.Invite
        ? at switch { 0 or 1 or 3 or 6 or 10 => true, 5 or 8 => false, _ => null }
        : (at % 9) switch { 7 => false, 8 when at > 12 => null, _ => true };

    private Letter Letter(Invitation invitation, Person person, DateTimeOffset sent, bool failed, int at)
    {
        var template = DefaultLetters.Of(dialogue.Id, LetterKind.Invitation, person.Language);
        var letter = Domain.Letter.Queue(invitation, person, LetterKind.Invitation, DemoBuilder.Value(template.Render(LetterValues.For(person, dialogue, series, person.Language))), sent);
        letter.Claim(sent.AddSeconds(3));
        if (failed && at == 9) letter.LostTrack("The connection was lost after the letter went out and before the mail server answered.");
        else if (failed) letter.Refused("550 5.1.1 No such mailbox here");
        else letter.HandedOver("2.0.0 Taken", sent.AddSeconds(4));
        return letter;
    }

    private void AddConsents(Invitation invitation, Person person, int at, DateTimeOffset answered)
    {
        var notice = new Notice(person.Language, person.Language == Language.French ? "Texte de démonstration." : "Demonstration text.");
        foreach (var purpose in Enum.GetValues<ConsentPurpose>())
        {
            bool given = purpose switch
            {
                ConsentPurpose.AttendUnderRule => true,
                ConsentPurpose.NamedPublicly => at % 3 != 2,
                ConsentPurpose.AffiliationShown => at % 3 == 0,
                ConsentPurpose.ParticipantsList => at % 4 != 1,
                _ => at % 2 == 0,
            };
            _ = db.Add(ConsentEvent.Of(invitation, purpose, given, ConsentSource.Link, notice, answered));
        }
    }

    private void Arrive(Invitation invitation, int at)
    {
        var arrival = dialogue.BeginsAt.AddMinutes((at % 5 * 4) - 20);
        _ = invitation.CheckIn(dialogue, arrival) is { } no ? throw new InvalidOperationException(no.Code) : 0;
    }
}
