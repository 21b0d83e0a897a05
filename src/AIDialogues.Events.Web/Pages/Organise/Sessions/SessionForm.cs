using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What is typed about a session, kept as typed until it can be one.</summary>
public sealed class SessionForm
{
    /// <summary>The id the new session will have: the form sent twice makes one session.</summary>
    public Guid Key { get; set; } = Guid.NewGuid();
    public uint Version { get; set; }
    public string? TitleEn { get; set; }
    public string? TitleFr { get; set; }
    public Guid Room { get; set; }
    public TimeOnly? Begins { get; set; }
    public TimeOnly? Ends { get; set; }

    /// <summary>Null: as the day.</summary>
    public Rule? OwnRule { get; set; }

    /// <summary>One a line; the first English line and the first French line are the same theme.</summary>
    public string? ThemesEn { get; set; }
    public string? ThemesFr { get; set; }
    public string? QuestionsEn { get; set; }
    public string? QuestionsFr { get; set; }

    public Result<SessionDetails> Details() => Begins is { } begins && Ends is { } ends
        ? new SessionDetails(BilingualText.Of(TitleEn, TitleFr), new(Room), begins, ends, OwnRule, Paired(ThemesEn, ThemesFr), BilingualText.Of(QuestionsEn, QuestionsFr))
        : DialogueRefusals.HoursMissing;

    /// <summary>Everything that is wrong. Hours that are missing are said and stand in the way of nothing else.</summary>
    public IEnumerable<Refusal> Problems(Dialogue dialogue, Session? except = null)
    {
        bool hasHours = Begins is not null && Ends is not null;
        if (!hasHours) yield return DialogueRefusals.HoursMissing;
        var details = new SessionDetails(BilingualText.Of(TitleEn, TitleFr), new(Room), Begins ?? dialogue.Begins, Ends ?? dialogue.Ends, OwnRule, Paired(ThemesEn, ThemesFr), BilingualText.Of(QuestionsEn, QuestionsFr));
        foreach (var problem in dialogue.ProblemsOf(details, except)) if (hasHours || problem != DialogueRefusals.RoomBusy) yield return problem;
    }

    public static SessionForm From(Session session, uint version) => new()
    {
        Version = version,
        TitleEn = session.Title.En,
        TitleFr = session.Title.Fr,
        Room = session.RoomId.Value,
        Begins = session.Begins,
        Ends = session.Ends,
        OwnRule = session.OwnRule,
        QuestionsEn = session.Questions.En,
        QuestionsFr = session.Questions.Fr,
        ThemesEn = string.Join('\n', session.Themes.Select(t => t.Name.En)).TrimEnd(),
        ThemesFr = string.Join('\n', session.Themes.Select(t => t.Name.Fr)).TrimEnd(),
    };

    /// <summary>The input a refusal is about.</summary>
    public static string FieldOf(Refusal refusal) => refusal.Code switch
    {
        _ when refusal.About.Length > 0 => $"Form.{refusal.About}En",
        "title-missing" => "Form.TitleEn",
        "hours-missing" or "session-outside-the-day" => "Form.Begins",
        "ends-before-it-begins" => "Form.Ends",
        "room-busy" or "room-unknown" => "Form.Room",
        "themes-missing" or "theme-twice" => "Form.ThemesEn",
        _ => "",
    };

    private static List<BilingualText> Paired(string? en, string? fr)
    {
        string[] english = Lines(en), french = Lines(fr);
        return [.. Enumerable.Range(0, Math.Max(english.Length, french.Length))
            .Select(i => new BilingualText(english.ElementAtOrDefault(i) ?? "", french.ElementAtOrDefault(i) ?? "")).Where(t => !t.IsEmpty)];
    }

    private static string[] Lines(string? text) => [.. (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(PlainText.Fold)];
}
