namespace AIDialogues.Events.Domain;

/// <summary>A series of dialogue days with one public page. Its slug is unique and does not change once chosen.</summary>
public sealed class Series
{
    private Series() { }

    public Id<Series> Id { get; private set; } = Id<Series>.New();
    public string Slug { get; private set; } = "";
    public BilingualText Title { get; private set; } = new("", "");

    /// <summary>Until when letters about another title or organisation are held: calendars show the one before the title of each day, the other instead of it where it is neutral.</summary>
    public DateTimeOffset? TitleHeldUntil { get; private set; }
    public BilingualText Purpose { get; private set; } = new("", "");
    public string Organisation { get; private set; } = "";
    public bool IsPublic { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <param name="id">The id that a form was shown with, so that the form sent twice makes one series.</param>
    public static Result<Series> New(string slug, BilingualText title, BilingualText purpose, string organisation, DateTimeOffset now, Id<Series>? id = null)
    {
        if (title.IsEmpty) return SeriesRefusals.TitleMissing;
        if (!Domain.Slug.IsValid(slug)) return SeriesRefusals.SlugNotValid;
        var series = new Series { Id = id ?? Id<Series>.New(), Slug = slug, CreatedAt = now };
        return series.Describe(title, purpose, organisation) is { } refusal ? refusal : series;
    }

    /// <param name="hold">Until when nobody is told of another title or organisation; null for a series that is only being made.</param>
    public Refusal? Describe(BilingualText title, BilingualText purpose, string organisation, DateTimeOffset? hold = null)
    {
        if (Problems(title, purpose, organisation).FirstOrDefault() is { } refusal) return refusal;
        if (hold is not null && (title != Title || PlainText.Fold(organisation) != Organisation)) TitleHeldUntil = hold;
        (Title, Purpose, Organisation) = (title, purpose, PlainText.Fold(organisation));
        return null;
    }

    /// <summary>Everything that keeps a series from being described like this, so that a form is put right in one go.</summary>
    /// <param name="slug">Null: it has one already.</param>
    public static IEnumerable<Refusal> Problems(BilingualText title, BilingualText purpose, string organisation, string? slug = null)
    {
        if (title.IsEmpty) yield return SeriesRefusals.TitleMissing;
        if (slug is not null && !Domain.Slug.IsValid(slug)) yield return SeriesRefusals.SlugNotValid;
        if (PlainText.Check(title, 300) is { } wrong) yield return wrong with { About = nameof(Title) };
        if (PlainText.Check(purpose, 2000) is { } tooMuch) yield return tooMuch with { About = nameof(Purpose) };
        if (PlainText.Check(organisation, 200) is { } name) yield return name with { About = nameof(Organisation) };
    }

    public void ShowPublicly(bool visible) => IsPublic = visible;
}

public static class SeriesRefusals
{
    public static readonly Refusal SlugNotValid = new("series-slug-not-valid");
    public static readonly Refusal SlugTaken = new("series-slug-taken");
    public static readonly Refusal TitleMissing = new("title-missing");
}
