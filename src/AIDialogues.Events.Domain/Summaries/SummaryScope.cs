namespace AIDialogues.Events.Domain;

/// <summary>What a summary is about: a session, a dialogue day, or a whole series; always exactly one of the three.</summary>
public sealed record SummaryScope
{
    private SummaryScope() { }

    public Id<Session>? Session { get; private init; }
    public Id<Dialogue>? Dialogue { get; private init; }
    public Id<Series>? Series { get; private init; }

    public static SummaryScope Of(Id<Session> session) => new() { Session = session };

    public static SummaryScope Of(Id<Dialogue> dialogue) => new() { Dialogue = dialogue };

    public static SummaryScope Of(Id<Series> series) => new() { Series = series };

    public static implicit operator SummaryScope(Id<Session> session) => Of(session);

    public static implicit operator SummaryScope(Id<Dialogue> dialogue) => Of(dialogue);

    public static implicit operator SummaryScope(Id<Series> series) => Of(series);
}
