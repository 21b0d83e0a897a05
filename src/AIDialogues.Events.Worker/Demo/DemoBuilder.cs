using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Worker.Demo;

/// <summary>The series as it would have come about, through the domain's own doors.</summary>
internal sealed class DemoBuilder(DemoStage stage, DateTimeOffset now)
{
    /// <summary>When the organiser had written the list of people.</summary>
    private readonly DateTimeOffset begun = now.AddDays(stage == DemoStage.Invite ? -9 : -60);

    public (Series Series, IReadOnlyList<Dialogue> Dialogues) Series()
    {
        var texts = DemoTexts.Series;
        var series = Value(Domain.Series.New(texts.Slug, texts.Title, texts.Purpose, texts.Organisation, begun));
        series.ShowPublicly(visible: true);
        return (series, [.. texts.Dialogues.Select(dialogue => Dialogue(series, texts, dialogue))]);
    }

    public IReadOnlyList<Person> People() => [.. DemoTexts.People.Select(p =>
        Value(Person.New(new PersonDetails(p.Given, p.Family, p.Email, p.Affiliation, p.Group, p.Country, p.Language), begun)))];

    private Dialogue Dialogue(Series series, DemoSeries texts, DemoDialogue plan)
    {
        var first = DateOnly.FromDateTime(texts.Zone.Local(now).Date).AddDays(stage.DaysUntilTheFirst());
        var day = first.AddDays(plan.Offset);
        var dialogue = Value(Domain.Dialogue.New(series, new DialogueDetails(
            plan.Title, day, new(9, 0), new(17, 30), texts.Venue, texts.Zone, Rule.ChathamHouse, day.AddDays(-14), [7, 2])));
        var rooms = plan.Rooms.Select(room => Value(dialogue.AddRoom(room.Name, room.Seats))).ToList();
        foreach (var session in plan.Sessions)
        {
            _ = Value(dialogue.AddSession(new SessionDetails(
                session.Title, rooms[session.Room].Id, session.Begins, session.Ends, session.Rule, [.. session.Themes.Select(t => (BilingualText)t)], session.Questions)));
        }

        return dialogue;
    }

    internal static T Value<T>(Result<T> result) where T : notnull =>
        result.Refused(out var refusal, out var value) ? throw new InvalidOperationException($"The demo breaks a rule: {refusal.Code}.") : value;
}
